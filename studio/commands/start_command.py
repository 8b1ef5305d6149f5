"""`studio start`: the guarded local server."""

from __future__ import annotations

import argparse
import gc
import importlib
import threading

from studio.cli import OK, add_workspace
from studio.settings import announce_workspace
from studio.workspace_lock import workspace_lock

WARM_UP_AFTER_SECONDS = 0.3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser, json_report=False)
    parser.add_argument("--port", type=int, metavar="N", help="the port on this machine; a free one if left out")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(arguments: argparse.Namespace) -> int:
    """Serves until Ctrl+C."""
    workspace = arguments.workspace.resolve()
    announce_workspace(workspace)
    # Held before anything slow is imported, so that a second start is answered at once; start_studio takes it again.
    with workspace_lock(workspace, purpose="the studio"):
        # The store comes before Streamlit, so that sqlite-utils need not wait for pandas (see studio.store.engine).
        importlib.import_module("studio.workspace")
        from studio.launcher import start_studio

        warm_up = threading.Timer(WARM_UP_AFTER_SECONDS, _warm_up)
        warm_up.daemon = True
        warm_up.start()
        start_studio(workspace, arguments.port, not arguments.no_browser, on_shutdown=[_close_workspace])
    return OK


def _warm_up() -> None:
    """Loads what pages need while the browser opens: the server answers first, and the first page finds it ready."""
    for module in ("studio.ui.opened", "studio.ui.compare_top"):
        importlib.import_module(module)
    # What is loaded by now stays for good. Without this the collector walks all of it now and then, for a tenth of a
    # second, in the middle of a key press.
    gc.freeze()


def _close_workspace() -> None:
    from studio.ui.opened import close_workspace

    close_workspace()
