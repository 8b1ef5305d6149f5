"""Reads a plan for inputs from a YAML file, by the same strict rules as rubric files; it runs no plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.errors import NotFound, RubricError, StudioError
from studio.generation.input_plan import MOST_INPUTS, InputPlan
from studio.rubric.source import checked_text, decoded
from studio.rubric.tree import read_tree, values

Text = Annotated[str, Field(max_length=8_000)]
Value = Annotated[str, Field(min_length=1, max_length=200)] | int | float | bool


class PlanInFile(BaseModel):
    """A plan as it stands in its file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    plan: str = "inputs"
    count: Annotated[int, Field(ge=1, le=MOST_INPUTS)]
    kind: Text = ""
    dimensions: dict[str, list[Value]] = {}
    seeds: list[Text] = []


def read_plan(path: Path) -> InputPlan:
    """The plan in a file."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise NotFound(
            happened=f"The plan {path.name} cannot be read ({trouble.strerror}).",
            safe="Nothing was sent.",
            to_do="Check the name of the file.",
        ) from None
    return plan_from_text(content, file=path.name)


def plan_from_text(content: bytes, *, file: str) -> InputPlan:
    """The plan in a file's bytes; tags, anchors, aliases, doubled and unknown keys are refused."""
    try:
        found: Any = values(read_tree(checked_text(decoded(content, file=file), file=file), file=file))
        plan = PlanInFile.model_validate(found)
    except RubricError as wrong:
        raise _refusal(wrong.happened) from None
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the file"
        raise _refusal(f"{file}, {place}: {first['msg']}.") from None
    return InputPlan(
        count=plan.count,
        kind=plan.kind,
        dimensions={name: tuple(str(one) for one in listed) for name, listed in plan.dimensions.items()},
        seeds=tuple(plan.seeds),
    )


def _refusal(happened: str) -> StudioError:
    return StudioError(happened=happened, safe="Nothing was sent.", to_do="Mend the plan and read it again.")
