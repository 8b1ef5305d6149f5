"""A run that makes inputs as it is written down, so that any later process can go on with it."""

from __future__ import annotations

from typing import Any

from studio.generation.input_lane import InputJob, InputLane, Repeats
from studio.generation.input_plan import InputPlan, plan_of_json
from studio.records import Run
from studio.runs.work import Price
from studio.store.projects import project
from studio.store.store import OpenReading


def input_run_plan(
    *,
    plan: InputPlan,
    model: str,
    temperature: float | None = None,
    repeats: Repeats = "again",
    most_in_flight: int | None = None,
    timeout_seconds: float = 120.0,
) -> dict[str, Any]:
    """What the run will do, as plain JSON; `what` tells it from a run that makes samples."""
    return {
        "what": "inputs",
        "inputs": plan.as_json(),
        "models": [model],
        "temperature": temperature,
        "repeats": repeats,
        "most_in_flight": most_in_flight,
        "timeout_seconds": timeout_seconds,
    }


def input_lanes(run: Run, *, reading: OpenReading, price: Price) -> list[InputLane]:
    """The lane of a written-down run, with whatever the plan still lacks now."""
    with reading() as database:
        known = project(database, run.project)
    (model,) = run.plan["models"]
    job = InputJob(
        project=run.project,
        task=known.task if known else "",
        plan=plan_of_json(run.plan["inputs"]),
        model=model,
        temperature=run.plan["temperature"],
        # Runs written down before there was a choice asked again.
        repeats=run.plan.get("repeats", "again"),
        since=run.created_at,
    )
    return [InputLane(job, reading=reading, price=price)]
