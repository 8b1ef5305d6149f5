"""Random and hand-made pairs of values for the tests of agreement."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.cells import Cells, free_cells, square_cells
from studio.agreement.evidence import Evidence, matched
from studio.agreement.grouping import grouping
from studio.agreement.ladder import Ladder
from studio.records import Level


def random_pair(seed: int, *, n: int, values: int, likeness: float = 0.6) -> tuple[FloatArray, FloatArray]:
    """Two sides over 0 .. values - 1, the second equal to the first with some likeness, else drawn anew."""
    random = np.random.default_rng(seed)
    first = random.integers(0, values, n)
    second = np.where(random.random(n) < likeness, first, random.integers(0, values, n))
    return first.astype(float), second.astype(float)


def table_of(first: FloatArray, second: FloatArray, *, values: int) -> FloatArray:
    """Counts with the first side as rows."""
    flat = np.bincount((first * values + second).astype(int), minlength=values * values)
    return flat.reshape(values, values).astype(float)


def cells_of(first: FloatArray, second: FloatArray, *, values: int = 0) -> Cells:
    """The pairs as cells: over a scale of so many values, or over the pairs that occur."""
    if values:
        return square_cells(np.arange(values, dtype=float)).weighing(table_of(first, second, values=values).ravel())
    cells, cell = free_cells(first, second, most=600)
    return cells.weighing(np.bincount(cell, minlength=len(cells.weights)).astype(float))


def evidence_of(
    first: FloatArray, second: FloatArray, *, values: int, level: Level = "ordinal", groups: FloatArray | None = None
) -> Evidence:
    """The pairs as evidence on a scale 0 .. values - 1."""
    ladder = Ladder(values=tuple(range(values)), level=level)
    names = None if groups is None else groups.tolist()
    grouped = grouping(names, counts=np.ones(len(first), dtype=bool))
    return matched(first, second, ladder=ladder, groups=grouped)
