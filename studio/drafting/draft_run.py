"""A question about a rubric as a run that is written down, so that any later process can go on with it."""

from __future__ import annotations

from typing import Any

from studio.comparing.rater_choice import RaterChoice, chosen_rater
from studio.drafting.draft_lane import Asks, DraftJob, DraftLane
from studio.drafting.evidence import disagreements, rated_cases
from studio.errors import NotFound, StudioError
from studio.records import Rubric, Run
from studio.runs.work import Price
from studio.store.engine import Database
from studio.store.judges import judge_of
from studio.store.raters import raters
from studio.store.rubrics import rubric as kept_rubric
from studio.store.store import OpenReading

LEAST_CASES = 3


def draft_plan(
    *,
    asks: Asks,
    model: str,
    rubric: Rubric,
    wish: str = "",
    judge_id: str = "",
    rater: str | None = None,
    timeout_seconds: float = 180.0,
) -> dict[str, Any]:
    """What the run will ask, as plain JSON; `rubric` is the one to mend, or an empty one with its name and task."""
    return {
        "what": "rubric",
        "asks": asks,
        "models": [model],
        "name": rubric.name,
        "title": rubric.title,
        "task": rubric.task,
        "wish": wish,
        "judge": judge_id,
        "rater": rater,
        "most_in_flight": None,
        "timeout_seconds": timeout_seconds,
    }


def draft_job(database: Database, project: str, plan: dict[str, Any]) -> DraftJob:
    """What such a plan asks, with its evidence looked up; raises StudioError in words where there is too little."""
    (model,) = plan["models"]
    asks: Asks = plan["asks"]
    if asks == "disagreements":
        return _mending(database, project, plan, model=model)
    empty = Rubric(name=plan["name"], title=plan["title"], task=plan["task"], criteria=())
    cases = rated_cases(database, project, rater=plan["rater"]) if asks == "ratings" else []
    if asks == "ratings" and len(cases) < LEAST_CASES:
        raise _too_few("ratings", len(cases))
    return DraftJob(project=project, asks=asks, model=model, rubric=empty, wish=plan["wish"], cases=tuple(cases))


def draft_lanes(run: Run, *, reading: OpenReading, price: Price) -> list[DraftLane]:
    """The lane of a written-down run."""
    with reading() as database:
        job = draft_job(database, run.project, dict(run.plan))
    return [DraftLane(job, reading=reading, price=price, run_id=run.id)]


def rater_of_plan(database: Database, project: str, who: str | None) -> RaterChoice:
    """Whose ratings are meant: this person's, or all of them together."""
    return chosen_rater(who, raters=raters(database, project))


def _mending(database: Database, project: str, plan: dict[str, Any], *, model: str) -> DraftJob:
    judge = judge_of(database, plan["judge"])
    rubric = kept_rubric(database, judge.rubric_id) if judge else None
    if judge is None or rubric is None:
        raise NotFound(happened="The judge whose disagreements were to be read is gone.", to_do="Choose another one.")
    rater = rater_of_plan(database, project, plan["rater"])
    cases = disagreements(database, project, rubric=rubric, judge=judge, rater=rater)
    if not cases:
        raise _too_few("disagreements", 0)
    return DraftJob(project=project, asks="disagreements", model=model, rubric=rubric, cases=tuple(cases))


def _too_few(noun: str, count: int) -> StudioError:
    return StudioError(
        happened=f"There are {count} {noun} in the development part; a model needs a few more to learn from.",
        safe="Nothing was sent.",
        to_do="Rate more samples first.",
    )
