"""What each rating counts when samples were picked on purpose with known chances; it corrects no unknown picking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.agreement.arrays import NOTHING, FloatArray
from studio.agreement.figures import TOO_FEW

LEAST_AT_RANDOM = 8
"""With fewer random picks some kind of sample may be missing altogether, and no interval makes up for that."""
LEAST_LEFT = 0.1
"""Levelling takes at most the rest of a weight."""


def too_few_at_random(at_random: int, *, of: int) -> str:
    """Why so few random picks among picks on purpose cannot speak for all samples; empty where they can.

    Below twenty ratings nothing is said: then it is too early whatever was picked.
    """
    if at_random >= LEAST_AT_RANDOM or of < TOO_FEW:
        return ""
    return (
        f"{at_random} of these {of} ratings were picked at random: too few to tell how it is on all samples. "
        f"Rate {LEAST_AT_RANDOM - at_random} more under Honest estimate."
    )


def draw_weights(chances: Sequence[float | None], *, population: int) -> FloatArray:
    """Weights, with mean 1, of ratings in the order they were drawn one by one from `population` subjects.

    The chance weights v (see chance_weights) have mean 1 over all that might have been drawn; by how much these miss it
    tells how unevenly luck met the kinds of samples, and is taken out: w = v (1 - (mean v - 1) (v - mean v) / var v), a
    regression on v (calibration, Deville and Särndal 1992). With two kinds of samples each counts by its true share.
    All weights are 1 for even picks and where everything is rated.
    """
    raw = chance_weights(chances, population=population)
    apart = raw - raw.mean() if len(raw) else raw
    spread = float((apart**2).mean()) if len(raw) else 0.0
    if spread < NOTHING:
        return np.ones(len(raw))
    most = (1 - LEAST_LEFT) / float(apart.max()), (1 - LEAST_LEFT) / float(apart.min())
    pull = np.clip((raw.mean() - 1) / spread, most[1], most[0])
    levelled = raw * (1 - pull * apart)
    weights: FloatArray = levelled / levelled.mean()
    return weights


def chance_weights(chances: Sequence[float | None], *, population: int) -> FloatArray:
    """What undoes the chances of drawing without putting back, whatever had been seen before each draw.

    The m-th of M was drawn with chance q from the N - m + 1 that were left. What was drawn before it and its own value
    over q add up, on average, to all N (Des Raj 1956); the mean of these sums with weights c = 1 / ((N - m)(N - m + 1))
    gives v = Σ_later c + c / q, brought to a mean of 1 over all draws (Farquhar, Gal and Rainforth 2021). Even picks
    have q = 1 / (N - m + 1) and weight 1, and so has a rating whose chance is unknown (None). A pick beside which
    others could not have been drawn at all (0) tells of nothing but itself: its c is 0.
    """
    drawn = len(chances)
    size = max(population, drawn)
    if drawn == size:
        return np.ones(drawn)
    left = size - np.arange(drawn)
    known = np.array([1.0 / n if chance is None else chance for n, chance in zip(left, chances, strict=True)])
    tells = np.where(known > 0, 1.0 / (left * np.maximum(left - 1, 1)), 0.0)
    if not tells.any():
        return np.ones(drawn)
    later = tells[::-1].cumsum()[::-1] - tells
    own = np.divide(tells, known, out=np.zeros(drawn), where=known > 0)
    weights: FloatArray = (later + own) * drawn / (size * tells.sum())
    return weights
