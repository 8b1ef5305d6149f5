"""Starts the studio's server on this machine, for this machine only; it writes no data and holds no page."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import threading
import tomllib
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config as streamlit_config

from studio.bundle import PACKAGE, bundled_path
from studio.errors import StudioError
from studio.redaction import guard_logs
from studio.server_guard import Receive, Scope, Send, ServerGuard
from studio.workspace_lock import announce_url, workspace_lock

ADDRESS = "127.0.0.1"
FIRST_PORT = 8501
LAST_PORT = 8599

_log = logging.getLogger(__name__)


class GuardedApp(st.App):
    """Streamlit's application with the guard as its outermost layer, so that its error answers pass the guard too."""

    def __init__(self, script: Path, *, port: int, **options: Any) -> None:
        super().__init__(script, **options)
        self._guard = ServerGuard(super().__call__, port=port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._guard(scope, receive, send)


def start_studio(
    workspace: Path,
    port: int | None = None,
    open_browser: bool = True,
    *,
    script: Path = PACKAGE / "app.py",
    on_shutdown: Sequence[Callable[[], None]] = (),
    on_script_error: Callable[[Exception], bool | None] | None = None,
) -> None:
    """Serve the studio until Ctrl+C or SIGTERM, print its URL on one line, then call every `on_shutdown`.

    `workspace` is the folder whose lock is held meanwhile.
    """
    guard_logs()
    with workspace_lock(workspace, purpose="the studio"):
        port = chosen_port(port)
        url = f"http://{ADDRESS}:{port}"
        announce_url(workspace, url=url)

        lifespan = _announcing(url, open_browser=open_browser)
        app = GuardedApp(script, port=port, lifespan=lifespan, on_script_error=on_script_error)
        try:
            _serve(app, server_options(port))
        finally:
            _call_all(on_shutdown)


def server_options(port: int) -> dict[str, Any]:
    """Every Streamlit option the server runs with: those of the shipped config.toml, and the port."""
    with bundled_path(".streamlit/config.toml").open("rb") as file:
        options = dict(_flat_options(tomllib.load(file)))
    return options | {"server.address": ADDRESS, "server.port": port, "logger.hideWelcomeMessage": True}


def chosen_port(wanted: int | None) -> int:
    """The wanted port, or the first free one when none is wanted; a sentence when it cannot be had."""
    if wanted is not None:
        problem = _port_problem(wanted)
        if problem is None:
            return wanted
        raise StudioError(
            happened=f"Port {wanted} on this machine cannot be used: {problem}.",
            safe="Nothing was started or changed.",
            to_do="Give another number with --port, or leave --port out and the studio finds a free one.",
        )
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if _port_problem(port) is None:
            return port
    raise StudioError(
        happened=f"All ports from {FIRST_PORT} to {LAST_PORT} on this machine are taken.",
        safe="Nothing was started or changed.",
        to_do="Give another number with --port.",
    )


def _port_problem(port: int) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            # As the server does: a port that only waits out old connections is free. Windows would share a live one.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OverflowError:
            return "ports go from 1 to 65535"
        except PermissionError:
            return "this user may not open it"
        except OSError:
            return "another program is using it"
    return None


def _announcing(url: str, *, open_browser: bool) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        # The socket listens already, so whoever follows this line is answered.
        print(f"Rubric Studio is open at {url}", flush=True)
        if open_browser and not streamlit_config.get_option("server.headless"):
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        yield

    return lifespan


def _serve(app: st.App, options: Mapping[str, Any]) -> None:
    _end_in_peace_when_asked()
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.levelno >= logging.WARNING)
    try:
        app.run(config=options)
    except KeyboardInterrupt:
        _log.info("The studio was asked to stop.")


def _end_in_peace_when_asked() -> None:
    # The server ends in peace on these and then raises them again: by default that would skip our clean-up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, signal.default_int_handler)
    else:
        # The server does not know this one (a closed terminal), so it is told by the one it knows.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def _flat_options(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat_options(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _call_all(hooks: Sequence[Callable[[], None]]) -> None:
    for hook in hooks:
        try:
            hook()
        except Exception:
            _log.exception("The studio could not end one of its parts in peace.")
