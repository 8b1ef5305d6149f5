"""The least that Streamlit can do for a key: two buttons and a text in a fragment, measured beside the Rate page."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = """
import streamlit as st

TEXT = "Your parcel is on its way and arrives tomorrow before noon. " * 12


def count():
    st.session_state.shown = st.session_state.get("shown", 0) + 1


@st.fragment
def card():
    text, keys = st.columns([3, 2])
    text.text(f"Answer {st.session_state.get('shown', 0)}. {TEXT}")
    keys.button("Pass", shortcut="1", on_click=count)
    keys.button("Fail", shortcut="2", on_click=count)


card()
"""


@contextmanager
def bare_button(folder: Path) -> Iterator[str]:
    """The address of such a page, served by Streamlit alone."""
    script = folder / "bare_button.py"
    script.write_text(PAGE, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"headless": "true", "port": port, "address": "127.0.0.1", "fileWatcherType": "none"}
    options = [f"--server.{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options, "--browser.gatherUsageStats=false"]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/_stcore/health")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
