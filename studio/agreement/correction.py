"""Quality of all samples from a judge's verdicts corrected by her ratings; it refuses unchecked verdicts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.arrays import FloatArray, added
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

    mean_all(verdict) · λ + mean_rated(rating - λ verdict), with the λ in 0 to 1 that gives the least variance
    (prediction-powered inference, Angelopoulos et al. 2023; tuned, Angelopoulos, Duchi & Zrnic 2023). Rows of one input
    hang together. Rows without a verdict are left out. No estimate below two rated inputs.
    """
    ladder = Ladder(values=tuple(values), level=level)
    rated, judged = _amounts(ladder, rater_values, share_of), _amounts(ladder, judge_values, share_of)
    rated[np.isnan(judged)] = np.nan
    known, other = ~np.isnan(rated), np.isnan(rated) & ~np.isnan(judged)
    grouped = grouping(groups, counts=known | other)
    size, group = int(grouped.group.max(initial=-1)) + 1, grouped.group
    if len(np.unique(group[known])) < 2:
        return _nothing(known, other)
    weight = np.where(known, 1.0 if weights is None else np.asarray(weights, dtype=float), 0.0)
    plain = _pull(rated, weight, group, size)
    shift = _pull(judged, other.astype(float), group, size) - _pull(judged, weight, group, size)
    trust = float(np.clip(-(plain @ shift) / (shift @ shift), 0, 1)) if shift @ shift > 0 and other.any() else 0.0
    raters_mean = float(np.average(rated[known], weights=weight[known]))
    gap = float(judged[other].mean() - np.average(judged[known], weights=weight[known])) if other.any() else 0.0
    degrees = len(np.unique(group[known])) - 1
    n = int(known.sum())
    corrected = _figure(raters_mean + trust * gap, plain + trust * shift, degrees, n=n, confidence=confidence)
    ratings_only = _figure(raters_mean, plain, degrees, n=n, confidence=confidence)
    return CorrectedEstimate(
        samples=int((known | other).sum()),
        corrected=corrected,
        ratings_only=ratings_only,
        verdicts_only=float(judged[known | other].mean()),
        trust=trust,
        worth=_worth(corrected, ratings_only),
    )


def _amounts(ladder: Ladder, values: Sequence[Value | None], share_of: Value | None) -> FloatArray:
    numbers = ladder.read(values)
    if share_of is None:
        if ladder.level == "nominal" or not ladder.numeric:
            raise ValueError("Name the value whose share is wanted: values of this scale have no mean.")
        return numbers
    place = ladder.values.index(share_of)
    return np.where(np.isnan(numbers), np.nan, (numbers == ladder.numbers[place]).astype(float))


def _pull(amounts: FloatArray, weight: FloatArray, group: np.ndarray, size: int) -> FloatArray:
    """How much each group pulls on the weighted mean of the amounts (its influence)."""
    used = weight > 0
    total = weight[used].sum()
    if total == 0:
        return np.zeros(size)
    apart = amounts[used] - (amounts[used] * weight[used]).sum() / total
    return added(group[used], weight[used] * apart / total, size=size)


def _figure(value: float, pull: FloatArray, degrees: int, *, n: int, confidence: float) -> Figure:
    groups = int(np.count_nonzero(pull)) or 1
    error = float(np.sqrt(max(groups / max(groups - 1, 1), 1.0) * (pull @ pull)))
    half = student_quantile((1 + confidence) / 2, degrees=degrees) * error
    return Figure(value=value, low=value - half, high=value + half, n=n, method="prediction-powered")


def _worth(corrected: Figure, ratings_only: Figure) -> float | None:
    if not corrected.width or not ratings_only.width:
        return None
    return ratings_only.n * (ratings_only.width / corrected.width) ** 2


def _nothing(known: np.ndarray, other: np.ndarray) -> CorrectedEstimate:
    why = "Too few judged samples are rated to correct the judge. Rate samples of at least two inputs."
    return CorrectedEstimate(
        samples=int((known | other).sum()),
        corrected=undefined(why, n=int(known.sum())),
        ratings_only=undefined(why, n=int(known.sum())),
        verdicts_only=None,
        trust=0.0,
        worth=None,
    )
