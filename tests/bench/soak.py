"""`make soak`: 100,000 verdicts from a server that answers at once; speed from first to last tenth, and memory."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tests.bench.figure import Figure
from tests.commands.studio_command import ROOT, RUBRIC, environment, items, studio, words
from tests.runs.answering_server import answering_process

SAMPLES = int(os.environ.get("STUDIO_SOAK_SAMPLES", "100000"))
IN_FLIGHT = 64

SECONDS_BETWEEN_LOOKS = 0.5


def figures() -> Iterator[Figure]:
    """The tenths are cut by the moments at which verdicts were saved."""
    with tempfile.TemporaryDirectory() as name, answering_process(seconds=0.0) as url:
        folder = Path(name)
        (folder / "reply.yaml").write_text(RUBRIC)
        studio("import", items(folder, count=SAMPLES), "--project", "shop", "--workspace", folder)
        began = time.monotonic()
        memory = _watched(folder, url)
        seconds = time.monotonic() - began
        first, last = _tenths(folder)
    early, late = memory[len(memory) // 5], max(memory[-len(memory) // 5 :])
    yield Figure(name=f"{SAMPLES:,} verdicts, server answers at once", value=seconds, unit="s")
    yield Figure(name="the same: verdicts a second", value=SAMPLES / seconds, unit="")
    yield Figure(name="the same: last tenth against the first", value=last / first, unit="x", at_most=1.15)
    yield Figure(name="the same: most memory", value=max(memory), unit="MB", at_most=300)
    yield Figure(name="the same: growth of memory over the last four fifths", value=late - early, unit="MB", at_most=50)


def _watched(folder: Path, url: str) -> list[float]:
    """Runs the command to its end; what it held in memory, in MB, twice a second."""
    process = subprocess.Popen(
        words(
            *("judge", "--project", "shop", "--rubric", folder / "reply.yaml", "--workspace", folder),
            *("--judge", "openai:fine", "--concurrency", IN_FLIGHT),
        ),
        cwd=ROOT,
        env=environment(OPENAI_API_KEY="sk-bench-0123456789abcdef", OPENAI_BASE_URL=f"{url}/v1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = []
    while process.poll() is None:
        found.append(_resident_mb(process.pid))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    assert process.returncode == 0
    return [one for one in found if one]


def _resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _tenths(folder: Path) -> tuple[float, float]:
    """How many seconds the first and the last tenth took to be saved."""
    sql = "select created_at from verdict order by id limit 1 offset ?"
    with sqlite3.connect(folder / "studio.db") as database:
        places = (0, SAMPLES // 10, SAMPLES - SAMPLES // 10 - 1, SAMPLES - 1)
        moments = [datetime.fromisoformat(database.execute(sql, (place,)).fetchone()[0]) for place in places]
    return (moments[1] - moments[0]).total_seconds(), (moments[3] - moments[2]).total_seconds()
