"""What new inputs should be like: how many, of what kind, spread over which dimensions; it asks nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from random import Random
from typing import Any

from studio.errors import StudioError
from studio.records import content_id

MOST_INPUTS = 100_000
MOST_DIMENSIONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPlan:
    """A number of inputs, and the dimensions they are spread over."""

    count: int
    kind: str = ""
    """In her words: who writes, about what, in which mood."""
    dimensions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name to values: topic, persona, difficulty ..."""
    seeds: tuple[str, ...] = ()
    """Real inputs that show the manner."""

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_INPUTS:
            raise _refusal(f"A plan makes 1 to {MOST_INPUTS:,} inputs, not {self.count:,}.")
        if len(self.dimensions) > MOST_DIMENSIONS:
            raise _refusal(f"A plan has {MOST_DIMENSIONS} dimensions at most.")
        empty = next((name for name, values in self.dimensions.items() if not values), None)
        if empty is not None:
            raise _refusal(f'The dimension "{empty}" has no values.')

    def as_json(self) -> dict[str, Any]:
        """The plan as plain JSON, for the run that carries it out."""
        dimensions = {name: list(values) for name, values in self.dimensions.items()}
        return {"count": self.count, "kind": self.kind, "dimensions": dimensions, "seeds": list(self.seeds)}


def plan_of_json(content: Mapping[str, Any]) -> InputPlan:
    """The plan that `as_json` wrote down."""
    return InputPlan(
        count=content["count"],
        kind=content["kind"],
        dimensions={name: tuple(values) for name, values in content["dimensions"].items()},
        seeds=tuple(content["seeds"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One combination of values, and how many inputs it gets."""

    tags: Mapping[str, str]
    count: int


def cells(plan: InputPlan) -> list[Cell]:
    """The plan's total, spread over every combination of values, or over each dimension where they are too many."""
    names = list(plan.dimensions)
    combinations = prod(len(values) for values in plan.dimensions.values())
    if combinations <= plan.count:
        every = list(product(*plan.dimensions.values()))
        each, more = divmod(plan.count, len(every))
        return [
            Cell(tags=dict(zip(names, values, strict=True)), count=each + (place < more))
            for place, values in enumerate(every)
        ]
    return _balanced(plan)


def _balanced(plan: InputPlan) -> list[Cell]:
    """Every value of every dimension equally often, give or take one; which ones meet is shuffled, always the same."""
    chance = Random(content_id("plan", plan.as_json()))
    columns = []
    for values in plan.dimensions.values():
        column = [values[place % len(values)] for place in range(plan.count)]
        chance.shuffle(column)
        columns.append(column)
    counted: dict[tuple[str, ...], int] = {}
    for combination in zip(*columns, strict=True):
        counted[combination] = counted.get(combination, 0) + 1
    names = list(plan.dimensions)
    return [Cell(tags=dict(zip(names, values, strict=True)), count=count) for values, count in counted.items()]


def dimensions_in(text: str) -> dict[str, tuple[str, ...]]:
    """Dimensions as a person writes them, one a line: `topic: returns, delivery, sizing`."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, colon, listed = line.partition(":")
        values = tuple(dict.fromkeys(value.strip() for value in listed.split(",") if value.strip()))
        if not colon or not name.strip() or not values:
            raise StudioError(
                happened=f"Line {number} of the tags cannot be read.",
                safe="Nothing was sent.",
                to_do='Write a name, a colon and the values with commas between them: "topic: returns, delivery".',
            )
        found[name.strip()] = values
    return found


def _refusal(happened: str) -> StudioError:
    return StudioError(happened=happened, safe="Nothing was sent.", to_do="Change the plan and start again.")
