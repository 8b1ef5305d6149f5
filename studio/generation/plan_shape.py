"""The shape of a plan file for pydantic: which keys there are and what they hold; what they mean is settled after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from studio.generation.input_plan import BRANCH, MOST_DIMENSIONS, MOST_INPUTS, is_within
from studio.prompting.hard_cases import HardCaseKind
from studio.records import Value


def _leaves(tree: object, *, above: tuple[str, ...] = ()) -> Iterator[str]:
    """The values of a list, or of a tree of names with lists at its ends, each with the way that leads to it."""
    if isinstance(tree, dict) and tree:
        for name, branches in tree.items():
            way = (*above, str(name))
            yield from _leaves(branches, above=way) if branches else [BRANCH.join(way)]
    elif isinstance(tree, list) and tree:
        for leaf in tree:
            if isinstance(leaf, bool) or not isinstance(leaf, str | int | float) or not str(leaf).strip():
                raise ValueError("has a value that is neither a text nor a number; `true` and `false` need quotes")
            yield BRANCH.join((*above, str(leaf).strip()))
    else:
        raise ValueError("must be a list of values, or a tree of names with lists at its ends")


def _flat(tree: object) -> tuple[str, ...]:
    found = tuple(_leaves(tree))
    if len(set(found)) < len(found):
        raise ValueError("names a value twice")
    return found


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8_000)]
FilledText = Annotated[Text, StringConstraints(min_length=1)]
Count = Annotated[int, Field(ge=1, le=MOST_INPUTS, strict=True)]
Values = Annotated[tuple[str, ...], BeforeValidator(_flat)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HardCaseInFile(_Part):
    """Inputs that are hard on purpose."""

    kind: HardCaseKind
    count: Count
    criterion: str = ""
    """Borderline only: the criterion that typical answers should just meet or just miss."""
    value: Value | None = None
    """Borderline only: the value such answers should get."""
    about: Text = ""

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        if self.kind == "borderline" and not self.criterion:
            raise ValueError("a borderline case needs `criterion`")
        if self.kind == "own" and not self.about:
            raise ValueError("a hard case of your own needs `about`")
        return self


class PlanInFile(_Part):
    """What inputs a project needs, and how many of each kind."""

    plan: Name
    title: Text = ""
    task: Text = ""
    rubric: Name | None = None
    """Where the criteria of borderline cases stand."""
    dimensions: dict[FilledText, Values] = Field(default_factory=dict, max_length=MOST_DIMENSIONS)
    leave_out: tuple[dict[str, str], ...] = ()
    total: Count | None = None
    per_cell: Count | None = None
    seeds: tuple[FilledText, ...] = ()
    instructions: Text = ""
    hard_cases: tuple[HardCaseInFile, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.total and self.per_cell:
            raise ValueError("has both `total` and `per_cell`; one of them is enough")
        if not (self.total or self.per_cell or self.hard_cases):
            raise ValueError("says nowhere how many inputs are wanted: give `total` or `per_cell`")
        if any(case.kind == "borderline" for case in self.hard_cases) and not self.rubric:
            raise ValueError("has a borderline case and needs `rubric`, where its criterion stands")
        for combination in self.leave_out:
            for name, branch in combination.items():
                if not any(is_within(value, branch=branch) for value in self.dimensions.get(name, ())):
                    raise ValueError(f"leaves out {name}: {branch}, which is in no dimension")
        return self
