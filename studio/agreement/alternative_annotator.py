"""The alternative annotator test: may this judge stand in for people? (Calderon, Reichart & Dror 2025)

It refuses fewer than three people and raters with fewer than thirty samples.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.distributions import student_below
from studio.agreement.figures import Figure, undefined
from studio.agreement.grouping import grouping
from studio.agreement.ladder import Ladder
from studio.agreement.proportions import grouped_mean
from studio.agreement.raters import Ratings, all_but, rating_table
from studio.agreement.resampling import Resampling
from studio.agreement.significance import benjamini_yekutieli
from studio.records import Level, Value

FEWEST_PEOPLE = 3
FEWEST_SAMPLES = 30
FALSE_DISCOVERIES = 0.05
EPSILON: dict[Literal["expert", "skilled", "crowd"], float] = {"expert": 0.2, "skilled": 0.15, "crowd": 0.1}
"""How much worse than a person the judge may be for being cheaper, by who the people are (their section 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The judge against one person, both measured by the others."""

    rater: str
    n: int
    judge_as_good: float
    """Share of samples where the judge is at least as near to the others as she is."""
    rater_as_good: float
    p_value: float
    beaten: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeAnnotatorTest:
    """Whether the judge may replace a person from this group."""

    winning_rate: float | None
    """Share of people the judge beats; 0.5 and more is a pass."""
    passes: bool | None
    advantage_probability: Figure
    """Chance that the judge is at least as near to the others as a random person; for comparing judges."""
    epsilon: float
    trials: tuple[Trial, ...]
    skipped: tuple[str, ...]
    """People with too few samples."""
    why: str | None


def alternative_annotator_test(
    ratings: Ratings,
    judge_values: Sequence[Value | None],
    *,
    values: Sequence[Value],
    level: Level,
    epsilon: float,
    groups: Sequence[Hashable] | None = None,
    resampling: Resampling | None = None,
) -> AlternativeAnnotatorTest:
    """Tests, person by person, whether the judge is at most `epsilon` less often as near to the others than she is.

    Nearness is the share of equal values on a nominal scale, else minus the root mean squared distance. One-sided t
    tests, false discoveries held at 5 % (Benjamini-Yekutieli). Rows need two ratings and a verdict.
    """
    ladder, resampling = Ladder(values=tuple(values), level=level), resampling or Resampling()
    verdicts = ladder.read(judge_values)
    contests = {name: _contest(ratings, name, verdicts, ladder) for name in ratings}
    skipped = tuple(name for name, wins in contests.items() if np.isfinite(wins[0]).sum() < FEWEST_SAMPLES)
    tried = {name: wins for name, wins in contests.items() if name not in skipped}
    if len(ratings) < FEWEST_PEOPLE or not tried:
        return _untested(ratings, epsilon=epsilon, skipped=skipped)
    p_values = [_p_value(judge, person, epsilon=epsilon) for judge, person in tried.values()]
    beaten = benjamini_yekutieli(p_values, rate=FALSE_DISCOVERIES)
    rate = sum(beaten) / len(beaten)
    return AlternativeAnnotatorTest(
        winning_rate=rate,
        passes=rate >= 0.5,
        advantage_probability=_advantage(np.stack([judge for judge, _ in tried.values()]), groups, resampling),
        epsilon=epsilon,
        trials=tuple(_trial(name, tried[name], p, won) for name, p, won in zip(tried, p_values, beaten, strict=True)),
        skipped=skipped,
        why=None,
    )


def _untested(ratings: Ratings, *, epsilon: float, skipped: tuple[str, ...]) -> AlternativeAnnotatorTest:
    few = f"The test needs {FEWEST_PEOPLE} people who rated the same samples; there are {len(ratings)}."
    short = f"Nobody rated {FEWEST_SAMPLES} samples that others rated and the judge judged."
    why = few if len(ratings) < FEWEST_PEOPLE else short
    return AlternativeAnnotatorTest(
        winning_rate=None,
        passes=None,
        advantage_probability=undefined(why, n=0),
        epsilon=epsilon,
        trials=(),
        skipped=skipped,
        why=why,
    )


def _contest(ratings: Ratings, rater: str, verdicts: FloatArray, ladder: Ladder) -> tuple[FloatArray, FloatArray]:
    """Per row 1 where the judge, and where the person, is at least as near to the others; NaN where unknown."""
    hers, others = ladder.read(ratings[rater]), rating_table(all_but(ratings, rater=rater), ladder=ladder)
    unknown = np.isnan(hers) | np.isnan(verdicts) | np.isnan(others).all(axis=0)
    judge, person = (_nearness(side, others, ladder) for side in (verdicts, hers))
    tolerance = 1e-12
    return (
        np.where(unknown, np.nan, (judge >= person - tolerance).astype(float)),
        np.where(unknown, np.nan, (person >= judge - tolerance).astype(float)),
    )


def _nearness(side: FloatArray, others: FloatArray, ladder: Ladder) -> FloatArray:
    present = ~np.isnan(others)
    count = np.maximum(present.sum(axis=0), 1)
    if ladder.level == "nominal":
        return np.asarray(((others == side) & present).sum(axis=0) / count)
    squares = np.where(present, (others - side) ** 2, 0).sum(axis=0) / count
    return np.asarray(-np.sqrt(squares))


def _p_value(judge: FloatArray, person: FloatArray, *, epsilon: float) -> float:
    """One-sided t test that the mean of (person's win - judge's win) is below epsilon."""
    gap = (person - judge)[np.isfinite(judge)]
    error = float(gap.std(ddof=1)) / math.sqrt(len(gap))
    if error == 0:
        return 0.0 if float(gap.mean()) < epsilon else 1.0
    return student_below((float(gap.mean()) - epsilon) / error, degrees=len(gap) - 1)


def _trial(rater: str, wins: tuple[FloatArray, FloatArray], p_value: float, beaten: bool) -> Trial:
    judge, person = wins
    return Trial(
        rater=rater,
        n=int(np.isfinite(judge).sum()),
        judge_as_good=float(np.nanmean(judge)),
        rater_as_good=float(np.nanmean(person)),
        p_value=p_value,
        beaten=beaten,
    )


def _advantage(wins: FloatArray, groups: Sequence[Hashable] | None, resampling: Resampling) -> Figure:
    """Mean over people of the judge's share of wins `[people, rows]`, each person counting the same."""
    known = np.isfinite(wins)
    share = known / known.sum(axis=1, keepdims=True)
    grouped = grouping(groups, counts=np.asarray(known.any(axis=0)), seed=resampling.seed)
    sums, totals = grouped.by_unit(np.stack([(np.where(known, wins, 0) * share).sum(axis=0), share.sum(axis=0)], 1)).T
    n = int(known.any(axis=0).sum())
    return grouped_mean(sums, totals, n=n, confidence=resampling.confidence, why="")
