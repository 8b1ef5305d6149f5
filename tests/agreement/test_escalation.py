"""What a judge may decide alone: the promise is kept, and nothing is promised without enough ratings."""

from __future__ import annotations

import numpy as np
import pytest

from studio.agreement.escalation import escalation


def test_the_promise_is_broken_at_most_one_time_in_twenty() -> None:
    random, broken, given = np.random.default_rng(0), 0, 0
    for _ in range(250):
        sure = random.random(300)
        found = escalation(sure, random.random(300) < 0.75 + 0.25 * sure, target_error=0.1)
        if found.threshold is not None:
            given += 1
            true_error = 1 - (0.75 + 0.25 * (1 + found.threshold) / 2)
            broken += true_error > 0.1
    assert given > 60
    assert broken / 250 <= 0.05


def test_what_is_sent_is_counted_over_all_samples() -> None:
    sure = [0.99] * 200 + [0.6] * 50
    right = [True] * 200 + [False] * 25 + [True] * 25
    found = escalation(sure, right, all_confidences=[0.99] * 780 + [0.6] * 220)
    assert found.threshold == 0.99
    assert found.sent == pytest.approx(0.22)
    assert (found.error.value, found.error.n) == (0.0, 200)
    assert found.sentence() == (
        "The judge sends 22 % of the samples to you; on the rest it is wrong at most 1 time in 20."
    )


def test_too_few_ratings_or_too_many_errors_promise_nothing() -> None:
    few = escalation([0.9] * 40, [True] * 40)
    assert (few.threshold, few.sent) == (None, None)
    assert few.error.why == "At least 90 rated samples with a confidence are needed for this promise; there are 40."
    poor = escalation(np.linspace(0, 1, 200).tolist(), [i % 2 == 0 for i in range(200)])
    assert poor.threshold is None
    assert "wrong too often" in poor.sentence()
