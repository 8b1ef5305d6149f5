"""The shape of a criterion's `rule:` in a rubric file; what the rules do is in studio/rules."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from studio.rubric.strict import Strict, Text
from studio.rules.json_schema import refuse_unusable_schema
from studio.rules.language import LANGUAGES, SAME_AS_INPUT
from studio.rules.patterns import refuse_unusable_pattern

Count = Annotated[int, Field(ge=0, le=10_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]


def _known_language(name: str) -> str:
    if name != SAME_AS_INPUT and name not in LANGUAGES:
        raise ValueError(f"`{name}` is not a language that is told apart here; take {SAME_AS_INPUT} or {_NAMES}")
    return name


_NAMES = ", ".join(LANGUAGES)
Language = Annotated[str, AfterValidator(_known_language)]
Pattern = Annotated[str, Field(min_length=1), AfterValidator(refuse_unusable_pattern)]
JsonSchema = Annotated[dict[str, Any], AfterValidator(refuse_unusable_schema)]


class _OneAtLeast(Strict):
    @model_validator(mode="after")
    def _something_is_asked(self) -> Self:
        if not self.model_dump(exclude_defaults=True).keys() - {"unit", "match_case"}:
            raise ValueError(f"say what is asked: {', '.join(type(self).model_fields)}")
        least, most = (getattr(self, end, None) for end in ("at_least", "at_most"))
        if least is not None and most is not None and least > most:
            raise ValueError("nothing can keep it: `at_least` is above `at_most`")
        both = set(getattr(self, "required", ())) & set(getattr(self, "forbidden", ()))
        if both:
            raise ValueError(f"nothing can keep it: `{min(both)}` is required and forbidden")
        return self


class LengthInFile(_OneAtLeast, title="Length"):
    """How long the output may be."""

    at_least: Count | None = None
    at_most: Count | None = None
    unit: Literal["words", "characters", "sentences", "lines"] = "words"


class PhrasesInFile(_OneAtLeast, title="Phrases"):
    """Words and phrases that must, or must not, stand in the output; whole words."""

    required: list[Text] = Field(default_factory=list, max_length=500)
    forbidden: list[Text] = Field(default_factory=list, max_length=500)
    match_case: bool = False


class PatternsInFile(_OneAtLeast, title="Patterns"):
    """Regular expressions (RE2) that must, or must not, be found in the output."""

    required: list[Pattern] = Field(default_factory=list, max_length=50)
    forbidden: list[Pattern] = Field(default_factory=list, max_length=50)


class ReadabilityInFile(_OneAtLeast, title="Readability"):
    """How easily the output reads."""

    words_a_sentence_at_most: Annotated[float, Field(gt=0)] | None = None
    reading_ease_at_least: Annotated[float, Field(ge=-100, le=121)] | None = Field(
        default=None, description="Flesch (1948), English only: 60 is plain English, 30 is hard."
    )


class LinksInFile(_OneAtLeast, title="Links"):
    """Which links the output may have."""

    at_least: Count | None = None
    at_most: Count | None = None
    https_only: bool = False
    hosts: list[Text] = Field(default_factory=list, max_length=500, description="Only links to these.")


class OverlapInFile(_OneAtLeast, title="Overlap"):
    """How much of the output is copied from the input: the share of its five-word phrases."""

    at_least: Share | None = None
    at_most: Share | None = None


class RepeatsInFile(_OneAtLeast, title="Repeats"):
    """How like an earlier sample of the project the output may be; 1 is the same words."""

    at_most: Annotated[float, Field(ge=0.5, le=1)] | None = None


class RuleInFile(Strict, title="Rule", json_schema_extra={"minProperties": 1, "maxProperties": 1}):
    """One rule: where it holds the criterion gets the best value of its scale, and where not the worst."""

    length: LengthInFile | None = None
    format: Literal["json", "one_line", "no_markdown", "bullet_list"] | None = None
    json_schema: JsonSchema | None = Field(default=None, description="The output is JSON of this schema.")
    phrases: PhrasesInFile | None = None
    patterns: PatternsInFile | None = None
    language: Language | None = None
    readability: ReadabilityInFile | None = None
    links: LinksInFile | None = None
    overlap: OverlapInFile | None = None
    repeats: RepeatsInFile | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"a criterion has one rule, one of: {', '.join(type(self).model_fields)}")
        return self
