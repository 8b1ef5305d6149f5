"""Whether a text is like those she has rated: what is said of one that is not would be made up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.taste.arrays import Matrix, Truths
from studio.taste.feature_space import STATISTIC_COUNT
from studio.taste.problem import FOREMOST

FARTHEST = 8.0
USUAL_SHARE = 0.99
ROOM = 1.3
"""How far beyond nearly all rated texts another may lie."""
LEAST_KNOWN_WORDS = 0.4

UNSEEN = "I have not seen anything like this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiar:
    """Where the rated texts lie."""

    center: Matrix
    spread: Matrix
    farthest: float
    """How far from the middle 99 % of them are, with some room; root mean square of standard deviations."""
    most_unknown: float
    """The share of unknown words from which a text is in other words than all of them."""

    def is_strange(self, described: Matrix, unknown: Matrix) -> Truths:
        """For each text whether it lies outside."""
        return np.asarray((self._distances(described) > self.farthest) | (unknown > self.most_unknown))

    def why_strange(self, described: Matrix, unknown: Matrix) -> str:
        """For one text: what is unlike the others, in words."""
        if unknown[0] > self.most_unknown:
            return f"{100 * unknown[0]:.0f} % of its words are in none of the texts I know"
        return "its length or form is far from all that you rated"

    def _distances(self, described: Matrix) -> Matrix:
        return _distances(described, center=self.center, spread=self.spread)


def familiar(described: Matrix, unknown: Matrix) -> Familiar:
    """Where these texts, the rated ones, lie."""
    numbers = described[:, :STATISTIC_COUNT]
    spread = numbers.std(axis=0)
    # A number that never varied tells nothing of how far is far.
    center, spread = numbers.mean(axis=0), np.where(spread > FOREMOST, np.maximum(spread, 0.02), 1.0)
    distances = _distances(described, center=center, spread=spread)
    most = max(1 - LEAST_KNOWN_WORDS, float(np.quantile(unknown, USUAL_SHARE)) * ROOM)
    return Familiar(
        center=center,
        spread=spread,
        farthest=float(np.quantile(distances, USUAL_SHARE)) * ROOM,
        most_unknown=min(0.999, most),
    )


def _distances(described: Matrix, *, center: Matrix, spread: Matrix) -> Matrix:
    far = np.clip((described[:, :STATISTIC_COUNT] - center) / spread, -FARTHEST, FARTHEST)
    return np.asarray(np.sqrt((far**2).mean(axis=1)))
