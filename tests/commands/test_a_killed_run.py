"""R1: `studio judge` is killed in the middle; the same command again sends exactly what is missing."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.commands.studio_command import ROOT, RUBRIC, environment, items, studio, words
from tests.runs.answering_server import Answering, answering
from tests.store.shelf import ask

SAMPLES = 300
IN_FLIGHT = 8
KILLS = int(os.environ.get("STUDIO_SOAK", "3"))


def judge(folder: Path, url: str) -> subprocess.Popen[str]:
    """The command, under way."""
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


def stored(folder: Path) -> int:
    """Verdicts that are saved."""
    ((count,),) = ask(folder / "studio.db", "select count(*) from verdict where value is not null")
    return int(count)


def test_a_killed_run_is_resumed_with_exactly_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "reply.yaml").write_text(RUBRIC)
    studio("import", items(tmp_path, count=SAMPLES), "--project", "shop", "--workspace", tmp_path)
    chance = random.Random(11)
    with answering() as seen:
        for _ in range(KILLS):
            _kill_in_the_middle(judge(tmp_path, seen.url), seen, chance)
        missing, before = SAMPLES - stored(tmp_path), seen.asked
        last = judge(tmp_path, seen.url)
        report: dict[str, Any] = json.loads(last.communicate(timeout=120)[0])
        assert last.returncode == 0 and report["state"] == "done"
        assert seen.asked - before == missing == report["judges"][0]["calls"]
        twice = seen.asked - len(seen.bodies)
    assert stored(tmp_path) == SAMPLES
    assert twice <= KILLS * IN_FLIGHT, "only calls that were under way are paid for twice"
    states = ask(tmp_path / "studio.db", "select state from run order by id")
    assert states == [("interrupted",)] * KILLS + [("done",)]


def _kill_in_the_middle(process: subprocess.Popen[str], seen: Answering, chance: random.Random) -> None:
    wanted = seen.asked + chance.randint(10, 60)
    while seen.asked < wanted and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    process.communicate()
    time.sleep(0.2)
