"""From which confidence on a judge may decide alone, and what it sends to her; it refuses a promise it cannot keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.distributions import binomial_at_most, highest_plausible_share
from studio.agreement.figures import Figure, undefined

STARTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """A threshold on the judge's confidence: it decides at or above, she decides below."""

    threshold: float | None
    sent: float | None
    """Share of samples that go to her."""
    error: Figure
    """Share of wrong verdicts among those kept, with the upper bound that holds with the certainty asked for."""
    target_error: float
    certainty: float

    def sentence(self) -> str:
        """What it means, for the page."""
        if self.threshold is None or self.sent is None:
            return self.error.why or ""
        times = f"1 time in {1 / self.target_error:.0f}"
        return (
            f"The judge sends {100 * self.sent:.0f} % of the samples to you; on the rest it is wrong at most {times}."
        )


def escalation(
    confidence: Sequence[float],
    right: Sequence[bool],
    *,
    target_error: float = 0.05,
    certainty: float = 0.95,
    all_confidences: Sequence[float] | None = None,
) -> Escalation:
    """The lowest threshold at which the judge is wrong on at most `target_error` of what it keeps, with this certainty.

    From rated samples: the judge's confidence and whether it was right. Thresholds are tested from five starts that do
    not depend on the ratings, each downwards until the exact upper bound passes the target (fixed sequences,
    Angelopoulos et al. 2021; for judges Jung, Brahman & Choi 2024). `all_confidences` tells which share of all is sent.
    """
    sureness, correct = np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool)
    doubt = (1 - certainty) / STARTS
    fewest = math.ceil(math.log(doubt) / math.log1p(-target_error))
    levels = np.unique(sureness)[::-1]
    kept = np.array([int((sureness >= level).sum()) for level in levels])
    wrong = np.array([int((~correct[sureness >= level]).sum()) for level in levels])
    passed = _passed(kept, wrong, fewest=fewest, target_error=target_error, doubt=doubt)
    if not passed:
        return _none(len(correct), fewest, target_error=target_error, certainty=certainty)
    place = max(passed)
    threshold, everywhere = float(levels[place]), np.asarray(all_confidences or sureness, dtype=float)
    high = highest_plausible_share(int(wrong[place]), trials=int(kept[place]), doubt=doubt)
    return Escalation(
        threshold=threshold,
        sent=float((everywhere < threshold).mean()),
        error=Figure(
            value=wrong[place] / kept[place], low=0.0, high=high, n=int(kept[place]), method="Clopper–Pearson"
        ),
        target_error=target_error,
        certainty=certainty,
    )


def _passed(kept: FloatArray, wrong: FloatArray, *, fewest: int, target_error: float, doubt: float) -> list[int]:
    """Thresholds (by place, strictest first) that keep the promise in one of the sequences."""
    able = np.flatnonzero(kept >= fewest)
    if not len(able):
        return []
    passed: set[int] = set()
    for start in sorted({int(able[0] + share * (len(kept) - 1 - able[0]) / STARTS) for share in range(STARTS)}):
        for place in range(start, len(kept)):
            if binomial_at_most(int(wrong[place]), trials=int(kept[place]), probability=target_error) > doubt:
                break
            passed.add(place)
    return sorted(passed)


def _none(n: int, fewest: int, *, target_error: float, certainty: float) -> Escalation:
    few = f"At least {fewest} rated samples with a confidence are needed for this promise; there are {n}."
    poor = "Even where it is most confident, the judge is wrong too often for this promise."
    return Escalation(
        threshold=None,
        sent=None,
        error=undefined(few if n < fewest else poor, n=n),
        target_error=target_error,
        certainty=certainty,
    )
