"""How long a start takes, as a person waits for it, and what the idle server weighs."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figure import Figure
from tests.chromium import browser_context

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5


def figures() -> Iterator[Figure]:
    """Start to first answer, start to first heading, memory at rest, and how fast a second start is refused."""
    with tempfile.TemporaryDirectory() as folder:
        with started(Path(folder)):
            pass
        answers, memory = zip(*(_answer_and_memory(Path(folder)) for _ in range(ROUNDS)), strict=True)
        yield Figure(name="start to first answer", value=statistics.median(answers), unit="s", at_most=1.5)
        headings = [_first_heading(Path(folder)) for _ in range(ROUNDS)]
        yield Figure(name="start to first heading", value=statistics.median(headings), unit="s", at_most=3.0)
        yield Figure(name="idle memory, no page opened", value=statistics.median(memory), unit="MB", at_most=250)
        yield Figure(name="idle memory, one page open", value=_memory_with_a_page(Path(folder)), unit="MB", at_most=250)
        yield Figure(name="second start refused", value=_refusal(Path(folder)), unit="s", at_most=2.0)


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`studio start` in this folder, and the URL it printed."""
    process = subprocess.Popen(_command(folder), cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait(timeout=20)


def _command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "studio", "start", "--workspace", str(folder), "--no-browser"]


def _answer_and_memory(folder: Path) -> tuple[float, float]:
    began = time.monotonic()
    with started(folder) as (process, url):
        urllib.request.urlopen(url, timeout=10).read()
        seconds = time.monotonic() - began
        time.sleep(1)
        return seconds, _resident_megabytes(process.pid)


def _first_heading(folder: Path) -> float:
    with browser_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        began = time.monotonic()
        with started(folder) as (_, url):
            page.goto(url)
            page.locator("h1").first.wait_for(timeout=30_000)
            return time.monotonic() - began


def _memory_with_a_page(folder: Path) -> float:
    with browser_context() as context, started(folder) as (process, url):
        page = context.new_page()
        page.goto(url)
        page.locator("h1").first.wait_for(timeout=30_000)
        page.wait_for_timeout(3000)
        return _resident_megabytes(process.pid)


def _refusal(folder: Path) -> float:
    with started(folder):
        began = time.monotonic()
        subprocess.run(_command(folder), cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        return time.monotonic() - began


def _resident_megabytes(pid: int) -> float:
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(told.stdout) / 1024
