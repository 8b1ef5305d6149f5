"""Shares and means of rows that come in groups and may carry weights; it refuses to narrow an interval for groups."""

from __future__ import annotations

import math

import numpy as np

from studio.agreement.arrays import NOTHING, FloatArray
from studio.agreement.distributions import beta_quantile, normal_quantile, student_quantile
from studio.agreement.figures import NO_SPREAD, Figure, undefined


def wilson_interval(share: float, *, n: float, deviate: float = 1.959963984540054) -> tuple[float, float]:
    """Ends of the interval (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), inside 0 to 1 (Wilson 1927)."""
    square = deviate**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = deviate * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    # The share itself is always inside, whatever the last digit says.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def grouped_share(
    hits: FloatArray, totals: FloatArray, *, n: int, confidence: float, why: str, heaviest: float | None = None
) -> Figure:
    """Share Σ hits / Σ totals of n rows given as weights per unit, with Wilson's interval at their effective number.

    The effective number is n / design effect, from the spread of the units' residuals (Kish 1965), never above n;
    where all rows agree it is the number of units that weigh as much. `heaviest` is the largest weight of a unit where
    ratings were picked with unequal chances: then see weighted_ends. `why` is the reason given when there is no row.
    """
    total = float(totals.sum())
    if n == 0 or total <= 0:
        return undefined(why, n=n)
    share = min(1.0, float(hits.sum()) / total)
    tail = (1 + confidence) / 2
    if heaviest is not None:
        low, high = weighted_ends(hits, totals, n=n, tail=tail, heaviest=heaviest)
        return Figure(value=share, low=min(low, share), high=max(high, share), n=n, method="Beta, by weight")
    effective, grouped = _effective_number(hits, totals, share=share, n=n)
    # Inputs of unequal size tell of the spread as little as fewer equal ones (Kish 1965).
    freedom = effective_units(totals) - 1
    deviate = student_quantile(tail, degrees=max(1.0, freedom)) if grouped and freedom > 0 else normal_quantile(tail)
    low, high = wilson_interval(share, n=effective, deviate=deviate)
    return Figure(value=share, low=low, high=high, n=n, method="Wilson, by input" if grouped else "Wilson")


def effective_units(totals: FloatArray) -> float:
    """How many units of equal weight tell as much as these: (Σ w)² / Σ w² (Kish 1965); 0 for none."""
    squares = float((totals**2).sum())
    return float(totals.sum()) ** 2 / squares if squares > 0 else 0.0


def weighted_ends(hits: FloatArray, totals: FloatArray, *, n: int, tail: float, heaviest: float) -> tuple[float, float]:
    """Ends of a weighted share: the beta interval at the effective number (Korn & Graubard 1998), widened for luck.

    Each end is taken as if half a unit of the heaviest weight more had fallen on its side: a miss that would count
    heavily may be rare enough not to have been met (Fay & Feuer 1997; the half as in Jeffreys' interval).
    """
    high = _upper_end(hits, totals, n=n, tail=tail, extra=heaviest / 2)
    return 1 - _upper_end(totals - hits, totals, n=n, tail=tail, extra=heaviest / 2), high


def _upper_end(hits: FloatArray, totals: FloatArray, *, n: int, tail: float, extra: float) -> float:
    total = float(totals.sum()) + extra
    share = (float(hits.sum()) + extra) / total
    if share > 1 - NOTHING:
        return 1.0
    squares = float(((hits - share * totals) ** 2).sum()) + 2 * extra**2 * (1 - share) ** 2
    effective = min(share * (1 - share) * total**2 / squares, n + 0.5)
    return beta_quantile(tail, a=effective * share, b=effective * (1 - share))


def _effective_number(hits: FloatArray, totals: FloatArray, *, share: float, n: int) -> tuple[float, bool]:
    """How many plain rows the units are worth, and whether they differ from plain rows at all."""
    used = totals > 0
    units, weights = int(used.sum()), totals[used]
    if units == n and np.ptp(weights) < 1e-9:
        return float(n), False
    if units < 2 or not 0 < share < 1:
        return effective_units(weights), True
    residuals = hits[used] - share * weights
    spread = units / (units - 1) * float((residuals**2).sum()) / float(weights.sum()) ** 2
    return max(1.0, min(share * (1 - share) / spread, float(n))) if spread > 0 else float(n), True


def grouped_mean(sums: FloatArray, totals: FloatArray, *, n: int, confidence: float, why: str) -> Figure:
    """Mean Σ sums / Σ totals of n rows given as weights per unit, with Student's interval over units (Cochran 1977)."""
    used = totals > 0
    units, total = int(used.sum()), float(totals.sum())
    if n == 0:
        return undefined(why, n=0)
    mean = float(sums.sum()) / total
    residuals = sums[used] - mean * totals[used]
    if units < 2 or float(np.abs(residuals).max()) < NOTHING:
        return Figure(value=mean, n=n, method="Student's t", why=NO_SPREAD)
    error = math.sqrt(units / (units - 1) * float((residuals**2).sum())) / total
    half = student_quantile((1 + confidence) / 2, degrees=max(1.0, effective_units(totals) - 1)) * error
    return Figure(value=mean, low=mean - half, high=mean + half, n=n, method="Student's t")
