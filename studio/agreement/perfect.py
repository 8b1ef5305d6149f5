"""How sure perfect agreement is, whose redraws are perfect too; it refuses an interval of no width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.cells import square_cells
from studio.agreement.evidence import Evidence
from studio.agreement.figures import Figure, defined
from studio.agreement.proportions import effective_units, wilson_interval
from studio.agreement.resampling import Coefficient


def bounds_of_perfection(
    evidence: Evidence, coefficients: Mapping[str, Coefficient], figures: Mapping[str, Figure]
) -> dict[str, Figure]:
    """Figures of perfect agreement with the bound they would have if it fell to Wilson's lower end.

    The observed table is mixed with what two independent sides would give until raw agreement is that low.
    """
    if not evidence.cells.square:
        return {}
    table = evidence.cells.table / max(evidence.cells.weights.sum(), 1e-12)
    rows = table.sum(axis=1)
    lucky = float((rows**2).sum())
    lowest, _ = wilson_interval(1.0, n=effective_units(evidence.by_unit(np.ones(evidence.n))))
    mixed = _mixture(table, np.outer(rows, rows), share=min(1.0, (1 - lowest) / max(1 - lucky, 1e-12)))
    cells = square_cells(evidence.cells.row_numbers).weighing(mixed.reshape(1, -1) * evidence.n)
    worst = {key: defined(coefficient(cells)[0]) for key, coefficient in coefficients.items()}
    return {key: _bounded(figure, worst[key]) for key, figure in figures.items() if figure.value is not None}


def _mixture(table: FloatArray, chance: FloatArray, *, share: float) -> FloatArray:
    return (1 - share) * table + share * chance


def _bounded(figure: Figure, worst: float | None) -> Figure:
    value = figure.value
    if value is None or worst is None or abs(worst - value) < 1e-9:
        return figure
    low, high = min(worst, value), max(worst, value)
    return replace(figure, low=low, high=high, method="Wilson, carried over", why=None)
