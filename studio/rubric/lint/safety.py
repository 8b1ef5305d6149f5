"""Advice on what a rubric that is mailed and committed should not carry: keys, addresses, text nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.records import Criterion, Rubric
from studio.redaction import holds_secret
from studio.rubric.lint.advice import Advice, Rule

_ADDRESS = re.compile(r"\b(?:https?|ftp|file|data)://?\S+|\bwww\.\S+\.\S+", re.IGNORECASE)
# Zero-width characters, direction marks and tag characters; the joiner inside an emoji is none of them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_ORDER = re.compile(
    r"\b(ignore|disregard|forget) (all|any|the|every|your|previous|prior)\b|\byou (must|will) (always|only) "
    r"(answer|give|return|say)\b|\b(always|only) (answer|give|return|say|choose) [“'\"]?(pass|yes|true|5|10)\b",
    re.IGNORECASE,
)


def texts(rubric: Rubric) -> Iterator[tuple[str | None, str]]:
    """Every text of the rubric with the criterion it stands in."""
    yield None, rubric.title
    yield None, rubric.task
    for c in rubric.criteria:
        yield from ((c.id, text) for text in _texts_of(c))


def _texts_of(criterion: Criterion) -> Iterator[str]:
    yield criterion.question
    yield from (str(value) for value in criterion.scale.values)
    yield from criterion.anchors.values()
    for e in criterion.examples:
        yield from (e.input, e.output, e.why)


def _keys(rubric: Rubric) -> Iterator[Advice]:
    for criterion, text in texts(rubric):
        if holds_secret(text):
            message = "A text here looks like an access key. Delete it, and withdraw the key if it was ever shared."
            yield Advice(severity="error", rule="access-key", criterion=criterion, message=message)


def _unseen(rubric: Rubric) -> Iterator[Advice]:
    for criterion, text in texts(rubric):
        if found := _UNSEEN.search(text):
            around = _UNSEEN.sub("", text[max(0, found.start() - 15) : found.end() + 15]).strip()
            message = (
                f"An unseen character (U+{ord(found.group()):04X}) stands near “{around}”: judges read it, you cannot."
            )
            yield Advice(severity="warning", rule="unseen-character", criterion=criterion, message=message)


def _addresses(rubric: Rubric) -> Iterator[Advice]:
    for criterion, text in texts(rubric):
        if _ADDRESS.search(text):
            message = "A web address stands here. Judges cannot open it: write down what it says instead."
            yield Advice(severity="advice", rule="web-address", criterion=criterion, message=message)


def _orders(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        for text in (c.question, *c.anchors.values()):
            if found := _ORDER.search(text):
                message = f"“{found.group()}” reads like an order to the judge, not like a question about the output."
                yield Advice(severity="warning", rule="order-to-the-judge", criterion=c.id, message=message)
                break


SAFETY_RULES: tuple[Rule, ...] = (_keys, _unseen, _addresses, _orders)
