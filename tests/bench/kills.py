"""`make kills`: a run of 5,000 verdicts is killed 20 times at random moments; counts what was lost or paid twice."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure
from tests.commands.studio_command import ROOT, RUBRIC, environment, items, studio, words
from tests.runs.answering_server import Answering, answering

SAMPLES = int(os.environ.get("STUDIO_KILLS_SAMPLES", "5000"))
KILLS = 20
IN_FLIGHT = 16


def figures() -> Iterator[Figure]:
    """Every kill is SIGKILL; the last run goes on to the end and must send exactly what is missing."""
    with tempfile.TemporaryDirectory() as name, answering(seconds=0.02) as seen:
        folder, chance = Path(name), random.Random(20)
        (folder / "reply.yaml").write_text(RUBRIC)
        studio("import", items(folder, count=SAMPLES), "--project", "shop", "--workspace", folder)
        lost = 0
        for _ in range(KILLS):
            known = _stored(folder)
            _kill(_judge(folder, seen.url), seen, after=chance.randint(1, SAMPLES // (KILLS + 2)))
            lost += len(known - _stored(folder))
        missing, before = SAMPLES - len(_stored(folder)), seen.asked
        last = _judge(folder, seen.url)
        report = json.loads(last.communicate(timeout=300)[0])
        sent = seen.asked - before
        duplicates = _rows(folder) - len(_stored(folder))
        twice = seen.asked - len(seen.bodies)
    yield Figure(name=f"{KILLS} kills of a run of {SAMPLES:,}: verdicts lost", value=lost, unit="", at_most=0)
    yield Figure(name="the same: duplicates", value=duplicates, unit="", at_most=0)
    yield Figure(
        name="the same: sent after the last kill beyond what was missing", value=sent - missing, unit="", at_most=0
    )
    yield Figure(name="the same: still missing at the end", value=report["judges"][0]["waiting"], unit="", at_most=0)
    yield Figure(
        name=f"the same: calls paid twice (at most {IN_FLIGHT} under way a kill)",
        value=twice,
        unit="",
        at_most=KILLS * IN_FLIGHT,
    )


def _judge(folder: Path, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        words(
            *("judge", "--project", "shop", "--rubric", folder / "reply.yaml", "--workspace", folder, "--json"),
            *("--judge", "openai:fine", "--concurrency", IN_FLIGHT),
        ),
        cwd=ROOT,
        env=environment(OPENAI_API_KEY="sk-test-0123456789abcdef", OPENAI_BASE_URL=f"{url}/v1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _kill(process: subprocess.Popen[str], seen: Answering, *, after: int) -> None:
    wanted = seen.asked + after
    while seen.asked < wanted and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    process.communicate()
    time.sleep(0.2)


def _stored(folder: Path) -> set[str]:
    """Samples whose verdict is saved."""
    with sqlite3.connect(folder / "studio.db") as database:
        return {row[0] for row in database.execute("select subject from verdict where value is not null")}


def _rows(folder: Path) -> int:
    with sqlite3.connect(folder / "studio.db") as database:
        return int(database.execute("select count(*) from verdict where value is not null").fetchone()[0])
