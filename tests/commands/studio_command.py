"""The `studio` command as a person or a script runs it, and what such a script prepares."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from studio.cli import main

ROOT = Path(__file__).resolve().parents[2]
RUBRIC = """
rubric: reply
title: Reply
task: Answers to customers.
criteria:
  - id: answers
    question: Does it answer?
    scale: pass_fail
"""


def words(*parts: object) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "studio", *map(str, parts)]


def environment(**extra: str) -> dict[str, str]:
    """This process's own without anybody's keys."""
    kept = {name: value for name, value in os.environ.items() if "API_KEY" not in name and "BASE_URL" not in name}
    return kept | extra


def studio(*parts: object) -> subprocess.CompletedProcess[str]:
    """Runs the command to its end, by the door the console script calls, without the start of a process."""
    said, complained = io.StringIO(), io.StringIO()
    given = [str(part) for part in parts]
    with redirect_stdout(said), redirect_stderr(complained):
        try:
            code = main(given)
        except SystemExit as refused:
            code = int(str(refused.code))
    return subprocess.CompletedProcess(given, code, said.getvalue(), complained.getvalue())


def studio_process(*parts: object) -> subprocess.CompletedProcess[str]:
    """Runs the command to its end in a process of its own."""
    return subprocess.run(
        words(*parts),
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON report on the standard output."""
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    """A JSONL file of these rows."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def items(folder: Path, *, count: int) -> Path:
    """A file of so many samples."""
    rows = [{"item_id": f"i{n}", "input": f"Question {n}?", "output": f"Answer {n}."} for n in range(count)]
    return lines(folder / "items.jsonl", rows)
