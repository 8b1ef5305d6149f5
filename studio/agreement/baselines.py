"""What a judge without eyes would reach on the same ratings; every judge is shown beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.evidence import Evidence
from studio.agreement.figures import defined
from studio.records import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A judge that never reads the sample; kappa of either is 0 and no correlation can be had."""

    name: Literal["constant", "coin"]
    """`constant` always gives the best single value; `coin` draws values as often as the ratings have them."""
    value: Value | None
    """The constant's value."""
    accuracy: float | None
    mae: float | None
    rmse: float | None


def baselines(evidence: Evidence) -> tuple[Baseline, ...]:
    """The constant answer and the prevalence-matched coin on these ratings; none where nothing is rated."""
    if evidence.n == 0:
        return ()
    numbers, weights = evidence.cells.row_numbers, evidence.cells.row_weights / evidence.cells.weights.sum()
    ordered, square = evidence.ladder.level != "nominal", evidence.cells.square
    gaps = np.abs(numbers[:, None] - numbers)
    spread = float(np.sqrt(weights @ gaps**2 @ weights / 2))
    return (
        Baseline(
            name="constant",
            value=evidence.ladder.values[int(weights.argmax())] if square else None,
            accuracy=float(weights.max()) if square else None,
            mae=defined((gaps @ weights).min()) if ordered else None,
            rmse=spread if ordered else None,
        ),
        Baseline(
            name="coin",
            value=None,
            accuracy=float(weights @ weights) if square else None,
            mae=_mean_gap(gaps, weights) if ordered else None,
            rmse=spread * 2**0.5 if ordered else None,
        ),
    )


def _mean_gap(gaps: FloatArray, weights: FloatArray) -> float:
    return float(weights @ gaps @ weights)
