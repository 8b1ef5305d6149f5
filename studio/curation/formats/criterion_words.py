"""A criterion as a paragraph for graders of other tools, which pass or fail and know no scales."""

from __future__ import annotations

from studio.records import Criterion
from studio.rubric.formats.wording import anchor_lines
from studio.rubric.scales import pass_in_words


def criterion_words(criterion: Criterion) -> str:
    """The question, what each value means, and from which value on it is passed."""
    passed = f"It passes if it is: {pass_in_words(criterion.scale)}"
    return "\n".join([f"Criterion: {criterion.question}", *anchor_lines(criterion), passed])
