"""What a juror, or meaning, adds: agreement with it and without it, on the same rows, none of them learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.proportions import grouped_mean
from studio.taste.arrays import Matrix
from studio.taste.choosing import WITH_MEANING, Tried, chosen_places, out_of_fold
from studio.taste.fitting import chances
from studio.taste.problem import Problem

CONFIDENCE = 0.95
MOST_JURORS = 8


@dataclass(frozen=True, slots=True)
class Gain:
    """How much nearer to her the model is with something than without it."""

    source: str
    """A judge, or `meaning`."""
    gain: float
    """In shares of agreement; for plain numbers, how much smaller the mean distance is."""
    low: float | None
    high: float | None


def juror_gains(problem: Problem, unseen: Matrix, *, jurors: Sequence[str]) -> tuple[Gain, ...]:
    """One gain a juror, by leaving out its column and choosing, fitting and calibrating anew; jurors in their order."""
    right = _nearness(problem, unseen)
    first = problem.rows.shape[1] - len(jurors)
    found = []
    for place, judge in enumerate(jurors[:MOST_JURORS]):
        left = [column for column in range(problem.rows.shape[1]) if column != first + place]
        without = Problem(
            kind=problem.kind,
            rows=problem.rows[:, left],
            answers=problem.answers,
            groups=problem.groups,
            blocks=problem.blocks[left],
            value_count=problem.value_count,
        )
        found.append(_gain(judge, right - _nearness(without, out_of_fold(without)), problem))
    return tuple(found)


def meaning_gain(found: Tried) -> Gain | None:
    """What meaning adds to the best that was tried without it; None where there is no meaning to read."""
    if found.settings[-1] != WITH_MEANING:
        return None
    plain = int(np.argmin([losses.mean() for losses in found.losses[:-1]]))
    with_it, without = (
        _nearness(found.problem, chances(logits, kind=found.problem.kind))
        for logits in (found.logits[-1], found.logits[plain])
    )
    return _gain("meaning", with_it - without, found.problem)


def _nearness(problem: Problem, shares: Matrix) -> Matrix:
    places = chosen_places(shares, kind=problem.kind)
    return -np.abs(places - problem.answers) if problem.kind == "number" else (places == problem.answers).astype(float)


def _gain(source: str, gains: Matrix, problem: Problem) -> Gain:
    _, unit = np.unique(problem.groups, return_inverse=True)
    sums, totals = (np.bincount(unit, weights=part).astype(np.float64) for part in (gains, np.ones(len(unit))))
    mean = grouped_mean(sums, totals, n=len(gains), confidence=CONFIDENCE, why="nothing is rated")
    return Gain(source, mean.value or 0.0, mean.low, mean.high)
