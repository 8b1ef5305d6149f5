"""Advice that only use can give: what ratings and verdicts so far say about a rubric's criteria."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studio.records import Criterion, Rubric, Value
from studio.rubric.lint.advice import Advice
from studio.rubric.scales import is_ordered, passes

ENOUGH = 20
"""Fewer values than this say nothing yet."""


def advice_from_practice(rubric: Rubric, practice: Mapping[str, Mapping[Value, int]]) -> Iterator[Advice]:
    """Advice on criteria that never fail, always fail, or use only part of their scale."""
    for c in rubric.criteria:
        counts = {value: count for value, count in practice.get(c.id, {}).items() if count > 0}
        if sum(counts.values()) >= ENOUGH:
            yield from _on_criterion(c, counts)


def _on_criterion(criterion: Criterion, counts: Mapping[Value, int]) -> Iterator[Advice]:
    n = sum(counts.values())
    if len(counts) == 1:
        only = next(iter(counts))
        message = f"All {n} values so far are {only}. Add samples that get another one, or drop the question."
        yield Advice(severity="advice", rule="always-the-same", criterion=criterion.id, message=message)
        return
    if is_ordered(criterion.scale) and not any(passes(criterion.scale, value) is False for value in counts):
        message = f"No sample has failed it in {n} values. Make some that should, or ask something harder."
        yield Advice(severity="advice", rule="never-failed", criterion=criterion.id, message=message)
    unused = [value for value in criterion.scale.values if value not in counts]
    if unused:
        shown = ", ".join(str(value) for value in unused)
        message = f"Never used in {n} values: {shown}. A shorter scale would say the same."
        yield Advice(severity="advice", rule="unused-values", criterion=criterion.id, message=message)
