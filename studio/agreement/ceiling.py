"""How well a judge can be expected to do: what a person agrees with herself, or people with each other."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.figures import Figure, undefined
from studio.agreement.grouping import Grouping, grouping
from studio.agreement.ladder import Ladder
from studio.agreement.proportions import grouped_mean, grouped_share
from studio.agreement.raters import Ratings, all_but, majority_values, mean_values
from studio.agreement.resampling import Resampling
from studio.records import Level, Value


def share_of_ceiling(judge: Figure, own: Figure) -> Figure:
    """Judge's agreement divided by the person's agreement with herself; above 1 the judge is steadier than she is.

    The interval comes from the two intervals (MOVER, Donner & Zou 2012); no value without both, or with a ceiling at 0.
    """
    if judge.value is None or own.value is None:
        return undefined(judge.why or own.why or "One of the two is missing.", n=min(judge.n, own.n))
    if own.value <= 0:
        return undefined("She agrees with herself no better than luck would.", n=own.n)
    n, share = min(judge.n, own.n), judge.value / own.value
    if judge.low is None or judge.high is None or own.low is None or own.high is None or own.low <= 0:
        return Figure(value=share, n=n, method="ratio", why="One of the two has no interval above 0.")
    low = _ratio_end(judge.value, own.value, own_end=own.high, judge_end=judge.low, sign=-1)
    high = _ratio_end(judge.value, own.value, own_end=own.low, judge_end=judge.high, sign=1)
    return Figure(value=share, low=low, high=high, n=n, method="ratio of intervals")


def _ratio_end(judge: float, own: float, *, own_end: float, judge_end: float, sign: int) -> float:
    product = judge * own
    room = product**2 - judge_end * own_end * (2 * judge - judge_end) * (2 * own - own_end)
    return (product + sign * math.sqrt(max(room, 0))) / (own_end * (2 * own - own_end))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One person and the judge, each against all the other people on the same samples."""

    rater: str
    person: Figure
    judge: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """How near people come to each other, and how near the judge comes to the same people."""

    measure: Literal["accuracy", "mae"]
    """`accuracy` against the others' majority, or `mae` against their mean."""
    person: Figure
    judge: Figure
    gap: Figure
    """Judge minus person; on accuracy above 0 the judge is the better colleague, on mae below 0."""
    left_out: tuple[LeftOut, ...]


def people_ceiling(
    ratings: Ratings,
    judge_values: Sequence[Value | None],
    *,
    values: Sequence[Value],
    level: Level,
    groups: Sequence[Hashable] | None = None,
    resampling: Resampling | None = None,
) -> Ceiling:
    """Leaves each person out in turn and compares her, and the judge, with the others on the samples she rated.

    Against the others' majority where values are words (ties skipped), against their mean where they are numbers.
    All figures are undefined where no sample has two ratings and a verdict.
    """
    ladder, resampling = Ladder(values=tuple(values), level=level), resampling or Resampling()
    verdicts = ladder.read(judge_values)
    near, far = zip(*(_both(ratings, name, verdicts, ladder) for name in ratings), strict=True)
    person, judge = np.stack(near), np.stack(far)
    grouped = grouping(groups, counts=~np.isnan(person).all(axis=0), seed=resampling.seed)
    share = _by_majority(ladder)
    return Ceiling(
        measure="accuracy" if share else "mae",
        person=_pooled(person, grouped, resampling, share=share),
        judge=_pooled(judge, grouped, resampling, share=share),
        gap=_pooled(judge - person, grouped, resampling, share=False),
        left_out=tuple(
            LeftOut(
                rater=name,
                person=_pooled(person[[i]], grouped, resampling, share=share),
                judge=_pooled(judge[[i]], grouped, resampling, share=share),
            )
            for i, name in enumerate(ratings)
        ),
    )


def _by_majority(ladder: Ladder) -> bool:
    return ladder.level == "nominal" or not ladder.numeric


def _both(ratings: Ratings, rater: str, verdicts: FloatArray, ladder: Ladder) -> tuple[FloatArray, FloatArray]:
    """Per row how the person and the judge stand to the others: 1 or 0 for equal, or the distance; NaN if unknown."""
    others, hers = all_but(ratings, rater=rater), ladder.read(ratings[rater])
    if not others:
        return np.full(len(hers), np.nan), np.full(len(hers), np.nan)
    equal = _by_majority(ladder)
    target = ladder.read(majority_values(others)) if equal else mean_values(others, ladder=ladder)
    unknown = np.isnan(target) | np.isnan(hers) | np.isnan(verdicts)
    sides = [(side == target).astype(float) if equal else np.abs(side - target) for side in (hers, verdicts)]
    person, judge = (np.where(unknown, np.nan, side) for side in sides)
    return person, judge


def _pooled(amounts: FloatArray, grouped: Grouping, resampling: Resampling, *, share: bool) -> Figure:
    """Mean over people and rows, rows of one input together; the n rows counted are samples, not comparisons."""
    known = ~np.isnan(amounts)
    n = int(known.any(axis=0).sum())
    sums, totals = grouped.by_unit(np.stack([np.where(known, amounts, 0).sum(axis=0), known.sum(axis=0)], axis=1)).T
    why = "No sample has two ratings and a verdict yet."
    measure = grouped_share if share else grouped_mean
    return measure(sums, totals, n=n, confidence=resampling.confidence, why=why)
