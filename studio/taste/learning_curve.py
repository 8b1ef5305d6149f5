"""How agreement grows with the number of ratings, always on inputs that were not learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.agreement.proportions import grouped_share
from studio.taste.arrays import Matrix
from studio.taste.choosing import OUTER_FOLDS, SETTINGS, chosen_places, folds
from studio.taste.fitting import chances, fit
from studio.taste.problem import FEWEST_RATINGS, Problem

DRAWS = 3
MOST_DRAWN_OFTEN = 300
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Agreement after so many ratings, with its interval."""

    ratings: int
    agreement: float
    low: float
    high: float


def learning_curve(problem: Problem, *, out_of_fold: Matrix) -> list[CurvePoint]:
    """One point a doubling, and the last one with all ratings; none for numbers, which have no exact agreement.

    Points before the last take the usual setting, which is fixed beforehand: nothing they are tried on has chosen it.
    """
    if problem.kind == "number":
        return []
    count = len(problem.answers)
    reachable = count * (OUTER_FOLDS - 1) // OUTER_FOLDS
    sizes = [size for step in range(12) if (size := FEWEST_RATINGS * 2**step) < 0.9 * reachable]
    points = [_point(problem, size, _share_right(problem, size=size)) for size in sizes]
    right = (chosen_places(out_of_fold, kind=problem.kind) == problem.answers).astype(float)
    return [*points, _point(problem, count, right)]


def _share_right(problem: Problem, *, size: int) -> Matrix:
    """For each row how often it was right, over draws of so many ratings about other inputs."""
    draws = DRAWS if size <= MOST_DRAWN_OFTEN else 1
    right = np.zeros(len(problem.answers))
    for number, (learn, held_out) in enumerate(folds(problem.groups, count=OUTER_FOLDS)):
        for draw in range(draws):
            chosen = np.random.default_rng([number, draw, size]).permutation(learn)[:size]
            logits = fit(problem.part(chosen), SETTINGS[0]).logits(problem.rows[held_out])
            places = chosen_places(chances(logits, kind=problem.kind), kind=problem.kind)
            right[held_out] += (places == problem.answers[held_out]) / draws
    return right


def _point(problem: Problem, ratings: int, right: Matrix) -> CurvePoint:
    _, unit = np.unique(problem.groups, return_inverse=True)
    hits, totals = (np.bincount(unit, weights=w).astype(np.float64) for w in (right, np.ones(len(unit))))
    share = grouped_share(hits, totals, n=len(right), confidence=CONFIDENCE, why="nothing is rated")
    value = share.value or 0.0
    low, high = share.low, share.high
    return CurvePoint(ratings, value, value if low is None else low, value if high is None else high)
