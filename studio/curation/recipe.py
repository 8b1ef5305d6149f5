"""The recipe of a dataset: what she chooses, how a value is decided, what is thrown out and split; reads no files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    model_validator,
)

from studio.errors import StudioError
from studio.records import content_id
from studio.rules.language import LANGUAGES

OVERALL = "overall"
"""Stands for all criteria taken together, as the rubric combines them."""
PASSES = 0.501
"""From here on a whole rubric passes: above the middle, as conditions count their limit in."""

Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
RecipeValue = StrictInt | StrictFloat | StrictStr
Measure = Literal["accuracy", "kappa", "kappa_quadratic", "ac1", "spearman", "pearson"]
"""What a judge's agreement with her is measured by; see docs/agreement.md."""
PairSource = Literal["pairwise_rating", "rating_difference", "pairwise_verdict", "verdict_difference"]


def known_language(code: str) -> str:
    """The code itself; a language that cannot be told is refused."""
    if code not in LANGUAGES:
        raise ValueError(f'the language "{code}" cannot be told; these can: {", ".join(LANGUAGES)}')
    return code


Language = Annotated[str, AfterValidator(known_language)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Characters(_Part):
    """How long a text may be, in characters."""

    least: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=0)

    def hold(self, text: str) -> bool:
        """Whether the text is within the limits."""
        return self.least <= len(text) and (self.most is None or len(text) <= self.most)


class Choose(_Part):
    """Which samples are looked at; an empty list means all."""

    prompts: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    tags: dict[str, tuple[str, ...]] = {}
    created_from: Day | None = None
    created_before: Day | None = None
    input_characters: Characters = Characters()
    output_characters: Characters = Characters()
    languages: tuple[Language, ...] = ()
    """Of the output; a text too short to tell its language stays."""
    judges: Literal["any", "agree", "differ"] = "any"
    """Keeps only samples on which the usable judges say the same, or do not."""


class Values(_Part):
    """How a sample gets its value: a person's rating first, and checked judges where nobody rated."""

    raters: tuple[str, ...] = ()
    """Whose ratings count; empty means everybody's."""
    several_raters: Literal["first", "majority", "mean"] = "majority"
    judges: tuple[str, ...] = ()
    """Ids or names of judges whose verdicts may stand in where nobody rated; empty means none may."""
    measure: Measure = "accuracy"
    """Of single people; the mean of several people stands on no scale, so there it must be a correlation or kappa."""
    least_agreement: float = Field(default=0.6, ge=-1, le=1)
    agreement_at: Literal["value", "low"] = "low"
    """Whether the agreement itself or the low end of its interval must reach the limit."""
    least_ratings: int = Field(default=20, ge=0)
    """On how many of her ratings a judge must have been checked."""
    least_confidence: Share | None = None
    """The least probability a judge gave to its value; a verdict without probabilities then does not count."""
    least_judges: int = Field(default=1, ge=1)
    least_judge_share: Share = 0.5
    """More than this share of the judges must give the winning value, unless it is all of them."""


class Condition(_Part):
    """What the value on one criterion must be."""

    criterion: str = OVERALL
    at_least: RecipeValue | None = None
    at_most: RecipeValue | None = None
    any_of: tuple[RecipeValue, ...] = ()
    source: Literal["any", "rating", "verdict"] = "any"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None and not self.any_of and self.source == "any":
            raise ValueError("a condition needs at_least, at_most, any_of or source")
        return self


class Hygiene(_Part):
    """What is thrown out whatever it is worth."""

    exact_duplicates: bool | None = None
    """Empty: thrown out, except where ratings are handed on, of which none must be lost."""
    near_duplicates: Share | None = None
    """Likeness from which two texts count as the same; empty means no such pass."""
    near_duplicates_of: Literal["output", "input"] = "output"
    held_out: str | None = None
    """A file whose texts must not appear here, named relative to the workspace."""
    held_out_words: Annotated[int, Field(ge=5)] | None = 13
    """So many words in a row shared with that file count as overlap (Brown et al., 2020); empty: whole texts only."""
    secrets: Literal["drop", "list"] = "drop"
    personal: Literal["drop", "list"] = "list"


class Balance(_Part):
    """Cuts the larger groups down to the smallest one."""

    over: tuple[str, ...] = Field(min_length=1)
    """Any of "value", "prompt", "model", "tag:NAME"; several make cells."""
    criterion: str = OVERALL
    most: float = Field(default=1.0, ge=1)
    """No group may be larger than this many times the smallest."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name in self.over:
            if name not in ("value", "prompt", "model") and not (name.startswith("tag:") and name[4:]):
                raise ValueError(f'cannot balance over "{name}": use value, prompt, model or tag:NAME')
        return self


class Pairs(_Part):
    """Which preference pairs are made."""

    sources: tuple[PairSource, ...] = ("pairwise_rating", "rating_difference", "pairwise_verdict", "verdict_difference")
    criterion: str = OVERALL
    least_margin: Annotated[float, Field(gt=0, le=1)] = 0.25
    """The least difference, as a share of the scale: 0.25 is one step of five."""
    across_prompts: bool = True
    """Whether two samples written under different prompts may be compared."""
    most_per_input: int | None = Field(default=10, ge=1)
    hard_share: Share | None = None
    """The share of pairs with a small margin; empty means as they come."""
    hard_margin: Share = 0.34
    """Pairs with at most this margin are the hard ones."""


class Split(_Part):
    """How inputs are shared out; all samples of one input go the same way."""

    train: Share = 0.8
    validation: Share = 0.1
    test: Share = 0.1
    seed: str = "1"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not math.isclose(self.train + self.validation + self.test, 1.0, abs_tol=1e-6):
            raise ValueError("train, validation and test must add up to 1")
        return self


class Recipe(_Part):
    """A small file that says how a dataset is made, to be shared and run again."""

    recipe: Name
    title: str = ""
    choose: Choose = Choose()
    values: Values = Values()
    keep: tuple[Condition, ...] = ()
    hygiene: Hygiene = Hygiene()
    balance: Balance | None = None
    pairs: Pairs = Pairs()
    split: Split = Split()
    messages: Literal["as_asked", "input_only"] = "as_asked"
    """Whether training rows carry the prompt's system text and template, or the bare input."""

    @property
    def id(self) -> str:
        """The content's name: what the recipe does, without what it is called."""
        # Without what is standard: a choice added later leaves the names of older recipes alone.
        does = self.model_dump(mode="json", exclude={"recipe", "title"}, exclude_defaults=True)
        return content_id("recipe", does)


def recipe_from(content: object, *, source: str) -> Recipe:
    """The recipe in parsed YAML or JSON; what is wrong with it is said with the place."""
    try:
        return Recipe.model_validate(content)
    except ValidationError as wrong:
        raise StudioError(
            happened=f"{source} is not a recipe: {'; '.join(_problems(wrong))}.",
            safe="Nothing was written.",
            to_do="Mend these places and read it again.",
        ) from None


def _problems(wrong: ValidationError) -> Sequence[str]:
    found = wrong.errors(include_url=False, include_context=False, include_input=False)
    shown = [f"{'.'.join(str(part) for part in one['loc']) or 'recipe'}: {one['msg']}" for one in found[:5]]
    return shown if len(found) <= 5 else [*shown, f"and {len(found) - 5} more"]
