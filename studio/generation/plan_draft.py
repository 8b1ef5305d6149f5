"""A plan for inputs while she writes it: fields as they stand on the page, and the plan file they amount to."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from studio.errors import StudioError
from studio.generation.input_plan import InputPlan
from studio.generation.pasted import pasted_inputs
from studio.generation.plan_file import plan_from_text, plan_shape_of
from studio.generation.plan_shape import HardCaseInFile, PlanInFile
from studio.generation.value_tree import as_written, outline_of, values_in
from studio.prompting.hard_cases import HardCaseKind
from studio.records import Rubric, Value

Spread = Literal["total", "per_cell"]

OFFERED: Mapping[str, str] = {
    "topic": "",
    "persona": "",
    "intent": "asks a question\ncomplains\nwants something changed",
    "difficulty": "easy\ntricky\nhard",
    "tone": "friendly\nmatter-of-fact\nannoyed",
    "language": "English",
    "length": "one line\na short paragraph\na long mail",
}
"""Dimensions that most products need, with values where they are the same for most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HardWish:
    """Some hard cases, as she asked for them."""

    kind: HardCaseKind
    count: int = 3
    criterion: str = ""
    value: Value | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """Every field of the editor."""

    name: str = "inputs"
    title: str = ""
    kind: str = ""
    """In her words; after seeds: more like these, but ..."""
    number: int = 30
    spread: Spread = "total"
    dimensions: tuple[tuple[str, str], ...] = ()
    """Name and outline of values."""
    leave_out: str = ""
    """One combination a line: `topic: billing, persona: racer`."""
    seeds: str = ""
    """Real inputs with a blank line between."""
    hard_cases: tuple[HardWish, ...] = ()
    rubric: str = ""
    task: str = ""


def draft_text(draft: PlanDraft) -> str:
    """The draft as a plan file, with what it says only."""
    from ruamel.yaml import YAML

    has_ordinary = draft.number > 0
    content: dict[str, Any] = {
        "plan": draft.name,
        "title": draft.title,
        "task": draft.task,
        "rubric": draft.rubric if any(wish.criterion for wish in draft.hard_cases) else "",
        "dimensions": {name: as_written(values_in(outline)) for name, outline in draft.dimensions},
        "leave_out": _combinations(draft.leave_out),
        draft.spread: draft.number if has_ordinary else None,
        "seeds": pasted_inputs(draft.seeds, cut="paragraph"),
        "instructions": draft.kind,
        "hard_cases": [_written(wish) for wish in draft.hard_cases],
    }
    yaml = YAML()
    yaml.width = 120
    out = io.StringIO()
    yaml.dump({key: value for key, value in content.items() if value}, out)
    return out.getvalue()


def plan_of_draft(draft: PlanDraft, *, rubrics: Mapping[str, Rubric]) -> InputPlan:
    """The plan that the draft amounts to; what is missing is said in words."""
    empty = next((name for name, outline in draft.dimensions if not values_in(outline)), None)
    if empty is not None:
        raise StudioError(
            happened=f'"{empty}" has no values yet.',
            safe="Nothing was sent.",
            to_do="Write some, one a line, let a model suggest them, or take it away.",
        )
    return plan_from_text(draft_text(draft), file=f"{draft.name}.yaml", rubrics=rubrics)


def draft_from_text(content: bytes | str, *, file: str) -> PlanDraft:
    """The draft that a plan file holds."""
    return _draft(plan_shape_of(content, file=file))


def draft_of_plan(plan: InputPlan, *, name: str, rubric: str) -> PlanDraft:
    """The draft of a plan that was carried out: the same inputs, its number counted in all."""
    wishes = tuple(
        HardWish(kind=hard.kind, count=hard.count, criterion=hard.criterion, value=hard.value, about=hard.about)
        for hard in plan.hard_cases
    )
    return PlanDraft(
        name=name,
        kind=plan.kind,
        number=plan.count - sum(wish.count for wish in wishes),
        dimensions=tuple((dimension, outline_of(values)) for dimension, values in plan.dimensions.items()),
        leave_out="\n".join(_as_line(out) for out in plan.leave_out),
        seeds="\n\n".join(plan.seeds),
        hard_cases=wishes,
        rubric=rubric,
        task=plan.task,
    )


def _as_line(combination: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in combination.items())


def _draft(found: PlanInFile) -> PlanDraft:
    return PlanDraft(
        name=found.plan,
        title=found.title,
        kind=found.instructions,
        number=found.per_cell or found.total or 0,
        spread="per_cell" if found.per_cell else "total",
        dimensions=tuple((name, outline_of(values)) for name, values in found.dimensions.items()),
        leave_out="\n".join(_as_line(out) for out in found.leave_out),
        seeds="\n\n".join(found.seeds),
        hard_cases=tuple(_wish(case) for case in found.hard_cases),
        rubric=found.rubric or "",
        task=found.task,
    )


def _wish(case: HardCaseInFile) -> HardWish:
    return HardWish(kind=case.kind, count=case.count, criterion=case.criterion, value=case.value, about=case.about)


def _written(wish: HardWish) -> dict[str, Any]:
    said = {"criterion": wish.criterion, "value": wish.value, "about": wish.about}
    return {"kind": wish.kind, "count": wish.count} | {key: v for key, v in said.items() if v not in ("", None)}


def _combinations(text: str) -> list[dict[str, str]]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [part.partition(":") for part in line.split(",") if part.strip()]
        if any(not colon or not value.strip() for _, colon, value in parts):
            raise StudioError(
                happened=f"Line {number} of what is left out cannot be read.",
                safe="Nothing was sent.",
                to_do='Write names and values: "topic: billing, persona: racer".',
            )
        if parts:
            found.append({name.strip(): value.strip() for name, _, value in parts})
    return found
