"""A generating run as it is written down, so that any later process can go on with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from studio.generation.sample_lane import OpenReading, Price, SampleJob, SampleLane
from studio.records import Prompt, Run
from studio.store.prompts import prompts


def sample_plan(
    *,
    prompts: Sequence[Prompt],
    models: Sequence[str],
    per_input: int = 1,
    temperature: float | None = None,
    max_output_tokens: int = 1024,
    only: Collection[str] | None = None,
    most_in_flight: int | None = None,
    timeout_seconds: float = 120.0,
) -> dict[str, Any]:
    """What the run will do, as plain JSON."""
    return {
        "prompts": [prompt.id for prompt in prompts],
        "models": list(models),
        "per_input": per_input,
        "temperature": temperature,
        "max_output_tokens": max_output_tokens,
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
                temperature=run.plan["temperature"],
                max_output_tokens=run.plan["max_output_tokens"],
                only=run.plan["only"],
            ),
            reading=reading,
            price=price,
        )
        for prompt_id in run.plan["prompts"]
        if prompt_id in known
        for model in run.plan["models"]
    ]
