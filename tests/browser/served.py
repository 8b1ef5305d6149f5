"""A real studio server on a workspace of its own, and a loopback beacon that counts who calls it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from studio.settings import child_environment

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 60


@contextmanager
def served_studio(folder: Path) -> Iterator[str]:
    """The address of a studio that serves this workspace."""
    process = subprocess.Popen(
        [sys.executable, "-m", "studio", "start", "--no-browser", "--workspace", str(folder)],
        cwd=folder,
        env=child_environment(PYTHONPATH=str(ROOT)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    watchdog = threading.Timer(SECONDS_TO_START, process.kill)
    watchdog.start()
    try:
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return found.group()
    finally:
        watchdog.cancel()
    raise AssertionError("The studio did not say where it is open.")


@contextmanager
def beacon() -> Iterator[tuple[str, list[str]]]:
    """A loopback server's address, and the list of paths that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
