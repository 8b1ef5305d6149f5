"""A rubric file that is changed while a run goes on: the run keeps to what it began with, and says so."""

from __future__ import annotations

import asyncio
from pathlib import Path

from studio.calls import Request
from studio.errors import RubricError
from studio.judging.moved_on import moved_on
from studio.records import Judge, Rubric
from studio.rubric.reading import parse_rubric
from studio.runs.jobs import Jobs
from studio.workspace import Workspace
from tests.commands.studio_command import RUBRIC
from tests.runs.running import Acting, fill, until


def told(workspace: Workspace, run_id: int, found: Rubric | None) -> str:
    return workspace.read(lambda database: moved_on(database, workspace.run(run_id), read_now=lambda name: found))


def test_a_run_goes_by_the_rubric_it_began_with_when_the_file_is_changed_meanwhile(tmp_path: Path) -> None:
    async def slowly(request: Request, number: int) -> None:
        await asyncio.sleep(0.05)

    acting = Acting(slowly, max_in_flight=1)
    workspace = Workspace(tmp_path)
    workspace.write(lambda database: fill(database, count=12))
    workspace.jobs = Jobs(store=workspace.store, open_provider=lambda _: acting, price=lambda address, usage: 0.0)
    file = tmp_path / "rubrics" / "reply.yaml"
    file.write_text(RUBRIC)
    began_with = parse_rubric(RUBRIC)
    judge = Judge(model="acting:one", rubric_id=began_with.id)
    run_id = workspace.start_judging(workspace.project("shop"), rubric=began_with, judges=[judge])
    until(lambda: len(acting.asked) >= 3)
    file.write_text(RUBRIC.replace("Does it answer?", "Is it funny?"))
    assert workspace.jobs.wait(run_id, seconds=20)
    assert len(acting.asked) == 12
    assert all("Does it answer?" in request.system and "funny" not in request.system for request in acting.asked)
    on_disk = {one.name: one for one in workspace.rubrics.load().rubrics}
    assert "has changed since this run began" in told(workspace, run_id, on_disk["reply"])
    assert told(workspace, run_id, began_with) == ""
    assert told(workspace, run_id, None) == "", "no file, nothing that could change"
    workspace.close()


def test_a_file_that_can_no_longer_be_read_counts_as_changed(tmp_path: Path) -> None:
    def broken(name: str) -> Rubric:
        raise RubricError(happened="It breaks here.", file="reply.yaml")

    workspace = Workspace(tmp_path)
    workspace.write(lambda database: fill(database, count=1))
    workspace.jobs = Jobs(store=workspace.store, open_provider=lambda _: Acting(), price=lambda address, usage: 0.0)
    began_with = parse_rubric(RUBRIC)
    judge = Judge(model="acting:one", rubric_id=began_with.id)
    run_id = workspace.start_judging(workspace.project("shop"), rubric=began_with, judges=[judge])
    assert workspace.jobs.wait(run_id, seconds=20)
    assert "has changed" in workspace.read(lambda database: moved_on(database, workspace.run(run_id), read_now=broken))
    workspace.close()
