"""Agreement after luck is taken away, on tables `[..., K, K]` with the rater's values as rows; no intervals here."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import FloatArray, ratio, shares


def _diagonal(table: FloatArray) -> FloatArray:
    return np.asarray(np.trace(table, axis1=-2, axis2=-1))


def raw_agreement(table: FloatArray) -> FloatArray:
    """Σ p_ii: the share of equal values; 0 to 1, NaN for an empty table."""
    return _diagonal(shares(table))


def cohen_kappa(table: FloatArray) -> FloatArray:
    """(p_o - p_e) / (1 - p_e) with p_e = Σ p_i. p_.i; -1 to 1, NaN where all values are the same (Cohen 1960)."""
    p = shares(table)
    expected = (p.sum(axis=-1) * p.sum(axis=-2)).sum(axis=-1)
    return ratio(_diagonal(p) - expected, 1 - expected)


def weighted_kappa(table: FloatArray, *, steps: FloatArray, power: int) -> FloatArray:
    """1 - Σ d p / Σ d e with d = |step_i - step_j|^power: linear (1) or quadratic (2); NaN as kappa (Cohen 1968).

    `steps` `[K]` places the values on a line: their ranks on an ordinal scale, the numbers on an interval scale.
    """
    p = shares(table)
    distance = np.abs(steps[:, None] - steps[None, :]) ** power
    expected = ((p.sum(axis=-1) @ distance) * p.sum(axis=-2)).sum(axis=-1)
    return 1 - ratio((p * distance).sum(axis=(-2, -1)), expected)


def gwet_ac1(table: FloatArray) -> FloatArray:
    """(p_o - p_e) / (1 - p_e) with p_e = Σ π(1 - π) / (K - 1), π the mean share of a value; -1 to 1 (Gwet 2008).

    K counts the values of the scale, used or not. Steadier than kappa where one value is nearly always right.
    """
    return _gwet(table, np.eye(table.shape[-1]))


def gwet_ac2(table: FloatArray, *, steps: FloatArray) -> FloatArray:
    """AC1 with partial credit w = 1 - (step_i - step_j)² / range²; -1 to 1 (Gwet 2014)."""
    span = float(np.ptp(steps)) or 1.0
    return _gwet(table, 1 - (steps[:, None] - steps[None, :]) ** 2 / span**2)


def _gwet(table: FloatArray, credit: FloatArray) -> FloatArray:
    size = table.shape[-1]
    p = shares(table)
    prevalence = (p.sum(axis=-1) + p.sum(axis=-2)) / 2
    spread = (prevalence * (1 - prevalence)).sum(axis=-1)
    expected = credit.sum() * spread / max(size * (size - 1), 1)
    return ratio((p * credit).sum(axis=(-2, -1)) - expected, 1 - expected)


def above_constant(table: FloatArray) -> FloatArray:
    """Raw agreement minus that of a judge which always gives the rater's most frequent value; -1 to 1."""
    return np.asarray(raw_agreement(table) - shares(table).sum(axis=-1).max(axis=-1))


def above_coin(table: FloatArray) -> FloatArray:
    """Raw agreement minus that of a coin weighted by the rater's own shares, Σ p_i.²; -1 to 1."""
    return np.asarray(raw_agreement(table) - (shares(table).sum(axis=-1) ** 2).sum(axis=-1))
