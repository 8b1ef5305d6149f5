"""How far numbers lie apart, on weighted cells; it refuses to rank."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import NOTHING, FloatArray, ratio
from studio.agreement.cells import Cells


def mean_absolute_error(cells: Cells) -> FloatArray:
    """Mean |judge - rater| in the scale's units (steps on a scale of words); 0 or more, NaN with no pairs."""
    return cells.mean(np.abs(cells.y - cells.x))


def root_mean_square_error(cells: Cells) -> FloatArray:
    """Square root of the mean (judge - rater)²; 0 or more, large misses count more, NaN with no pairs."""
    return np.sqrt(cells.mean((cells.y - cells.x) ** 2))


def signed_bias(cells: Cells) -> FloatArray:
    """Mean (judge - rater): above 0 the judge is kinder than the rater, below 0 stricter; NaN with no pairs."""
    return cells.mean(cells.y - cells.x)


def pearson(cells: Cells) -> FloatArray:
    """cov(x, y) / (sd x · sd y), -1 to 1; NaN where either side is constant (Pearson 1895)."""
    return weighted_correlation(_standard(cells.x), _standard(cells.y), cells.weights)


def weighted_correlation(x: FloatArray, y: FloatArray, weights: FloatArray) -> FloatArray:
    """Pearson's correlation of numbers `[..., cells]` under weights `[..., cells]`; NaN where either is constant."""
    total = weights.sum(axis=-1)
    mean_x, mean_y = ratio((weights * x).sum(axis=-1), total), ratio((weights * y).sum(axis=-1), total)
    x_apart, y_apart = x - mean_x[..., None], y - mean_y[..., None]
    together = ratio((weights * x_apart * y_apart).sum(axis=-1), total)
    spread_x = ratio((weights * x_apart**2).sum(axis=-1), total)
    spread_y = ratio((weights * y_apart**2).sum(axis=-1), total)
    varies = (spread_x > NOTHING) & (spread_y > NOTHING)
    return ratio(together, np.where(varies, np.sqrt(spread_x) * np.sqrt(spread_y), 0))


def _standard(numbers: FloatArray) -> FloatArray:
    """Numbers moved and stretched to unit size, so that one threshold tells rounding from spread."""
    spread = float(np.ptp(numbers)) if numbers.size else 0.0
    return (numbers - numbers.mean()) / spread if spread > 0 else np.zeros_like(numbers)
