"""Starts the launcher as a person does, in a process of its own, with a tiny page; and speaks to it byte by byte."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TINY_PAGE = """
import streamlit as st
st.set_page_config(page_title="Tiny studio")
st.title("The studio stands")
st.button("Count", key="count")
st.text("Pressed" if st.session_state.get("count") else "Not pressed")
st.download_button("Take it", data="the contents", file_name="taken.txt")
if st.button("Break", key="break"):
    raise RuntimeError("401 for key sk-ant-api03-0123456789abcdef")
"""

START = """
import os, sys
from pathlib import Path
from studio.errors import StudioError
from studio.launcher import start_studio
folder, port = Path(sys.argv[1]), int(sys.argv[2]) or None
try:
    worker = lambda: print("worker ended", os.environ.get("PLANTED", ""), flush=True)
    start_studio(folder, port, False, script=folder / "tiny.py", on_shutdown=[worker])
except StudioError as error:
    sys.exit(f"{error}")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running studio."""

    process: subprocess.Popen[str]
    url: str
    folder: Path

    @property
    def port(self) -> int:
        """The port it answers on."""
        return int(self.url.rsplit(":", 1)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def start_process(folder: Path, *, port: int = 0, cwd: Path = ROOT) -> subprocess.Popen[str]:
    """The launcher over the tiny page; port 0 asks for the next free one; stdin is closed."""
    (folder / "tiny.py").write_text(TINY_PAGE)
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{START}", str(folder), str(port)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, text=True, cwd=cwd, **pipes)


def stop(process: subprocess.Popen[str], *, how: int = signal.SIGINT) -> tuple[str, str]:
    """End the process and return what it printed to stdout and stderr after its first line."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        return process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


@contextmanager
def studio(folder: Path, *, port: int = 0, cwd: Path = ROOT) -> Iterator[Served]:
    """A studio that answers, ended afterwards."""
    process = start_process(folder, port=port, cwd=cwd)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if "http://" not in line:
            raise AssertionError(f"No URL came: {line!r}, {stop(process)!r}")
        yield Served(process=process, url=line.split()[-1], folder=folder)
    finally:
        stop(process)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_answered(port: int) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"Nobody listened on port {port} within fifteen seconds.")


def send_request(port: int, *, headers: dict[str, str], path: str = "/", method: str = "GET") -> Answer:
    """One request with exactly these headers, as a hostile page or program would send it."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if "Upgrade" not in headers:
        lines.append("Connection: close")
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        received = _until_end(wire, head_only="Upgrade" in headers)
    head, _, body = received.partition(b"\r\n\r\n")
    status_line, *rest = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in rest)]
    return Answer(status=int(status_line.split()[1]), headers=pairs, body=body)


def open_web_socket(port: int, *, headers: dict[str, str]) -> Answer:
    """The answer to a WebSocket handshake on the stream every page uses: 101 means the door is open."""
    handshake = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    return send_request(port, path="/_stcore/stream", headers={**handshake, **headers})


def _until_end(wire: socket.socket, *, head_only: bool) -> bytes:
    received = b""
    while not (head_only and b"\r\n\r\n" in received):
        piece = wire.recv(65536)
        if not piece:
            break
        received += piece
    return received
