"""A project with hundreds of inputs, written by the command: the same selection twice is the same to the byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.large_project import fill

ROOT = Path(__file__).resolve().parents[2]
BALANCED = """
recipe: balanced
values: {judges: [Judge 0, Judge 1, Judge of pairs]}
keep: [{criterion: helps, at_least: 2}]
hygiene: {near_duplicates: 0.9}
balance: {over: [value, "tag:topic"], criterion: helps}
pairs: {hard_share: 0.5}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    fill(folder, size=2_000)
    (folder / "recipes" / "balanced.yaml").write_text(BALANCED, encoding="utf-8")
    return folder


def written(workspace: Path, *, format: str, recipe: str, out: Path, seed: str) -> dict[str, bytes]:
    """What the command writes in a process whose sets and dictionaries lie in another order."""
    what = ["--workspace", str(workspace), "--project", "large", "--recipe", recipe, "--format", format]
    command = [sys.executable, "-m", "studio", "export", *what, "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed})
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("format", "recipe"), [("jsonl", "large"), ("dpo", "balanced")])
def test_the_same_selection_in_two_processes_is_the_same_to_the_byte(
    tmp_path: Path, workspace: Path, format: str, recipe: str
) -> None:
    first, second = (
        written(workspace, format=format, recipe=recipe, out=tmp_path / seed / "out", seed=seed) for seed in ("1", "2")
    )
    assert first == second
    assert len(first) > 2
