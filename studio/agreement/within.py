"""Correlation inside inputs: does the judge order the samples of one input as she does? It refuses to pool inputs."""

from __future__ import annotations

import numpy as np

from studio.agreement.arrays import FloatArray, added, ratio
from studio.agreement.evidence import Evidence


def rows_in_company(evidence: Evidence) -> int:
    """How many rows share their input with another row."""
    sizes = np.bincount(evidence.groups.group, minlength=1)
    return int(sizes[sizes > 1].sum())


def within_correlation(sums: FloatArray) -> FloatArray:
    """together / √(apart in x · apart in y), -1 to 1, from sums `[..., 3]`; NaN where a side never varies in an input.

    Of centred products: the correlation within inputs (Bakdash & Marusich 2017). Of pairs of samples: tau-b over pairs
    of one input only (Kendall 1945; grouped by item as in Deutsch et al. 2023).
    """
    return ratio(sums[..., 0], np.sqrt(np.maximum(sums[..., 1], 0) * np.maximum(sums[..., 2], 0)))


def centred_sums(evidence: Evidence) -> FloatArray:
    """Per unit the products of what is left of x and y once each input's mean is taken away `[units, 3]`."""
    x, y = (_centred(side, evidence) for side in (evidence.x, evidence.y))
    return evidence.by_unit(x * y, x * x, y * y)


def _centred(side: FloatArray, evidence: Evidence) -> FloatArray:
    weight = added(evidence.groups.group, evidence.weight)
    left = side - ratio(added(evidence.groups.group, evidence.weight * side), weight)[evidence.groups.group]
    return np.asarray(np.where(np.abs(left) < 1e-9 * (np.abs(side).max(initial=0) + 1), 0, left))


def pair_sums(evidence: Evidence) -> FloatArray:
    """Per unit, over pairs of samples of one input: concordant - discordant, untied in x, untied in y `[units, 3]`."""
    order = np.argsort(evidence.groups.group, kind="stable")
    group, x, y = evidence.groups.group[order], evidence.x[order], evidence.y[order]
    weight = evidence.weight[order]
    agreeing, untied_x, untied_y = np.zeros((3, len(order)))
    for apart in range(1, int(np.bincount(group, minlength=1).max(initial=0))):
        both = weight[:-apart] * weight[apart:] * (group[:-apart] == group[apart:])
        sign_x, sign_y = np.sign(x[apart:] - x[:-apart]), np.sign(y[apart:] - y[:-apart])
        agreeing[:-apart] += sign_x * sign_y * both
        untied_x[:-apart] += np.abs(sign_x) * both
        untied_y[:-apart] += np.abs(sign_y) * both
    back = np.argsort(order)
    return evidence.groups.by_unit(np.stack([agreeing, untied_x, untied_y], axis=1)[back])
