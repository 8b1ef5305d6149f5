"""Shares and means of rows that come in groups and may carry weights; it refuses to narrow an interval for groups."""

from __future__ import annotations

import math

import numpy as np

from studio.agreement.arrays import NOTHING, FloatArray
from studio.agreement.distributions import normal_quantile, student_quantile
from studio.agreement.figures import NO_SPREAD, Figure, undefined


def wilson_interval(share: float, *, n: float, deviate: float = 1.959963984540054) -> tuple[float, float]:
    """Ends of the interval (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), inside 0 to 1 (Wilson 1927)."""
    square = deviate**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = deviate * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    # The share itself is always inside, whatever the last digit says.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def grouped_share(hits: FloatArray, totals: FloatArray, *, n: int, confidence: float, why: str) -> Figure:
    """Share Σ hits / Σ totals of n rows given as weights per unit, with Wilson's interval at their effective number.

    The effective number is n / design effect, from the spread of the units' residuals (Kish 1965), never above n;
    where all rows agree it is the number of units that weigh as much. `why` is the reason given when there is no row.
    """
    total = float(totals.sum())
    if n == 0 or total <= 0:
        return undefined(why, n=n)
    share = min(1.0, float(hits.sum()) / total)
    effective, grouped = _effective_number(hits, totals, share=share, n=n)
    tail = (1 + confidence) / 2
    # A few heavy units tell of the spread as little as so many equal ones (Kish 1965).
    freedom = total**2 / float((totals**2).sum()) - 1
    deviate = student_quantile(tail, degrees=max(1.0, freedom)) if grouped and freedom > 0 else normal_quantile(tail)
    low, high = wilson_interval(share, n=effective, deviate=deviate)
    return Figure(value=share, low=low, high=high, n=n, method="Wilson, by input" if grouped else "Wilson")


def _effective_number(hits: FloatArray, totals: FloatArray, *, share: float, n: int) -> tuple[float, bool]:
    """How many plain rows the units are worth, and whether they differ from plain rows at all."""
    used = totals > 0
    units, weights = int(used.sum()), totals[used]
    if units == n and np.ptp(weights) < 1e-9:
        return float(n), False
    worth = float(weights.sum() ** 2 / (weights**2).sum())
    if units < 2 or not 0 < share < 1:
        return worth, True
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
    half = student_quantile((1 + confidence) / 2, degrees=units - 1) * error
    return Figure(value=mean, low=mean - half, high=mean + half, n=n, method="Student's t")
