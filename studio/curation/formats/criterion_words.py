"""A criterion as a paragraph for graders of other tools, which pass or fail and know no scales."""

from __future__ import annotations

from studio.curation.scale_share import PASSING_SHARE, scale_share
from studio.records import Criterion


def criterion_words(criterion: Criterion) -> str:
    """The question, what each value means, and from which value on it is passed."""
    anchors = [f"- {value}: {meaning}" for value, meaning in criterion.anchors.items()]
    return "\n".join([f"Criterion: {criterion.question}", *anchors, f"Pass: {passing_words(criterion)}"])


def passing_words(criterion: Criterion) -> str:
    """Which values pass."""
    scale = criterion.scale
    if scale.level == "nominal":
        return "say which value it has; there is no better and worse"
    if not scale.values:
        middle = ((scale.minimum or 0.0) + (scale.maximum or 0.0)) / 2
        return f"at least {middle:g} on a scale from {scale.minimum:g} to {scale.maximum:g}"
    passing = [value for value in scale.values if (scale_share(value, scale=scale) or 0.0) > PASSING_SHARE]
    return " or ".join(f'"{value}"' for value in passing)
