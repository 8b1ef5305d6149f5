"""Pairs of values as weighted cells, the one shape that all coefficients of two raters are computed from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio.agreement.arrays import FloatArray, IntArray, marginal, ratio


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Distinct pairs (hers, the judge's) and how much weight each carries; weights may be stacked `[..., cells]`."""

    rows: IntArray
    """Per cell, which of her values."""
    columns: IntArray
    """Per cell, which of the judge's values."""
    row_numbers: FloatArray
    """Her values as numbers: themselves, or their steps on a scale of words."""
    column_numbers: FloatArray
    weights: FloatArray
    row_weights: FloatArray
    """Weight of each of her values."""
    column_weights: FloatArray
    """Weight of each of the judge's values."""
    square: bool = False
    """Whether both sides run over the values of the scale, cell by cell in row-major order."""

    def weighing(self, weights: FloatArray) -> Cells:
        """The same cells under other weights."""
        row_weights = marginal(weights, self.rows, len(self.row_numbers))
        column_weights = marginal(weights, self.columns, len(self.column_numbers))
        return replace(self, weights=weights, row_weights=row_weights, column_weights=column_weights)

    @property
    def table(self) -> FloatArray:
        """The counts `[..., K, K]`, for cells that run over a scale."""
        size = len(self.row_numbers)
        return self.weights.reshape(*self.weights.shape[:-1], size, size)

    @property
    def x(self) -> FloatArray:
        """Her number per cell."""
        return self.row_numbers[self.rows]

    @property
    def y(self) -> FloatArray:
        """The judge's number per cell."""
        return self.column_numbers[self.columns]

    def mean(self, number: FloatArray) -> FloatArray:
        """Weighted mean of a number per cell; NaN where there is no weight."""
        return ratio(self.weights @ number, self.weights.sum(axis=-1))

    def together(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Σ weight · x · y for numbers per value of either side, `[..., rows]` and `[..., columns]`."""
        if x.ndim == y.ndim == 1:
            return np.asarray(self.weights @ (x[self.rows] * y[self.columns]))
        lifted = marginal(self.weights * x[..., self.rows], self.columns, len(self.column_numbers))
        return np.asarray((lifted * y).sum(axis=-1))


def square_cells(numbers: FloatArray) -> Cells:
    """Cells over all pairs of a scale's values, without weight yet."""
    size = len(numbers)
    rows, columns = np.divmod(np.arange(size * size), size)
    return Cells(
        rows=rows,
        columns=columns,
        row_numbers=numbers,
        column_numbers=numbers,
        weights=np.zeros(size * size),
        row_weights=np.zeros(size),
        column_weights=np.zeros(size),
        square=True,
    )


def free_cells(x: FloatArray, y: FloatArray, *, most: int) -> tuple[Cells, IntArray]:
    """Cells over the pairs that occur among free numbers, without weight yet, and the cell of each pair.

    With more than `most` different pairs each pair gets a cell of its own.
    """
    row_numbers, rows = np.unique(x, return_inverse=True)
    column_numbers, columns = np.unique(y, return_inverse=True)
    codes, cell = np.unique(rows * max(len(column_numbers), 1) + columns, return_inverse=True)
    if len(codes) > most:
        codes, cell = rows * len(column_numbers) + columns, np.arange(len(x))
    cell_rows, cell_columns = np.divmod(codes, max(len(column_numbers), 1))
    cells = Cells(
        rows=cell_rows,
        columns=cell_columns,
        row_numbers=row_numbers,
        column_numbers=column_numbers,
        weights=np.zeros(len(codes)),
        row_weights=np.zeros(len(row_numbers)),
        column_weights=np.zeros(len(column_numbers)),
    )
    return cells, cell.astype(np.int64)
