"""Fleiss' kappa: agreement of many raters beyond luck; it refuses to count a row with one rating."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import FloatArray, IntArray, ratio


def fleiss_sums(places: IntArray, *, size: int) -> FloatArray:
    """What Fleiss' kappa needs of each row: whether it counts, its share of agreeing pairs, how often each value.

    `places` `[raters, rows]` are the values' places on the scale, -1 for missing.
    """
    counts = (places[..., None] == np.arange(size)).sum(axis=0).astype(float)
    raters = counts.sum(axis=1)
    usable = raters >= 2
    agreeing = np.where(usable, ratio((counts**2).sum(axis=1) - raters, raters * (raters - 1)), 0)
    return np.column_stack([usable, np.nan_to_num(agreeing), counts * usable[:, None]]).astype(float)


def fleiss_kappa(sums: FloatArray) -> FloatArray:
    """(P - P_e) / (1 - P_e): mean share of agreeing pairs of raters against luck, Σ p_j² (Fleiss 1971).

    From sums `[..., 2 + values]`; up to 1, NaN where all ratings are one value. Rows may have unequal numbers.
    """
    observed = ratio(sums[..., 1], sums[..., 0])
    expected = (ratio(sums[..., 2:], sums[..., 2:].sum(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    return ratio(observed - expected, 1 - expected)
