"""The shape of a rubric file for pydantic: which keys there are and what they hold; what they mean is checked after."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, WithJsonSchema

from studio.records import Combine, Level, Value
from studio.rubric.rule_shape import RuleInFile
from studio.rubric.source import UNPRINTABLE
from studio.rubric.strict import Finite, OptionalText, Strict, Text

FORMAT = 1
"""The newest file format this studio reads; a file may name the one it needs as `format:`."""

RUBRIC_ID = r"^[a-z0-9][a-z0-9_-]{0,63}$"
CRITERION_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
MAXIMUM_WEIGHT = 1000
RESERVED_IDS = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for devices: a file cannot bear them."""


def _scale_value(value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("a value of the scale is a word or a number; `true`, `false` and nothing need quotes")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number must be finite")
    if isinstance(value, str) and (value != value.strip() or not value or UNPRINTABLE.search(value)):
        raise ValueError("a value of the scale is a visible text without spaces around it")
    return value


ValueInFile = Annotated[Any, AfterValidator(_scale_value), WithJsonSchema({"type": ["string", "number"]})]


class ListedScale(Strict, title="Own scale"):
    """A scale of one's own, value by value."""

    values: list[ValueInFile] = Field(min_length=2, max_length=100, description="The values, worst first.")
    level: Level = Field(description="nominal: just names; ordinal: ordered; interval: equal steps between numbers.")


class RangeScale(Strict, title="Range"):
    """A scale that is any number between two ends."""

    minimum: Finite = Field(description="The worst number.")
    maximum: Finite = Field(description="The best number.")


ScaleName = Literal["pass_fail", "yes_no", "one_to_five"]


def _kind_of_scale(scale: object) -> str:
    if isinstance(scale, dict):
        return "range" if "minimum" in scale or "maximum" in scale else "listed"
    return "named"


ScaleInFile = Annotated[
    Annotated[ScaleName, Tag("named")] | Annotated[ListedScale, Tag("listed")] | Annotated[RangeScale, Tag("range")],
    Discriminator(_kind_of_scale),
]


class ExampleInFile(Strict, title="Example"):
    """An output somebody already rated, and why it got that value."""

    input: OptionalText = Field(default="", description="What the user sent.")
    output: Text = Field(description="What came back.")
    value: ValueInFile = Field(description="A value of the scale.")
    why: OptionalText = Field(default="", description="Why it gets this value, in a sentence.")


class CriterionInFile(Strict, title="Criterion"):
    """One question asked of an output."""

    id: str = Field(pattern=CRITERION_ID, description="Letters, digits, - and _.")
    question: Text = Field(description="One question about one thing.")
    scale: ScaleInFile = Field(default="pass_fail", description="What can be answered.")
    weight: Finite = Field(default=1.0, ge=0, le=MAXIMUM_WEIGHT, description="How much it counts in a weighted mean.")
    must_pass: bool = Field(default=False, description="Whether failing here fails the whole output.")
    anchors: dict[ValueInFile, Text] = Field(
        default_factory=dict,
        description="For each value of the scale, what an output with this value looks like.",
    )
    examples: list[ExampleInFile] = Field(default_factory=list, description="One or two outputs with their value.")
    rule: RuleInFile | None = Field(default=None, description="A rule that answers the question without any model.")


class RubricInFile(Strict, title="Rubric"):
    """A rubric for Rubric Studio: what is asked of an output, criterion by criterion."""

    rubric: str = Field(pattern=RUBRIC_ID, description="The rubric's id and the name of its file.")
    format: int = Field(default=FORMAT, ge=1, description="The file format; leave it out.")
    version: int = Field(default=1, ge=1, description="Counts up when the rubric is published anew.")
    title: OptionalText = Field(default="", description="What people call it.")
    task: OptionalText = Field(default="", description="What the product does, for whom, and what the output is.")
    combine: Combine = Field(default="weighted_mean", description="How the criteria become one result.")
    criteria: list[CriterionInFile] = Field(min_length=1, max_length=200, description="The questions.")
