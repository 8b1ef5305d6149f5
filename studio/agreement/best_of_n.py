"""What picking the best of n by a judge is worth in a person's ratings; it picks by one judge at a time, and asks none.

All subsets of size n count, not one draw of them: with samples in the order of the judge's liking, the chance that one
of them is the pick of a random subset is a matter of counting (order statistics).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from studio.agreement.arrays import FloatArray, IntArray, ratio
from studio.agreement.figures import Figure, undefined
from studio.agreement.grouping import Grouping, grouping
from studio.agreement.ladder import Ladder
from studio.agreement.measured import bootstrap_figure
from studio.agreement.resampling import Resampling, redrawn_sums
from studio.records import Level, Value

Course = Literal["helps", "stops", "only_liking", "falls", "unknown"]

NO_RATINGS = "Too few of the judged samples are rated. Rate samples of at least two of these inputs."


@dataclass(frozen=True, slots=True, kw_only=True)
class BestOf:
    """What the judge's pick among n samples is worth."""

    n: int
    rating: Figure
    """The expected rating of the pick."""
    liking: Figure
    """The judge's own verdict on its pick: it can only grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharpeningCurve:
    """The expected rating of a judge's pick against the number of samples it picks from."""

    points: tuple[BestOf, ...]
    inputs: int
    """Inputs with enough judged samples; the same ones at every n."""
    rated: int
    """Their samples that are rated."""
    enough: int | None
    """The number of samples from which on more do not clearly help; None where that cannot be told."""
    course: Course
    """What happens beyond `enough`: nothing, only the judge's liking grows, or the rating even falls."""


def chances_of_pick(liking: FloatArray, group: IntArray, *, most: int) -> FloatArray:
    """The chance of each sample to be the pick of n random ones of its group, `[rows, most]` for n = 1 to most.

    With L samples of the group's m liked less and t alike (itself included): (C(L+t, n) - C(L, n)) / (t C(m, n)), so
    that ties are drawn by lot. Each group's column adds up to 1; every group must have at least `most` rows.
    """
    order = np.lexsort((liking, group))
    below, alike, size = _standing(liking[order], group[order])
    chances = np.empty((len(order), most))
    for m in np.unique(size):
        table = _below_chances(int(m), most=most)
        rows = size == m
        won = table[below[rows] + alike[rows]] - table[below[rows]]
        chances[order[rows]] = won / alike[rows][:, None]
    return chances


def sharpening_curve(
    rater_values: Sequence[Value | None],
    judge_values: Sequence[Value | None],
    *,
    values: Sequence[Value],
    level: Level,
    groups: Sequence[Hashable],
    most: int,
    weights: Sequence[float] | None = None,
    resampling: Resampling | None = None,
) -> SharpeningCurve:
    """The expected rating of the judge's pick for n = 1 to `most`: hers where rated, elsewhere the corrected judge's.

    With w the chance to be the pick: mean_rated(w rating) + λ (mean_all(w verdict) - mean_rated(w verdict)), the λ in
    0 to 1 of least variance (prediction-powered inference, Angelopoulos, Duchi & Zrnic 2023); where all samples are
    rated this is the mean over all subsets. Only inputs with at least `most` judged samples count. `weights` are
    one divided by each row's chance of being rated. Intervals redraw inputs. No value below two rated inputs.
    """
    how = resampling or Resampling()
    ladder = Ladder(values=tuple(values), level=level)
    rated, judged = ladder.read(rater_values), ladder.read(judge_values)
    rows = _rows_of_full_groups(~np.isnan(judged), groups, most=most)
    if not len(rows):
        return SharpeningCurve(points=(), inputs=0, rated=0, enough=None, course="unknown")
    names = [groups[row] for row in rows]
    group = grouping(names, counts=np.ones(len(rows), dtype=bool))
    inclusion = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float)[rows]
    return _curve(rated[rows], judged[rows], group=group, inclusion=inclusion, most=most, how=how)


def _curve(
    rated: FloatArray, judged: FloatArray, *, group: Grouping, inclusion: FloatArray, most: int, how: Resampling
) -> SharpeningCurve:
    chances = chances_of_pick(judged, group.group, most=most)
    known = ~np.isnan(rated)
    n, inputs = int(known.sum()), len(np.unique(group.group))
    liking = _liking_draws(chances, judged, group=group, how=how)
    if len(np.unique(group.group[known])) < 2:
        ratings = None
    else:
        weight = chances * np.where(known, inclusion, 0.0)[:, None]
        ratings = _rating_draws(chances, weight, np.nan_to_num(rated), judged, group=group, how=how)
    points = tuple(
        BestOf(
            n=place + 1,
            rating=undefined(NO_RATINGS, n=n)
            if ratings is None
            else bootstrap_figure(ratings[:, place], how, units=group.units, n=n, why=NO_RATINGS),
            liking=bootstrap_figure(liking[:, place], how, units=group.units, n=len(judged), why=NO_RATINGS),
        )
        for place in range(most)
    )
    enough, course = (None, "unknown") if ratings is None else _course(ratings, liking, units=group.units, how=how)
    return SharpeningCurve(points=points, inputs=inputs, rated=n, enough=enough, course=course)


def _liking_draws(chances: FloatArray, judged: FloatArray, *, group: Grouping, how: Resampling) -> FloatArray:
    most = chances.shape[1]
    sums = redrawn_sums(group.by_unit(np.hstack([chances * judged[:, None], chances])), how)
    return ratio(sums[:, :most], sums[:, most:])


def _rating_draws(
    chances: FloatArray, weight: FloatArray, rated: FloatArray, judged: FloatArray, *, group: Grouping, how: Resampling
) -> FloatArray:
    """The corrected expected rating, as observed, redrawn and with blocks left out: `[draws, n]`."""
    most = chances.shape[1]
    parts = [weight * rated[:, None], weight * judged[:, None], weight, chances * judged[:, None], chances]
    unit_sums = group.by_unit(np.hstack(parts))
    trust = _least_variance(unit_sums, most=most)
    return np.asarray(_corrected(redrawn_sums(unit_sums, how), trust, most=most))


def _corrected(sums: FloatArray, trust: FloatArray, *, most: int) -> FloatArray:
    ratings, checked, weight, everywhere, whole = (sums[:, i * most : (i + 1) * most] for i in range(5))
    return np.asarray(ratio(ratings, weight) + trust * (ratio(everywhere, whole) - ratio(checked, weight)))


def _least_variance(unit_sums: FloatArray, *, most: int) -> FloatArray:
    """For each n the share of the verdicts' shift that makes the estimate vary least, from each unit's pull on it."""
    ratings, checked, weight, everywhere, whole = (unit_sums[:, i * most : (i + 1) * most] for i in range(5))
    pull = _pull(ratings, weight)
    shift = _pull(everywhere, whole) - _pull(checked, weight)
    spread = (shift**2).sum(axis=0)
    trust = np.where(spread > 1e-18, -(pull * shift).sum(axis=0) / np.maximum(spread, 1e-18), 0.0)
    return np.clip(trust, 0.0, 1.0)


def _pull(amounts: FloatArray, weight: FloatArray) -> FloatArray:
    total = weight.sum(axis=0)
    mean = ratio(amounts.sum(axis=0), total)
    return ratio(amounts - mean * weight, total)


def _course(ratings: FloatArray, liking: FloatArray, *, units: int, how: Resampling) -> tuple[int | None, Course]:
    """Where more samples stop helping, and what happens from there on, by differences redrawn together."""
    if not np.isfinite(ratings[0]).all():
        return None, "unknown"
    last, best = ratings.shape[1] - 1, int(np.argmax(ratings[0]))
    enough = next(
        (place for place in range(best) if _side(ratings[:, best] - ratings[:, place], units=units, how=how) <= 0), best
    )
    if enough == last:
        return last + 1, "helps"
    if _side(ratings[:, last] - ratings[:, enough], units=units, how=how) < 0:
        return enough + 1, "falls"
    grows = _side(liking[:, last] - liking[:, enough], units=units, how=how) > 0
    return enough + 1, "only_liking" if grows else "stops"


def _side(difference: FloatArray, *, units: int, how: Resampling) -> int:
    """1 where the difference's interval lies above 0, -1 where it lies below, else 0."""
    figure = bootstrap_figure(difference, how, units=units, n=units, why=NO_RATINGS)
    if figure.low is None or figure.high is None:
        return int(np.sign(figure.value or 0.0))
    return int(figure.low > 0) - int(figure.high < 0)


def _standing(liking: FloatArray, group: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """For rows sorted by group and liking: how many of the group are liked less, how many alike, how many there are."""
    places = np.arange(len(liking))
    starts_group = np.r_[True, group[1:] != group[:-1]]
    starts_run = starts_group | np.r_[True, liking[1:] != liking[:-1]]
    run, of_group = np.cumsum(starts_run) - 1, np.cumsum(starts_group) - 1
    run_start, group_start = places[starts_run], places[starts_group]
    return run_start[run] - group_start[of_group], np.bincount(run)[run], np.bincount(of_group)[of_group]


def _below_chances(size: int, *, most: int) -> FloatArray:
    """C(l, n) / C(size, n) for l = 0 to size and n = 1 to most: the chance that n random ones are all among l."""
    rows = [[comb(low, n) / comb(size, n) for n in range(1, most + 1)] for low in range(size + 1)]
    return np.array(rows)


def _rows_of_full_groups(judged: NDArray[np.bool_], groups: Sequence[Hashable], *, most: int) -> IntArray:
    group = grouping(groups, counts=judged).group
    counts = np.bincount(group[judged], minlength=1)
    return np.flatnonzero(judged & (counts[group] >= most))
