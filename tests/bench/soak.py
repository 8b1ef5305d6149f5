"""`make soak`: 100,000 verdicts from a server that answers at once; speed from first to last tenth, and memory."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
        looks = _watched(folder, url)
        seconds = time.monotonic() - began
        (began_at, first_at, last_from, ended_at) = _tenths(folder)
    memory = [look.resident_mb for look in looks]
    early, late = memory[len(memory) // 5], max(memory[-len(memory) // 5 :])
    work = [_processor_seconds(looks, at) for at in (began_at, first_at, last_from, ended_at)]
    yield Figure(name=f"{SAMPLES:,} verdicts, server answers at once", value=seconds, unit="s")
    yield Figure(name="the same: verdicts a second", value=SAMPLES / seconds, unit="")
    yield Figure(
        name="the same: last tenth against the first", value=(ended_at - last_from) / (first_at - began_at), unit="x"
    )
    # What others do on the machine moves the clock far more than the processor time of this process.
    yield Figure(
        name="the same in processor time",
        value=(work[3] - work[2]) / (work[1] - work[0]),
        unit="x",
        at_most=1.15,
    )
    yield Figure(name="the same: most memory", value=max(memory), unit="MB", at_most=300)
    yield Figure(name="the same: growth of memory over the last four fifths", value=late - early, unit="MB", at_most=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The process at one moment."""

    at: float
    """In seconds since 1970."""
    resident_mb: float
    processor_seconds: float


def _watched(folder: Path, url: str) -> list[Look]:
    """Runs the command to its end; a look at it twice a second."""
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
        found.append(_look(process.pid))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    assert process.returncode == 0
    return [look for look in found if look is not None and look.resident_mb]


def _look(pid: int) -> Look | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    resident = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
    ticks = int(times[11]) + int(times[12])
    return Look(at=time.time(), resident_mb=resident, processor_seconds=ticks / os.sysconf("SC_CLK_TCK"))


def _processor_seconds(looks: Sequence[Look], at: float) -> float:
    """What the process had used at this moment, between two looks in proportion."""
    later = next((n for n, look in enumerate(looks) if look.at >= at), len(looks) - 1)
    before, after = looks[max(0, later - 1)], looks[later]
    share = (at - before.at) / (after.at - before.at) if after.at > before.at else 1.0
    return before.processor_seconds + min(1.0, share) * (after.processor_seconds - before.processor_seconds)


def _tenths(folder: Path) -> list[float]:
    """The moments at which the first tenth began and ended to be saved, and the last, in seconds since 1970."""
    sql = "select created_at from verdict order by id limit 1 offset ?"
    with sqlite3.connect(folder / "studio.db") as database:
        places = (0, SAMPLES // 10, SAMPLES - SAMPLES // 10 - 1, SAMPLES - 1)
        return [datetime.fromisoformat(database.execute(sql, (place,)).fetchone()[0]).timestamp() for place in places]
