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
    return correlation(cells, _standard(cells.row_numbers), _standard(cells.column_numbers))


def correlation(cells: Cells, x: FloatArray, y: FloatArray) -> FloatArray:
    """Pearson's correlation of numbers in place of either side's values, around 0 and of unit size; NaN if constant."""
    total = cells.weights.sum(axis=-1)
    mean_x, spread_x = _moments(cells.row_weights, x)
    mean_y, spread_y = _moments(cells.column_weights, y)
    varies = (spread_x > NOTHING) & (spread_y > NOTHING)
    covariance = ratio(cells.together(x, y), total) - mean_x * mean_y
    return ratio(covariance, np.where(varies, np.sqrt(np.abs(spread_x * spread_y)), 0))


def _moments(weights: FloatArray, numbers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weighted mean and variance of numbers `[..., values]`."""
    total = weights.sum(axis=-1)
    mean = ratio((weights * numbers).sum(axis=-1), total)
    return mean, ratio((weights * numbers**2).sum(axis=-1), total) - mean**2


def _standard(numbers: FloatArray) -> FloatArray:
    """Numbers moved and stretched to unit size, so that one threshold tells rounding from spread."""
    spread = float(np.ptp(numbers)) if numbers.size else 0.0
    return (numbers - numbers.mean()) / spread if spread > 0 else np.zeros_like(numbers)
