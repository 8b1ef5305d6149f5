"""What each rating counts when samples were picked on purpose with known chances; it corrects no unknown picking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.agreement.arrays import FloatArray


def draw_weights(chances: Sequence[float | None], *, population: int) -> FloatArray:
    """Weights of ratings in the order they were drawn one by one, without putting back, from `population` subjects.

    The m-th of M was drawn with chance q from the N - m + 1 that were left, whatever had been seen by then:
    v = 1 + (N - M) / (N - m) · (1 / ((N - m + 1) q) - 1), which makes the weighted mean unbiased for the mean of the
    population (Farquhar, Gal and Rainforth, 2021; of the kind of Des Raj, 1956). An even pick has q = 1 / (N - m + 1)
    and weight 1, and so has a rating whose chance is unknown (None). With everything rated all weights are 1.
    """
    drawn = len(chances)
    size = max(population, drawn)
    left = size - np.arange(drawn)
    known = np.array([1.0 / n if chance is None else chance for n, chance in zip(left, chances, strict=True)])
    against_even = 1.0 / (left * known)
    levelling = (size - drawn) / np.maximum(left - 1, 1)
    weights: FloatArray = 1.0 + levelling * (against_even - 1.0)
    return weights
