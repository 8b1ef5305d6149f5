"""A generating run as it is written down, so that any later process can go on with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from studio.generation.sample_lane import SampleJob, SampleLane
from studio.records import Prompt, Run
from studio.runs.work import Price
from studio.store.prompts import prompts
from studio.store.store import OpenReading


def sample_plan(
    *,
    prompts: Sequence[Prompt],
    models: Sequence[str],
    per_input: int = 1,
    temperature: float | None = None,
    by_model: Mapping[str, Mapping[str, Any]] | None = None,
    only: Collection[str] | None = None,
    most_in_flight: int | None = None,
    timeout_seconds: float = 120.0,
) -> dict[str, Any]:
    """What the run will do, as plain JSON; `by_model` holds the temperature, effort and length of single models."""
    return {
        "prompts": [prompt.id for prompt in prompts],
        "models": list(models),
        "per_input": per_input,
        "temperature": temperature,
        "by_model": {model: dict(own) for model, own in (by_model or {}).items()},
        "only": sorted(only) if only is not None else None,
        "most_in_flight": most_in_flight,
        "timeout_seconds": timeout_seconds,
    }


def sample_lanes(run: Run, *, reading: OpenReading, price: Price) -> list[SampleLane]:
    """The lanes of a written-down run: one for each prompt with each model."""
    with reading() as database:
        known = {prompt.id: prompt for prompt in prompts(database, run.project)}
    return [
        SampleLane(
            SampleJob(
                project=run.project,
                prompt=known[prompt_id],
                model=model,
                per_input=run.plan["per_input"],
                only=run.plan["only"],
                **_settings(run, model),
            ),
            reading=reading,
            price=price,
        )
        for prompt_id in run.plan["prompts"]
        if prompt_id in known
        for model in run.plan["models"]
    ]


def _settings(run: Run, model: str) -> dict[str, Any]:
    """The run's settings, with those of the model in their place."""
    own: dict[str, Any] = run.plan.get("by_model", {}).get(model, {})
    return {"temperature": run.plan["temperature"]} | own
