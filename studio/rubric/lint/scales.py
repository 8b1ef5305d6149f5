"""Advice on scales and on the anchors that say what their values mean."""

from __future__ import annotations

from collections.abc import Iterator

from studio.records import Criterion, Rubric, Value
from studio.rubric.lint.advice import Advice, Rule

MOST_STEPS = 7
SHORTEST_ANCHOR_WORDS = 3


def is_anchored(criterion: Criterion) -> bool:
    """Whether the anchors say enough to rate by: every value, or the ends and something between on a long scale."""
    return not missing_anchors(criterion)


def missing_anchors(criterion: Criterion) -> list[Value]:
    """The values that need an anchor and have none; a rule says itself what they mean."""
    scale = criterion.scale
    if criterion.rule is not None:
        return []
    if not scale.values:
        ends = [end for end in (scale.minimum, scale.maximum) if end is not None]
        return [end for end in ends if end not in criterion.anchors]
    needed = scale.values
    if len(needed) > MOST_STEPS and scale.level != "nominal":
        needed = (needed[0], needed[len(needed) // 2], needed[-1])
    return [value for value in needed if value not in criterion.anchors]


def _anchors(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        missing = missing_anchors(c)
        if missing and not c.anchors:
            message = (
                "Nothing says what the values mean. Write a sentence for each: what does such an output look like?"
            )
            yield Advice(severity="warning", rule="no-anchors", criterion=c.id, message=message)
        elif missing:
            values = ", ".join(str(value) for value in missing)
            message = f"No anchor for {values}. Raters fill the gap with their own idea."
            yield Advice(severity="advice", rule="anchor-missing", criterion=c.id, message=message)


def _thin_anchors(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        texts = list(c.anchors.items())
        for at, (value, text) in enumerate(texts):
            same = next((other for other, known in texts[:at] if known.casefold() == text.casefold()), None)
            if same is not None:
                message = f"{same} and {value} have the same anchor. What tells them apart?"
                yield Advice(severity="warning", rule="same-anchor", criterion=c.id, message=message)
            elif len(text.split()) < SHORTEST_ANCHOR_WORDS:
                message = (
                    f"The anchor of {value} (“{text}”) says little. Name something that can be seen in the output."
                )
                yield Advice(severity="advice", rule="thin-anchor", criterion=c.id, message=message)


def _many_steps(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        if len(c.scale.values) > MOST_STEPS and c.scale.level != "nominal":
            message = f"{len(c.scale.values)} steps are more than people can keep apart. Five are usually enough."
            yield Advice(severity="advice", rule="many-steps", criterion=c.id, message=message)


SCALE_RULES: tuple[Rule, ...] = (_anchors, _thin_anchors, _many_steps)
