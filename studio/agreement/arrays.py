"""Array types and the one division all coefficients share; it refuses to know what is being divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

SMALL_TABLE = 500_000
"""Up to this many entries adding up is quickest as a matrix product."""
NOTHING = 1e-12
"""Below this a share or a variance is rounding, not a number to divide by."""


def ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """numerator / denominator, and NaN (undefined, inside this package only) where the denominator is nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(denominator) > NOTHING, numerator / denominator, np.nan)


def shares(table: FloatArray) -> FloatArray:
    """A table `[..., rows, columns]` divided by its total; NaN where the total is nothing."""
    return ratio(table, table.sum(axis=(-2, -1), keepdims=True))


def marginal(weights: FloatArray, codes: IntArray, size: int) -> FloatArray:
    """Weights `[..., cells]` added up by code, `[..., size]`; every code from 0 to size - 1 must occur."""
    if len(codes) * size <= SMALL_TABLE:
        return np.asarray(weights @ (codes[:, None] == np.arange(size)).astype(float))
    if bool((codes[1:] >= codes[:-1]).all()):
        # Cells come sorted by row: taking them in order would copy the largest array there is for nothing.
        arranged, ordered = weights, codes
    else:
        order = np.argsort(codes, kind="stable")
        arranged, ordered = weights[..., order], codes[order]
    if len(codes) == size:
        return arranged
    return np.asarray(np.add.reduceat(arranged, np.searchsorted(ordered, np.arange(size)), axis=-1))


def added(codes: IntArray, amounts: FloatArray, *, size: int = 0) -> FloatArray:
    """Amounts `[rows]` added up by code, `[size]` or as many as there are codes."""
    return np.bincount(codes, weights=amounts, minlength=size).astype(np.float64)
