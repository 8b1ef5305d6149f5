"""One judge is asked by one run at a time: a second one would pay for the same verdicts again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.records import Judge
from studio.runs.jobs import Jobs
from studio.workspace import Workspace
from tests.runs.running import RUBRIC, Acting, fill, hangs


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    one = Workspace(tmp_path)
    one.write(lambda database: fill(database, count=5))
    provider = Acting(hangs)
    one.jobs = Jobs(store=one.store, open_provider=lambda address: provider, price=lambda address, usage: 0.0)
    yield one
    one.close()


def start(workspace: Workspace, model: str) -> int:
    judge = Judge(model=model, rubric_id=RUBRIC.id)
    return workspace.start_judging(workspace.project("shop"), rubric=RUBRIC, judges=[judge])


def test_a_second_run_with_the_same_judge_is_refused_in_words(workspace: Workspace) -> None:
    first = start(workspace, "acting:one")
    with pytest.raises(StudioError, match=f"Run {first} is asking the same judge"):
        start(workspace, "acting:one")
    assert [run.id for run in workspace.runs("shop")] == [first], "nothing is left behind"


def test_another_judge_may_run_beside_it_and_the_same_one_afterwards(workspace: Workspace) -> None:
    first, second = start(workspace, "acting:one"), start(workspace, "acting:two")
    for run_id in (first, second):
        workspace.jobs.stop(run_id, why="cancel")
        assert workspace.jobs.wait(run_id, seconds=10)
    assert workspace.resume(first) == first
