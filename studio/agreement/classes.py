"""How well single values are found, on tables `[..., K, K]` with her values as rows; no value is the positive one."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import NOTHING, FloatArray, ratio


def _hits(table: FloatArray) -> FloatArray:
    return np.diagonal(table, axis1=-2, axis2=-1)


def precision(table: FloatArray) -> FloatArray:
    """Per value `[..., K]`: of the verdicts with it, the share she gave too; NaN where the judge never gives it."""
    return ratio(_hits(table), table.sum(axis=-2))


def recall(table: FloatArray) -> FloatArray:
    """Per value `[..., K]`: of her ratings with it, the share the judge found; NaN where she never gives it."""
    return ratio(_hits(table), table.sum(axis=-1))


def f1(table: FloatArray) -> FloatArray:
    """Per value `[..., K]`: 2 hits / (her count + the judge's count); NaN where neither gives it."""
    return ratio(2 * _hits(table), table.sum(axis=-1) + table.sum(axis=-2))


def specificity(table: FloatArray) -> FloatArray:
    """Per value `[..., K]`: of her ratings without it, the share the judge left without it too; NaN if all have it."""
    total = table.sum(axis=(-2, -1))[..., None]
    others = total - table.sum(axis=-1)
    return ratio(others - table.sum(axis=-2) + _hits(table), others)


def macro(per_value: FloatArray, table: FloatArray) -> FloatArray:
    """Plain mean over the values that she or the judge gave; an undefined one counts 0, as in scikit-learn.

    Leaving out a value that the judge never finds would flatter it.
    """
    given = table.sum(axis=-1) + table.sum(axis=-2) > 0
    return ratio(np.where(given, np.nan_to_num(per_value), 0).sum(axis=-1), given.sum(axis=-1).astype(float))


def matthews(table: FloatArray) -> FloatArray:
    """Correlation of two sets of values without order, -1 to 1; NaN where either side is constant (Gorodkin 2004)."""
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    total = rows.sum(axis=-1)
    covered = ratio(_hits(table).sum(axis=-1) * total - (rows * columns).sum(axis=-1), total**2)
    spread_rows = 1 - ratio((rows**2).sum(axis=-1), total**2)
    spread_columns = 1 - ratio((columns**2).sum(axis=-1), total**2)
    spread = spread_rows * spread_columns
    return ratio(covered, np.where(spread > NOTHING, np.sqrt(np.maximum(spread, 0)), 0))
