"""Krippendorff's alpha for two or many raters, with missing cells; it refuses to clip a negative value."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.agreement.arrays import FloatArray, IntArray, ratio
from studio.agreement.cells import Cells
from studio.agreement.ranks import middle_ranks

# Cells hold each pair of values of one unit once, with weight 1 / (values of the unit - 1). The coincidences are
# these weights and their mirror image, so that the pool of values is rows and columns together (Krippendorff 2011).


def alpha_nominal(cells: Cells) -> FloatArray:
    """1 - D_o / D_e where values differ or not; up to 1, below 0 is worse than luck, NaN if all are one value."""
    pool, _, _ = _pooled(cells)
    observed = cells.mean((cells.x != cells.y).astype(float))
    total = pool.sum(axis=-1)
    return 1 - ratio(observed, ratio(total**2 - (pool**2).sum(axis=-1), total * (total - 1)))


def alpha_ordinal(cells: Cells) -> FloatArray:
    """1 - D_o / D_e where values differ by the square of the ranks between them; NaN if all are one value."""
    pool, rows, columns = _pooled(cells)
    ranks = ratio(middle_ranks(pool), pool.sum(axis=-1, keepdims=True)) - 0.5
    return _alpha_of_numbers(cells, pool, ranks, rows=rows, columns=columns)


def alpha_interval(cells: Cells) -> FloatArray:
    """1 - D_o / D_e where values differ by the square of their distance; NaN if all are one value."""
    pool, rows, columns = _pooled(cells)
    numbers = np.unique(np.concatenate([cells.row_numbers, cells.column_numbers]))
    span = float(np.ptp(numbers)) if numbers.size else 0.0
    placed = (numbers - numbers.mean()) / (span or 1.0)
    return _alpha_of_numbers(cells, pool, placed, rows=rows, columns=columns)


def _alpha_of_numbers(
    cells: Cells, pool: FloatArray, numbers: FloatArray, *, rows: IntArray, columns: IntArray
) -> FloatArray:
    """Alpha where each pooled value stands at a number: D_o = mean squared gap, D_e = twice the pooled variance."""
    total = pool.sum(axis=-1)
    squares, sums = (pool * numbers**2).sum(axis=-1), (pool * numbers).sum(axis=-1)
    gaps = squares - 2 * cells.together(numbers[..., rows], numbers[..., columns])
    spread = squares - ratio(sums**2, total)
    return 1 - ratio(ratio(gaps, total / 2), 2 * ratio(spread, total - 1))


def _pooled(cells: Cells) -> tuple[FloatArray, IntArray, IntArray]:
    """Weight of each value on both sides together, and where her values and the judge's stand in that pool."""
    together = np.concatenate([cells.row_numbers, cells.column_numbers])
    numbers, places = np.unique(together, return_inverse=True)
    rows, columns = places[: len(cells.row_numbers)], places[len(cells.row_numbers) :]
    pool = np.zeros_like(cells.row_weights, shape=(*cells.row_weights.shape[:-1], len(numbers)))
    pool[..., rows] += cells.row_weights
    pool[..., columns] += cells.column_weights
    return pool, rows, columns


def pairs_of_units(values: FloatArray) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """All pairs of values within units, from `[raters, units]` with NaN for missing: (unit, x, y, weight 1/(m - 1))."""
    present = ~np.isnan(values)
    weight_of_unit = 1 / np.maximum(present.sum(axis=0) - 1, 1)
    pieces: list[tuple[NDArray[Any], ...]] = [(np.empty(0),) * 4]
    for first in range(len(values)):
        for second in range(first + 1, len(values)):
            units = np.flatnonzero(present[first] & present[second])
            pieces.append((units, values[first, units], values[second, units], weight_of_unit[units]))
    units, x, y, weights = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return units.astype(np.int64), x, y, weights
