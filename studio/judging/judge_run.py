"""A judging run as it is written down, so that any later process can go on with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from studio.errors import NotFound, StudioError
from studio.judge_settings import JudgeSettings
from studio.judging.judge_job import JudgeJob
from studio.judging.judge_lane import JudgeLane
from studio.own_judges.kinds import asked_of, own_kind
from studio.providers.moderation import is_moderation
from studio.records import Judge, Rubric, Run
from studio.runs.own_work import OwnLane
from studio.runs.work import Price
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.judges import judge_of, save_judge
from studio.store.rubrics import rubric, save_rubric
from studio.store.runs import runs
from studio.store.store import OpenReading


def usual_settings(model: str) -> JudgeSettings:
    """How a model is asked unless she says otherwise: small local ones answer with one token."""
    if model.startswith("local:"):
        return JudgeSettings(form="one_token", calls="one_criterion", reason="none", examples=False)
    if model.startswith("openai:") and is_moderation(model.partition(":")[2]):
        return JudgeSettings(form="moderation", reason="none", examples=False)
    return JudgeSettings()


def judge_plan(
    *,
    judges: Sequence[Judge],
    repeats: int = 1,
    only: Collection[str] | None = None,
    again: bool = False,
    most_in_flight: int | None = None,
    timeout_seconds: float = 120.0,
    batch: bool = False,
    canaries: bool = False,
) -> dict[str, Any]:
    """What the run will do, as plain JSON; `again` judges anew what was judged before this moment."""
    return {
        "judges": [judge.id for judge in judges],
        "repeats": repeats,
        "only": sorted(only) if only is not None else None,
        "again_since": now() if again else "",
        "most_in_flight": most_in_flight,
        "timeout_seconds": timeout_seconds,
        "batch": batch,
        "canaries": canaries,
    }


def file_plan(database: Database, file: Path, *, judges: Collection[str], project: str) -> dict[str, Any]:
    """The plan of a run whose answers came in a file; raises a StudioError where there is nothing to read."""
    from studio.judging.request_files import file_digest

    known = [judge for judge_id in sorted(judges) if (judge := judge_of(database, judge_id)) is not None]
    if not known:
        raise NotFound(
            happened=f"No line of {file.name} answers a request that this workspace has written.",
            safe="Nothing was changed.",
            to_do="Keep the custom_id of each request in its result, one JSON object a line.",
        )
    digest = file_digest(file)
    before = [run for run in runs(database, project, kind="judge", limit=-1) if run.plan.get("file_sha256") == digest]
    finished = [run.id for run in before if run.state == "done"]
    if finished:
        raise StudioError(
            happened=f"{file.name} was read already, as run {finished[0]}.",
            safe="Nothing was taken in twice.",
            to_do="Nothing is left to do, unless you meant another file.",
        )
    return judge_plan(judges=known) | {"file": file.name, "file_sha256": digest}


def keep_judges(database: Database, *, rubric: Rubric, judges: Sequence[Judge]) -> None:
    """Writes down the rubric and the judges, so that their verdicts keep pointing at what was really asked."""
    save_rubric(database, rubric)
    for judge in judges:
        save_judge(database, judge)


def judge_lanes(run: Run, *, reading: OpenReading, price: Price, secret: str) -> list[JudgeLane | OwnLane]:
    """The lanes of a written-down run, with whatever is still missing now."""
    lanes: list[JudgeLane | OwnLane] = []
    for judge_id in run.plan["judges"]:
        with reading() as database:
            judge = judge_of(database, judge_id)
            asked = rubric(database, judge.rubric_id) if judge else None
        if judge is None or asked is None:
            raise NotFound(happened=f"A judge of run {run.id} is no longer known.", to_do="Start a new run.")
        if own_kind(judge.model) is not None:
            # It brings numpy along: a quarter of a second that judging by models does not need.
            from studio.own_judges.own_lane import own_lane

            lane = own_lane(
                project=run.project, rubric=asked, judge=judge, only=run.plan["only"], reading=reading, run_id=run.id
            )
            lanes.append(lane)
            continue
        job = JudgeJob(
            project=run.project,
            rubric=asked_of(asked, model=judge.model),
            judge=judge,
            repeats=run.plan["repeats"],
            only=run.plan["only"],
            again_since=run.plan["again_since"],
            secret=secret,
            canaries=run.plan.get("canaries", False),
        )
        lanes.append(JudgeLane(job, reading=reading, price=price, run_id=run.id))
    return lanes
