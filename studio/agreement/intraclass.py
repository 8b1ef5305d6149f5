"""Intraclass correlations of several raters' numbers (Shrout & Fleiss 1979); it refuses to clip a negative one."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import FloatArray, ratio


def item_sums(values: FloatArray) -> FloatArray:
    """What the coefficients need of each row of `[raters, rows]`, NaN for missing: `[rows, 6 + raters]`.

    Counts of rows, values and squared values per row; their squares, k times the squared mean; each rater's value.
    """
    known = ~np.isnan(values)
    filled = np.where(known, values - np.nanmean(values), 0) if known.any() else np.zeros_like(values)
    k = known.sum(axis=0).astype(float)
    usable = k > 0
    total = filled.sum(axis=0)
    between = np.where(usable, total**2 / np.maximum(k, 1), 0)
    columns = [usable.astype(float), k, k**2, total, between, (filled**2).sum(axis=0)]
    return np.stack([*columns, *filled], axis=1)


def one_way(sums: FloatArray, *, averaged: bool) -> FloatArray:
    """ICC(1), or ICC(1,k) if averaged: share of variance between rows, any rater anywhere; up to 1, NaN if constant.

    (MSB - MSW) / (MSB + (k0 - 1) MSW), or / MSB; k0 stands for the raters a row where rows have unequal numbers.
    """
    rows, count, squares, total, between, square = (sums[..., column] for column in range(6))
    among = ratio(between - ratio(total**2, count), rows - 1)
    inside = ratio(square - between, count - rows)
    if averaged:
        return ratio(among - inside, among)
    usual = ratio(count - ratio(squares, count), rows - 1)
    return ratio(among - inside, among + (usual - 1) * inside)


def two_way(sums: FloatArray, *, raters: int, fixed: bool, averaged: bool) -> FloatArray:
    """ICC(2) or, with these raters and no others (fixed), ICC(3); averaged over k raters if wanted; rows complete.

    From the mean squares of rows, raters and the rest; up to 1, NaN if constant.
    """
    rows, count, _, total, between, square = (sums[..., column] for column in range(6))
    centre = ratio(total**2, count)
    columns = ratio((sums[..., 6:] ** 2).sum(axis=-1), rows) - centre
    among = ratio(between - centre, rows - 1)
    rest = ratio(square - between - columns, (rows - 1) * (raters - 1))
    lift = 0.0 if fixed else ratio(columns / (raters - 1) - rest, rows)
    if averaged:
        return ratio(among - rest, among + lift)
    return ratio(among - rest, among + (raters - 1) * rest + raters * lift)
