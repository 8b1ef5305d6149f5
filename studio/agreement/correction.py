"""Quality of all samples from a judge's verdicts corrected by her ratings; it refuses unchecked verdicts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.agreement.arrays import FloatArray, IntArray, added
from studio.agreement.distributions import student_quantile
from studio.agreement.figures import Figure, undefined
from studio.agreement.grouping import grouping
from studio.agreement.ladder import Ladder
from studio.records import Level, Value

ASSUMPTION = "Valid only if the rated samples were picked at random, or by the chances their weights state."


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedEstimate:
    """Mean rating (or share of one value) over all samples, three ways."""

    samples: int
    """All samples with a verdict, rated or not."""
    corrected: Figure
    """Verdicts on all samples, corrected by the ratings."""
    ratings_only: Figure
    verdicts_only: float | None
    """What the judge alone would claim; no interval, since it may be wrong everywhere alike."""
    trust: float
    """How far the verdicts were used, 0 to 1."""
    worth: float | None
    """How many ratings alone would give as narrow an interval."""
    assumption: str = ASSUMPTION

    def sentence(self, *, samples: str = "samples") -> str:
        """What the estimate is, for the page."""
        return (
            f"Estimate for all {self.samples:,} {samples}, using the judge's verdicts corrected by your "
            f"{self.ratings_only.n:,} ratings. {self.assumption}"
        )


def corrected_estimate(
    rater_values: Sequence[Value | None],
    judge_values: Sequence[Value | None],
    *,
    values: Sequence[Value],
    level: Level,
    share_of: Value | None = None,
    groups: Sequence[Hashable] | None = None,
    weights: Sequence[float] | FloatArray | None = None,
    confidence: float = 0.95,
) -> CorrectedEstimate:
    """Mean of her ratings over all rows, or the share of one value, from a judge checked by her on some rows.

    mean_rated(rating) + λ (mean_all(verdict) - mean_rated(verdict)), with the λ in 0 to 1 of least variance
    (prediction-powered inference, Angelopoulos et al. 2023; tuned, Angelopoulos, Duchi & Zrnic 2023). Rows of one input
    hang together; `weights` are what each rated row counts (see draw_weights). Rows without a verdict are left out. The
    interval of a share is that of a table with half a rated row more in each of its four cells, for errors that were
    not met (Jeffreys' prior; cf. Bonett & Price 2012). No estimate below two rated inputs.
    """
    ladder = Ladder(values=tuple(values), level=level)
    rated, judged = _amounts(ladder, rater_values, share_of), _amounts(ladder, judge_values, share_of)
    judged_rows = ~np.isnan(judged)
    known = ~np.isnan(rated) & judged_rows
    group = grouping(groups, counts=judged_rows).group
    if len(np.unique(group[known])) < 2:
        return _nothing(known, judged_rows)
    chance = np.ones(len(known)) if weights is None else np.asarray(weights, dtype=float)
    rows = _Rows(rated=rated, judged=judged, weight=np.where(known, chance, 0), counts=judged_rows * 1.0, group=group)
    found = _means(rows)
    around = found if share_of is None else _means(rows.with_errors_not_met())
    degrees, n = len(np.unique(group[known])) - 1, int(known.sum())
    reach = student_quantile((1 + confidence) / 2, degrees=degrees)
    corrected = _figure(found.corrected, around.corrected, reach, n=n, is_share=share_of is not None)
    ratings_only = _figure(found.ratings, around.ratings, reach, n=n, is_share=share_of is not None)
    return CorrectedEstimate(
        samples=int(judged_rows.sum()),
        corrected=corrected,
        ratings_only=ratings_only,
        verdicts_only=found.everywhere.value,
        trust=found.trust,
        worth=_worth(corrected, ratings_only),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """Her amounts and the judge's, row by row."""

    rated: FloatArray
    judged: FloatArray
    weight: FloatArray
    """What a rated row counts; 0 for the others."""
    counts: FloatArray
    """1 for each row the estimate is about."""
    group: IntArray

    def with_errors_not_met(self) -> _Rows:
        """Half a rated row more of each kind, as heavy as rated rows are on average (by their own weight)."""
        extra = float((self.weight**2).sum() / self.weight.sum()) / 2
        return _Rows(
            rated=np.append(self.rated, [1.0, 1.0, 0.0, 0.0]),
            judged=np.append(self.judged, [1.0, 0.0, 1.0, 0.0]),
            weight=np.append(self.weight, [extra] * 4),
            counts=np.append(self.counts, [0.0] * 4),
            group=np.append(self.group, self.group.max() + np.arange(1, 5)),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Means:
    """The means that the estimate is made of."""

    ratings: _Mean
    everywhere: _Mean
    corrected: _Mean
    trust: float


def _means(rows: _Rows) -> _Means:
    ratings, checked = (_mean_of(side, rows.weight, rows.group) for side in (rows.rated, rows.judged))
    everywhere = _mean_of(rows.judged, rows.counts, rows.group)
    shift = everywhere.less(checked)
    trust = _least_variance(ratings, shift)
    return _Means(ratings=ratings, everywhere=everywhere, corrected=ratings.plus(shift, times=trust), trust=trust)


def _figure(mean: _Mean, around: _Mean, reach: float, *, n: int, is_share: bool) -> Figure:
    """A mean with the interval around another one, inside 0 to 1 for a share."""
    half = reach * around.error
    low, high = min(mean.value, around.value - half), max(mean.value, around.value + half)
    if is_share:
        low, high = max(0.0, low), min(1.0, high)
    return Figure(value=mean.value, low=low, high=high, n=n, method="prediction-powered")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Mean:
    """A weighted mean, how much each group pulls on it (its influence) and so its standard error."""

    value: float
    pull: FloatArray

    def plus(self, other: _Mean, *, times: float) -> _Mean:
        return _Mean(value=self.value + times * other.value, pull=self.pull + times * other.pull)

    def less(self, other: _Mean) -> _Mean:
        return self.plus(other, times=-1)

    @property
    def error(self) -> float:
        groups = int(np.count_nonzero(self.pull))
        return math.sqrt(groups / max(groups - 1, 1) * float(self.pull @ self.pull))


def _mean_of(amounts: FloatArray, weight: FloatArray, group: IntArray) -> _Mean:
    used = weight > 0
    total = float(weight[used].sum())
    value = float((amounts[used] * weight[used]).sum()) / total
    pull = added(group[used], weight[used] * (amounts[used] - value) / total, size=int(group.max()) + 1)
    return _Mean(value=value, pull=pull)


def _least_variance(ratings: _Mean, shift: _Mean) -> float:
    """The share of the verdicts' shift that makes the estimate vary least; 0 where every judged row is rated."""
    spread = float(shift.pull @ shift.pull)
    return float(np.clip(-(ratings.pull @ shift.pull) / spread, 0, 1)) if spread > 1e-18 else 0.0


def _amounts(ladder: Ladder, values: Sequence[Value | None], share_of: Value | None) -> FloatArray:
    numbers = ladder.read(values)
    if share_of is None:
        if ladder.level == "nominal" or not ladder.numeric:
            raise ValueError("Name the value whose share is wanted: values of this scale have no mean.")
        return numbers
    place = ladder.values.index(share_of)
    return np.where(np.isnan(numbers), np.nan, (numbers == ladder.numbers[place]).astype(float))


def _worth(corrected: Figure, ratings_only: Figure) -> float | None:
    if not corrected.width or not ratings_only.width:
        return None
    return ratings_only.n * (ratings_only.width / corrected.width) ** 2


def _nothing(known: NDArray[np.bool_], judged: NDArray[np.bool_]) -> CorrectedEstimate:
    why = "Too few judged samples are rated to correct the judge. Rate samples of at least two inputs."
    return CorrectedEstimate(
        samples=int(judged.sum()),
        corrected=undefined(why, n=int(known.sum())),
        ratings_only=undefined(why, n=int(known.sum())),
        verdicts_only=None,
        trust=0.0,
        worth=None,
    )
