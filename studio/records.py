"""The nouns of the studio as frozen records; no input, no output, no judgement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from studio.judge_settings import STANDARD, JudgeSettings

Value = str | int | float
Level = Literal["nominal", "ordinal", "interval"]
Combine = Literal["weighted_mean", "all_must_pass", "minimum"]
Origin = Literal["written", "imported", "generated"]
Order = Literal["", "AB", "BA"]
RunKind = Literal["generate", "judge"]
RunState = Literal["waiting", "running", "paused", "cancelling", "cancelled", "interrupted", "done", "failed"]
TransportFailure = Literal["rate_limited", "overloaded", "server", "timeout", "connection"]
RefusedRequest = Literal["key_refused", "quota", "model_not_found", "bad_request"]
UselessAnswer = Literal["refused", "truncated", "unreadable", "repeated", "out_of_scale", "not_applicable", "cancelled"]
NoJuryVerdict = Literal["undecided"]
FailureKind = TransportFailure | RefusedRequest | UselessAnswer | NoJuryVerdict


def content_id(kind: str, content: object) -> str:
    """Sixteen hex characters that name a content of a kind: the same content has the same name everywhere."""
    text = json.dumps([kind, content], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The values a criterion can take, worst first where they are ordered."""

    values: tuple[Value, ...]
    level: Level
    minimum: float | None = None
    """Set with `maximum`, and without `values`, for a continuous scale."""
    maximum: float | None = None

    def holds(self, value: Value) -> bool:
        """Whether the value stands on this scale."""
        if self.values:
            return any(value == known and isinstance(value, str) == isinstance(known, str) for known in self.values)
        return self.spans(value)

    def spans(self, value: Value) -> bool:
        """Whether a number lies between the ends of this scale: a mean of answers need be none of its values."""
        numbers = [known for known in self.values if not isinstance(known, str)]
        low = self.minimum if self.minimum is not None else min(numbers, default=None)
        high = self.maximum if self.maximum is not None else max(numbers, default=None)
        if isinstance(value, str) or low is None or high is None:
            return False
        return low <= value <= high


PASS_FAIL = Scale(values=("fail", "pass"), level="ordinal")
ONE_TO_FIVE = Scale(values=(1, 2, 3, 4, 5), level="ordinal")
PREFERENCE = Scale(values=("A", "tie", "B"), level="nominal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A judged example inside a rubric: what a value looks like, and why."""

    output: str
    value: Value
    input: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check that answers a criterion without any opinion; studio/rules/checking.py has the kinds."""

    kind: str
    setting: Any
    """What is asked, as plain JSON values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One question asked of an output."""

    id: str
    question: str
    scale: Scale = PASS_FAIL
    anchors: Mapping[Value, str] = field(default_factory=dict)
    """What each value means, in her words."""
    weight: float = 1.0
    must_pass: bool = False
    examples: tuple[Example, ...] = ()
    rule: Rule | None = None
    """What answers it instead of a model or a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """What is asked of an output; addressed by its content, so that a changed wording is another rubric."""

    name: str
    """The file's `rubric:` id; for people, not for identity."""
    title: str
    task: str = ""
    criteria: tuple[Criterion, ...]
    version: int = 1
    combine: Combine = "weighted_mean"

    @property
    def id(self) -> str:
        """The content's name: what is asked, without the title and the version number."""
        asked = [
            [c.id, c.question, list(c.scale.values), c.scale.level, c.scale.minimum, c.scale.maximum]
            + [sorted(([v, t] for v, t in c.anchors.items()), key=repr), float(c.weight), c.must_pass]
            + [[e.input, e.output, e.value, e.why] for e in c.examples]
            + ([{"rule": [c.rule.kind, c.rule.setting]}] if c.rule else [])
            for c in self.criteria
        ]
        return content_id("rubric", [self.name, self.task, self.combine, asked])

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion of this id, if the rubric has it."""
        return next((c for c in self.criteria if c.id == criterion_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a model is asked for each input: a system text and a template with `{{input}}`."""

    name: str
    template: str = "{{input}}"
    system: str = ""

    @property
    def id(self) -> str:
        """The content's name."""
        return content_id("prompt", [self.system, self.template])


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One product or task being worked on; its id (small letters, digits, - and _) stands in addresses and files."""

    id: str
    title: str
    task: str = ""
    rubric: str = ""
    """The name of the rubric file this project is judged by."""
    demo: bool = False
    created_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a user of the product would send."""

    id: str
    project: str
    text: str
    tags: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = "written"
    reference: str | None = None
    """A reference answer, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What one model answered to one input under one prompt."""

    id: str
    project: str
    input_id: str
    output: str
    """Empty when `failure` says why there is none."""
    failure: FailureKind | None = None
    prompt_id: str | None = None
    system: str = ""
    """Who wrote it: a model's address, or the name an import gives."""
    repeat: int = 0
    item: str | None = None
    """The name this sample had where it was imported from."""
    tags: Mapping[str, str] = field(default_factory=dict)
    created_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two samples of one input, for preferences; A and B are fixed here, whatever order they are shown in."""

    id: str
    project: str
    input_id: str
    sample_a: str
    sample_b: str
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rater:
    """A person who rates, or (`is_slot`) a crowd position: agreement between slots is none between people."""

    id: str
    name: str
    is_slot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A person's value for a sample or a pair, as it stands after her last event; no value: she skipped it."""

    rater: str
    subject: str
    rubric_id: str
    criterion: str
    value: Value | None
    note: str = ""
    blind: bool = True
    inclusion: float | None = None
    """The probability with which the queue picked this subject, where it was picked at random."""
    reason: str = ""
    """Why the queue asked for it, where it did."""
    rated_at: str = ""
    uid: str = ""
    """The name of the event it rests on, the same wherever it travels; empty where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A model with its settings under a rubric; addressed by its content."""

    model: str
    """`provider:model`; `jury:` and how it decides, where other judges are taken together."""
    rubric_id: str
    settings: JudgeSettings = STANDARD
    mode: Literal["direct", "pairwise"] = "direct"
    name: str = ""
    """What people call it; not part of the identity unless the judge was imported."""
    imported: bool = False

    @property
    def id(self) -> str:
        """The content's name: model, rubric, mode and settings."""
        name = self.name if self.imported else ""
        return content_id("judge", [self.model, self.rubric_id, self.mode, self.settings.changed(), name])

    @property
    def is_jury(self) -> bool:
        """Whether its verdicts are worked out from those of other judges."""
        return bool(self.settings.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judge's value or its failure, never both."""

    subject: str
    judge_id: str
    criterion: str
    order: Order = ""
    repeat: int = 0
    value: Value | None = None
    failure: FailureKind | None = None
    explanation: str = ""
    probabilities: Mapping[str, float] | None = None
    """The scale's values as text, each with its share of the probability the model gave to the scale."""
    mass: float | None = None
    """How much probability the model gave to the scale's values at all."""
    raw: str = ""
    """What came back where no value could be read from it."""
    call_id: int | None = None
    created_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One press of Generate or Judge; its progress is counted from what is stored."""

    id: int
    project: str
    kind: RunKind
    state: RunState
    plan: Mapping[str, Any]
    message: str = ""
    cap_usd: float | None = None
    created_at: str = ""
    ended_at: str | None = None
