"""What new inputs should be like: how many, of what kind, spread over which dimensions; it asks nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from math import prod
from random import Random
from typing import Any

import numpy as np

from studio.errors import StudioError
from studio.prompting.hard_cases import HardCaseKind
from studio.records import Value, content_id

MOST_INPUTS = 100_000
MOST_DIMENSIONS = 12
MOST_COMBINATIONS = 10_000
BRANCH = " > "
"""Stands between the steps of a value that comes from a tree: `orders > late`."""
HARD_CASE_TAG = "hard case"


@dataclass(frozen=True, slots=True, kw_only=True)
class HardCase:
    """Inputs that are hard on purpose."""

    kind: HardCaseKind
    count: int
    words: str
    """What is asked of the model that writes them."""
    criterion: str = ""
    value: Value | None = None
    about: str = ""

    @property
    def name(self) -> str:
        """What tells it from the other hard cases of a plan."""
        parts = (self.kind.replace("_", " "), self.criterion, "" if self.value is None else str(self.value), self.about)
        return ": ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One combination of values, or one hard case, and how many inputs it gets."""

    tags: Mapping[str, str]
    count: int
    hard_case: HardCase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPlan:
    """A number of inputs, and the dimensions they are spread over."""

    count: int
    """All inputs, hard cases included."""
    task: str = ""
    """What the product does; empty: as the project says."""
    kind: str = ""
    """In her words: who writes, about what, in which mood."""
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name to values: topic, persona, difficulty ..."""
    leave_out: tuple[Mapping[str, str], ...] = ()
    """Combinations of values, or of branches of values, that make no sense."""
    seeds: tuple[str, ...] = ()
    """Real inputs that show the manner."""
    hard_cases: tuple[HardCase, ...] = ()
    named_cells: tuple[Cell, ...] = ()
    """Cells with a number of their own, such as those of inputs that are written anew."""

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_INPUTS:
            raise _refusal(f"A plan makes 1 to {MOST_INPUTS:,} inputs, not {self.count:,}.")
        if len(self.dimensions) > MOST_DIMENSIONS:
            raise _refusal(f"A plan has {MOST_DIMENSIONS} dimensions at most.")
        empty = next((name for name, values in self.dimensions.items() if not values), None)
        if empty is not None:
            raise _refusal(f'The dimension "{empty}" has no values.')
        if len({hard.name for hard in self.hard_cases}) < len(self.hard_cases):
            raise _refusal("A plan names one hard case twice.")

    @property
    def id(self) -> str:
        """The content's name: the same wishes are the same plan, whatever its file is called."""
        return content_id("plan", self.as_json())

    def as_json(self) -> dict[str, Any]:
        """The plan as plain JSON, for the run that carries it out."""
        return {
            "count": self.count,
            "task": self.task,
            "kind": self.kind,
            "dimensions": {name: list(values) for name, values in self.dimensions.items()},
            "leave_out": [dict(out) for out in self.leave_out],
            "seeds": list(self.seeds),
            "hard_cases": [asdict(hard) for hard in self.hard_cases],
        } | ({"named_cells": [[dict(cell.tags), cell.count] for cell in self.named_cells]} if self.named_cells else {})


def plan_of_json(content: Mapping[str, Any]) -> InputPlan:
    """The plan that `as_json` wrote down."""
    return InputPlan(
        count=content["count"],
        task=content["task"],
        kind=content["kind"],
        dimensions={name: tuple(values) for name, values in content["dimensions"].items()},
        leave_out=tuple(content["leave_out"]),
        seeds=tuple(content["seeds"]),
        hard_cases=tuple(HardCase(**hard) for hard in content["hard_cases"]),
        named_cells=tuple(Cell(tags=tags, count=count) for tags, count in content.get("named_cells", [])),
    )


def cells(plan: InputPlan) -> list[Cell]:
    """The plan's inputs spread evenly over its combinations of values, its hard cases and named cells after them."""
    hard = [Cell(tags={HARD_CASE_TAG: case.name}, count=case.count, hard_case=case) for case in plan.hard_cases]
    hard += plan.named_cells
    ordinary = plan.count - sum(cell.count for cell in hard)
    if ordinary <= 0:
        return hard
    if prod(len(values) for values in plan.dimensions.values()) > MOST_COMBINATIONS:
        return [*_shuffled(plan, ordinary), *hard]
    return [*_spread(combinations(plan), total=ordinary), *hard]


def combinations(plan: InputPlan) -> list[dict[str, str]]:
    """Every combination of values that is not left out."""
    every = [dict(zip(plan.dimensions, values, strict=True)) for values in product(*plan.dimensions.values())]
    kept = [tags for tags in every if not any(_is_left_out(tags, out) for out in plan.leave_out)]
    if not kept:
        raise _refusal("The plan leaves out every combination of its values.")
    return kept


def is_within(value: str, *, branch: str) -> bool:
    """Whether a value is this one, or stands on this branch of its tree."""
    return value == branch or value.startswith(branch + BRANCH)


def _is_left_out(tags: Mapping[str, str], out: Mapping[str, str]) -> bool:
    return all(is_within(tags[name], branch=branch) for name, branch in out.items())


def _spread(every: Sequence[Mapping[str, str]], *, total: int) -> list[Cell]:
    """Cells differ by one input at most; what is left over goes, one by one, to the cell whose values had least."""
    each, left = divmod(total, len(every))
    columns = zip(*(tags.values() for tags in every), strict=True)
    values = [np.unique(np.array(column), return_inverse=True)[1] for column in columns]
    had = [np.zeros(len(every)) for _ in values]
    counts = np.full(len(every), each)
    for _ in range(left):
        burden = (counts - each) * float(total + 1)
        for given, value in zip(had, values, strict=True):
            burden += given[value]
        chosen = int(np.argmin(burden))
        counts[chosen] += 1
        for given, value in zip(had, values, strict=True):
            given[value[chosen]] += 1
    return [Cell(tags=tags, count=int(count)) for tags, count in zip(every, counts, strict=True) if count]


def _shuffled(plan: InputPlan, total: int) -> list[Cell]:
    """Every value of every dimension equally often, give or take one; which ones meet is shuffled, always the same."""
    if plan.leave_out:
        raise _refusal(f"A plan with more than {MOST_COMBINATIONS:,} combinations cannot leave some out.")
    chance = Random(content_id("plan", plan.as_json()))
    columns = []
    for values in plan.dimensions.values():
        column = [values[place % len(values)] for place in range(total)]
        chance.shuffle(column)
        columns.append(column)
    counted: dict[tuple[str, ...], int] = {}
    for combination in zip(*columns, strict=True):
        counted[combination] = counted.get(combination, 0) + 1
    names = list(plan.dimensions)
    return [Cell(tags=dict(zip(names, values, strict=True)), count=count) for values, count in counted.items()]


def _refusal(happened: str) -> StudioError:
    return StudioError(happened=happened, safe="Nothing was sent.", to_do="Change the plan and start again.")
