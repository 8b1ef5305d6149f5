"""Ratings matched with verdicts: the rows that have both, coded once; it refuses to round a value onto the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.arrays import FloatArray, IntArray, added
from studio.agreement.cells import Cells, free_cells, square_cells
from studio.agreement.grouping import Grouping
from studio.agreement.ladder import Ladder
from studio.agreement.proportions import effective_units

SAME_WEIGHT = 1e-9
"""Weights that differ by less are the same."""
MOST_CELLS = 600
"""Up to this many different pairs of values, redraws are counted by cell; above it, row by row."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Rows with a rating and a verdict: the cell each falls in, the unit it is redrawn with, its weight."""

    ladder: Ladder
    cells: Cells
    cell: IntArray
    groups: Grouping
    weight: FloatArray
    place: IntArray
    """Which of the given rows each one is."""
    off_scale: tuple[float, ...] = ()
    """The values that are not on the scale, in order."""

    @property
    def n(self) -> int:
        """How many rows have both values."""
        return len(self.cell)

    @property
    def row_by_row(self) -> bool:
        """Whether each row is a cell of its own, because too many different pairs of values occur."""
        return not self.cells.square and len(self.cells.weights) > MOST_CELLS

    @property
    def unit_table(self) -> FloatArray:
        """Weight by unit and cell `[units, cells]`."""
        size = len(self.cells.weights)
        place = self.groups.unit * size + self.cell
        return added(place, self.weight, size=self.units * size).reshape(self.units, size)

    @property
    def units(self) -> int:
        """How many units there are to redraw."""
        return self.groups.units

    @property
    def heaviest(self) -> float | None:
        """The largest weight of a unit where rows count differently; None where all count the same."""
        if self.n == 0 or np.ptp(self.weight) < SAME_WEIGHT:
            return None
        return float(self.by_unit(np.ones(self.n)).max())

    @property
    def worth(self) -> float:
        """How many units of equal weight these tell as much as; the units themselves where all rows count the same."""
        return float(self.units) if self.heaviest is None else effective_units(self.by_unit(np.ones(self.n))[:, 0])

    def by_unit(self, *amounts: FloatArray) -> FloatArray:
        """Amounts per row, each times the row's weight, added up by unit `[units, amounts]`."""
        return self.groups.by_unit(np.stack(amounts, axis=1) * self.weight[:, None])

    @property
    def x(self) -> FloatArray:
        """Her number per row."""
        return self.cells.x[self.cell]

    @property
    def y(self) -> FloatArray:
        """The judge's number per row."""
        return self.cells.y[self.cell]


def matched(
    ratings: FloatArray,
    verdicts: FloatArray,
    *,
    ladder: Ladder,
    groups: Grouping,
    weights: Sequence[float] | FloatArray | None = None,
) -> Evidence:
    """The rows that have both values, from numbers on the ladder with NaN for missing.

    `weights` are what each row counts for having been picked with the chance it had (see draw_weights).
    """
    place = np.flatnonzero(~np.isnan(ratings) & ~np.isnan(verdicts))
    weight = _normalised(weights, place)
    return paired_rows(
        ratings[place], verdicts[place], weight, ladder=ladder, groups=groups.of_rows(place), place=place
    )


def paired_rows(
    x: FloatArray, y: FloatArray, weight: FloatArray, *, ladder: Ladder, groups: Grouping, place: IntArray
) -> Evidence:
    """Complete rows as evidence under their own weights."""
    cells, cell = _coded(x, y, ladder)
    return Evidence(
        ladder=ladder,
        cells=cells.weighing(added(cell, weight, size=len(cells.weights))),
        cell=cell,
        groups=groups,
        weight=weight,
        place=place,
        off_scale=() if cells.square else _strangers(x, y, ladder),
    )


def _normalised(weights: Sequence[float] | FloatArray | None, place: IntArray) -> FloatArray:
    """Weights of the rows, made to add up to their number."""
    if weights is None:
        return np.ones(len(place))
    chosen = np.asarray(weights, dtype=float)[place]
    if not np.all(np.isfinite(chosen) & (chosen >= 0)):
        raise ValueError("A rating needs a weight of 0 or more.")
    total = float(chosen.sum())
    return np.asarray(chosen * (len(chosen) / total)) if total > 0 else np.ones(len(place))


def _coded(ratings: FloatArray, verdicts: FloatArray, ladder: Ladder) -> tuple[Cells, IntArray]:
    """Cells of the scale where all values stand on it, else cells of the numbers as they are."""
    rows, columns = ladder.places(ratings), ladder.places(verdicts)
    if len(ladder.values) and rows.min(initial=0) >= 0 and columns.min(initial=0) >= 0:
        return square_cells(ladder.numbers), rows * len(ladder.values) + columns
    return free_cells(ratings, verdicts, most=MOST_CELLS)


def _strangers(ratings: FloatArray, verdicts: FloatArray, ladder: Ladder) -> tuple[float, ...]:
    both = np.unique(np.concatenate([ratings, verdicts]))
    return tuple(both[ladder.places(both) < 0].tolist())
