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
    grid: bool = False
    """Whether every value of hers meets every value of the judge's, in row-major order."""
    square: bool = False
    """Whether it is a grid over the values of the scale."""

    def weighing(self, weights: FloatArray) -> Cells:
        """The same cells under other weights."""
        if self.grid:
            table = self._as_table(weights)
            return replace(self, weights=weights, row_weights=table.sum(axis=-1), column_weights=table.sum(axis=-2))
        row_weights = marginal(weights, self.rows, len(self.row_numbers))
        column_weights = marginal(weights, self.columns, len(self.column_numbers))
        return replace(self, weights=weights, row_weights=row_weights, column_weights=column_weights)

    def _as_table(self, weights: FloatArray) -> FloatArray:
        return weights.reshape(*weights.shape[:-1], len(self.row_numbers), len(self.column_numbers))

    @property
    def table(self) -> FloatArray:
        """The weights `[..., her values, the judge's]` of a grid."""
        return self._as_table(self.weights)

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
        return ratio(np.einsum("...c,c->...", self.weights, number), self.weights.sum(axis=-1))

    def together(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Σ weight · x · y for numbers per value of either side, `[..., rows]` and `[..., columns]`."""
        # Not as a matrix product: for so few cells of so many draws its threads cost more than they do.
        if x.ndim == y.ndim == 1:
            return np.asarray(np.einsum("...c,c->...", self.weights, x[self.rows] * y[self.columns]))
        if self.grid:
            return np.asarray(np.einsum("...rc,...r,...c->...", self.table, x, y))
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
        grid=True,
        square=True,
    )


def free_cells(x: FloatArray, y: FloatArray, *, most: int) -> tuple[Cells, IntArray]:
    """Cells among free numbers, without weight yet, and the cell of each pair: a grid if it has at most `most` cells.

    Else only the pairs that occur; with more than `most` of those each pair gets a cell of its own.
    """
    row_numbers, rows = np.unique(x, return_inverse=True)
    column_numbers, columns = np.unique(y, return_inverse=True)
    across = max(len(column_numbers), 1)
    grid = len(row_numbers) * across <= most
    codes, cell = _free_codes(rows * across + columns, every=len(row_numbers) * across, grid=grid, most=most)
    cell_rows, cell_columns = np.divmod(codes, across)
    cells = Cells(
        rows=cell_rows,
        columns=cell_columns,
        row_numbers=row_numbers,
        column_numbers=column_numbers,
        weights=np.zeros(len(codes)),
        row_weights=np.zeros(len(row_numbers)),
        column_weights=np.zeros(len(column_numbers)),
        grid=grid and len(x) > 0,
    )
    return cells, cell.astype(np.int64)


def _free_codes(pairs: IntArray, *, every: int, grid: bool, most: int) -> tuple[IntArray, IntArray]:
    """Which of all `every` cells there are, and which of these each pair falls in."""
    if grid:
        return np.arange(every), pairs
    codes, cell = np.unique(pairs, return_inverse=True)
    return (codes, cell) if len(codes) <= most else (pairs, np.arange(len(pairs)))
