"""Which verdicts changed between two judges, rubrics or prompts, and how; unchanged ones are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from studio.agreement.ladder import Ladder
from studio.records import Level, Value

ChangeKind = Literal["fixed", "broken", "moved", "unrated"]
ORDER: tuple[ChangeKind, ...] = ("broken", "fixed", "moved", "unrated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One verdict that changed."""

    place: int
    """Which of the given rows."""
    kind: ChangeKind
    """`fixed` was wrong and is right, `broken` the other way, `moved` wrong before and after, `unrated` unknown."""
    rating: Value | None
    first: Value
    second: Value
    step: float | None
    """How much further from the rating it is now (below 0: nearer), where values have an order and it is rated."""


def changed_verdicts(
    rater_values: Sequence[Value | None],
    first_values: Sequence[Value | None],
    second_values: Sequence[Value | None],
    *,
    values: Sequence[Value],
    level: Level,
) -> tuple[Change, ...]:
    """All rows where both verdicts exist and differ: broken first, then fixed, moved, unrated; largest steps first."""
    ladder = Ladder(values=tuple(values), level=level)
    rated, first, second = (ladder.read(side) for side in (rater_values, first_values, second_values))
    differs = np.flatnonzero(~np.isnan(first) & ~np.isnan(second) & (first != second))
    steps = np.abs(second - rated) - np.abs(first - rated)
    found = [
        Change(
            place=int(i),
            kind=_kind(rated[i], first[i], second[i]),
            rating=None if np.isnan(rated[i]) else rater_values[i],
            first=_present(first_values[i]),
            second=_present(second_values[i]),
            step=None if np.isnan(steps[i]) or level == "nominal" else float(steps[i]),
        )
        for i in differs.tolist()
    ]
    return tuple(sorted(found, key=lambda change: (ORDER.index(change.kind), -abs(change.step or 0), change.place)))


def _kind(rated: float, first: float, second: float) -> ChangeKind:
    if np.isnan(rated):
        return "unrated"
    if second == rated:
        return "fixed"
    return "broken" if first == rated else "moved"


def _present(value: Value | None) -> Value:
    assert value is not None
    return value
