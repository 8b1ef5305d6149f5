"""Whether two sides put samples in the same order, on weighted cells; ties count as ties, never as luck."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import NOTHING, FloatArray, ratio
from studio.agreement.cells import Cells
from studio.agreement.distances import correlation

BLOCK = 2_000_000
"""Comparisons held in memory at once."""


def middle_ranks(weights: FloatArray) -> FloatArray:
    """Rank of each value `[..., values]`: the weight below it and half of its own; ties share the middle."""
    return np.cumsum(weights, axis=-1) - weights / 2


def spearman(cells: Cells) -> FloatArray:
    """Pearson's correlation of the middle ranks, -1 to 1; NaN where either side is constant (Spearman 1904)."""
    total = np.maximum(cells.weights.sum(axis=-1), NOTHING)[..., None]
    x, y = (middle_ranks(weights) / total - 0.5 for weights in (cells.row_weights, cells.column_weights))
    return correlation(cells, x, y)


def kendall(cells: Cells) -> FloatArray:
    """Tau-b: (concordant - discordant) / √(pairs untied in x · pairs untied in y), -1 to 1 (Kendall 1945).

    NaN where either side is constant.
    """
    agreeing = _agreeing_on_grid(cells.table) if cells.grid else _agreeing_anywhere(cells)
    return _tau(agreeing, _untied(cells.row_weights), _untied(cells.column_weights))


def _agreeing_on_grid(table: FloatArray) -> FloatArray:
    """Twice (concordant - discordant) of a table: each cell against what lies above it, left and right."""
    places = np.arange(table.shape[-1])
    signs = np.sign(places - places[:, None]).astype(float)
    found, above = np.zeros(table.shape[:-2]), np.zeros_like(table[..., 0, :])
    for row in range(table.shape[-2]):
        here = table[..., row, :]
        found = found + np.einsum("...c,...c->...", above @ signs, here)
        above = above + here
    return 2 * found


def _agreeing_anywhere(cells: Cells) -> FloatArray:
    signs = np.sign(cells.x[:, None] - cells.x) * np.sign(cells.y[:, None] - cells.y)
    return np.asarray(((cells.weights @ signs) * cells.weights).sum(axis=-1))


def kendall_pull(cells: Cells) -> tuple[float, FloatArray]:
    """Tau-b of one set of weights, and how much each cell pulls on it per unit of weight (its influence).

    For cells too many to compare pair by pair in every redraw: tau moves by about Σ (new - old weight) · pull.
    """
    weights = cells.weights
    agreement = _agreement_with_all(cells)
    untied_x, untied_y = _untied(cells.row_weights), _untied(cells.column_weights)
    tau = _tau((agreement * weights).sum(), untied_x, untied_y)
    total = weights.sum()
    pull_x = ratio(total - cells.row_weights[cells.rows], untied_x)
    pull_y = ratio(total - cells.column_weights[cells.columns], untied_y)
    return float(tau), 2 * ratio(agreement, np.sqrt(untied_x * untied_y)) - tau * (pull_x + pull_y)


def _agreement_with_all(cells: Cells) -> FloatArray:
    """Per cell, the weight ordered the same way minus the weight ordered the other way, block by block."""
    x, y = cells.x, cells.y
    size = max(1, BLOCK // max(len(x), 1))
    blocks = [slice(start, start + size) for start in range(0, len(x), size)]
    signs = ((np.sign(x[b, None] - x) * np.sign(y[b, None] - y)) @ cells.weights for b in blocks)
    return np.concatenate(list(signs))


def _untied(weights: FloatArray) -> FloatArray:
    """Twice the weight of the pairs that differ."""
    return np.asarray(weights.sum(axis=-1) ** 2 - (weights**2).sum(axis=-1))


def _tau(agreeing: FloatArray, untied_x: FloatArray, untied_y: FloatArray) -> FloatArray:
    return ratio(agreeing, np.sqrt(np.maximum(untied_x, 0)) * np.sqrt(np.maximum(untied_y, 0)))
