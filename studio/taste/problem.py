"""What is to be learnt on one criterion, as arrays; and the words for what is missing before anything can be learnt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from studio.taste.arrays import Integers, Matrix

Kind = Literal["ordered", "preference", "names", "number"]

FEWEST_RATINGS = 20
FEWEST_OF_A_VALUE = 5
FEWEST_INPUTS = 5
FOREMOST = 1e-9
STATISTIC, LETTERS, JUDGE, MEANING = range(4)
"""The blocks that columns stand in: on the text, on its words and letters, of other judges, on its meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Rated rows of one criterion."""

    kind: Kind
    """`preference`: rows are A minus B and the answers B, tie, A; `number`: answers are no values of the scale."""
    rows: Matrix
    answers: Matrix
    """Places on the scale, worst first; for `number` the numbers themselves."""
    groups: Integers
    """Which input each row is about: rows of one input never stand on both sides of a fold."""
    blocks: Integers
    """For each column the block it stands in."""
    value_count: int

    def part(self, places: Any) -> Problem:
        """Only these rows."""
        return Problem(
            kind=self.kind,
            rows=self.rows[places],
            answers=self.answers[places],
            groups=self.groups[places],
            blocks=self.blocks,
            value_count=self.value_count,
        )


def what_is_missing(problem: Problem, *, names: Sequence[str]) -> str:
    """What is needed before this can be learnt, in a sentence; empty when enough is there."""
    count, inputs = len(problem.answers), len(set(problem.groups.tolist()))
    if count < FEWEST_RATINGS:
        return f"It needs {FEWEST_RATINGS} ratings and has {count}. Rate {FEWEST_RATINGS - count} more."
    if inputs < FEWEST_INPUTS:
        return f"The {count} ratings are on {_counted(inputs)}. Rate answers to {FEWEST_INPUTS} inputs at least."
    if problem.kind == "number":
        return "" if np.ptp(problem.answers) > FOREMOST else f"All {count} ratings are the same. Rate others too."
    if missing := _too_one_sided(problem, names=names):
        return missing
    if not np.ptp(problem.rows, axis=0).max() > FOREMOST:
        return "All rated answers read the same, so there is nothing to tell them apart by. Rate different ones."
    return ""


def _too_one_sided(problem: Problem, *, names: Sequence[str]) -> str:
    counts = Counter(int(place) for place in problem.answers)
    if len(counts) < 2:
        only = names[next(iter(counts))]
        return f"All {sum(counts.values())} ratings are {only}. Rate {FEWEST_OF_A_VALUE} that are not."
    rest = sum(counts.values()) - max(counts.values())
    if rest < FEWEST_OF_A_VALUE:
        most = names[max(counts, key=lambda place: counts[place])]
        return f"All but {rest} ratings are {most}. Rate {FEWEST_OF_A_VALUE - rest} more that are not."
    return ""


def _counted(inputs: int) -> str:
    return "one input" if inputs == 1 else f"{inputs} inputs"
