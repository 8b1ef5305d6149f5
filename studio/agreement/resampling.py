"""Redrawing whole input groups many times at once, and the interval that follows; it refuses to redraw single rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from studio.agreement.arrays import FloatArray
from studio.agreement.cells import Cells
from studio.agreement.distributions import NORMAL, normal_quantile, student_quantile
from studio.agreement.evidence import Evidence
from studio.agreement.ranks import kendall_pull

Coefficient = Callable[[Cells], FloatArray]

MOST_BLOCKS = 200
"""Left out one at a time to see how lopsided a coefficient is."""
MOST_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How often groups are redrawn, with which seed, and how sure the interval is."""

    redraws: int = 2_000
    seed: int = 0
    confidence: float = 0.95


@lru_cache(maxsize=4)
def multipliers(units: int, redraws: int, seed: int) -> NDArray[np.float32]:
    """How often each unit counts, `[1 + redraws + blocks, units]`: once, as redrawn, and with one block left out."""
    random = np.random.default_rng(seed)
    blocks = min(units, MOST_BLOCKS)
    counts = np.ones((1 + redraws + blocks, units), dtype=np.float32)
    for draw in range(1, 1 + redraws):
        counts[draw] = np.bincount(random.integers(0, units, size=units), minlength=units)
    counts[1 + redraws + np.arange(units) % blocks, np.arange(units)] = 0
    counts.setflags(write=False)
    return counts


def redrawn_sums(unit_sums: FloatArray, resampling: Resampling) -> FloatArray:
    """Sums per unit `[units, features]` added up as observed, redrawn and with blocks left out `[draws, features]`."""
    counts = multipliers(len(unit_sums), resampling.redraws, resampling.seed)
    # Turned round, so that draws lie side by side in memory: coefficients add up over a few cells of very many draws.
    sums = (unit_sums.astype(np.float32).T @ counts.T).astype(np.float64).T
    sums[0] = unit_sums.sum(axis=0)
    return sums


def redrawn(
    evidence: Evidence, coefficients: Mapping[str, Coefficient], resampling: Resampling
) -> dict[str, FloatArray]:
    """Each coefficient as observed, redrawn and with blocks left out: `[draws]`, or `[draws, values]`."""
    if evidence.row_by_row:
        return _redrawn_in_parts(evidence, coefficients, resampling)
    cells = evidence.cells.weighing(redrawn_sums(evidence.unit_table, resampling))
    return {key: coefficient(cells) for key, coefficient in coefficients.items()}


def _redrawn_in_parts(
    evidence: Evidence, coefficients: Mapping[str, Coefficient], resampling: Resampling
) -> dict[str, FloatArray]:
    """The same where every row is a cell of its own: a few draws at a time, Kendall by its influence."""
    counts = multipliers(evidence.units, resampling.redraws, resampling.seed)
    size = max(1, MOST_CELLS_AT_ONCE // evidence.n)
    plain = {key: coefficient for key, coefficient in coefficients.items() if key != "kendall"}
    parts: dict[str, list[FloatArray]] = {key: [] for key in plain}
    for start in range(0, len(counts), size):
        cells = evidence.cells.weighing(counts[start : start + size][:, evidence.groups.unit] * evidence.weight)
        for key, coefficient in plain.items():
            parts[key].append(coefficient(cells))
    whole = {key: np.concatenate(found) for key, found in parts.items()}
    if "kendall" in coefficients:
        whole["kendall"] = _redrawn_kendall(evidence, counts)
    return whole


def _redrawn_kendall(evidence: Evidence, counts: NDArray[np.float32]) -> FloatArray:
    tau, pull = kendall_pull(evidence.cells)
    pull_of_unit = evidence.by_unit(pull)[:, 0]
    return np.asarray(np.clip(tau + (counts - 1.0) @ pull_of_unit, -1, 1))


def bca_interval(draws: FloatArray, resampling: Resampling, *, units: float) -> tuple[float, float]:
    """Bias-corrected and accelerated interval (Efron 1987) of draws `[1 + redraws + blocks]`, observed first.

    The tails are those of Student's t, since redraws of few units vary too little (Hesterberg 2015). NaN, NaN where the
    value is undefined in more than a tenth of the redraws or never moves. `units` may be an effective number.
    """
    observed, redraws = draws[0], draws[1 : 1 + resampling.redraws]
    known = np.sort(redraws[np.isfinite(redraws)])
    if units < 2 or not np.isfinite(observed) or len(known) < 0.9 * len(redraws) or _still(known):
        return float("nan"), float("nan")
    below = (np.count_nonzero(known < observed - 1e-12) + np.count_nonzero(known <= observed + 1e-12)) / 2
    shift = normal_quantile(min(max(below / len(known), 1e-4), 1 - 1e-4))
    lopsided = acceleration(draws[1 + resampling.redraws :])
    reach = student_quantile((1 + resampling.confidence) / 2, degrees=units - 1) * math.sqrt(units / (units - 1))
    places = [_moved_tail(tail, shift, lopsided) * (len(known) - 1) for tail in (-reach, reach)]
    low, high = np.interp(places, np.arange(len(known)), known)
    return float(min(low, observed)), float(max(high, observed))


def _still(known: FloatArray) -> bool:
    return len(known) == 0 or float(known[-1] - known[0]) < 1e-9


def acceleration(left_out: FloatArray) -> float:
    """How much the spread of a coefficient changes with its value: Σd³ / 6(Σd²)^1.5 over left-out blocks."""
    known = left_out[np.isfinite(left_out)]
    apart = known.mean() - known if len(known) else known
    spread = float((apart**2).sum())
    return float((apart**3).sum()) / (6 * spread**1.5) if spread > 1e-18 else 0.0


def _moved_tail(tail: float, shift: float, lopsided: float) -> float:
    deviate = shift + tail
    return NORMAL.cdf(shift + deviate / max(1 - lopsided * deviate, 1e-6))
