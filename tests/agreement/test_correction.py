"""The estimate for all samples from corrected verdicts: unbiased, and surer than ratings alone."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from studio.agreement.correction import CorrectedEstimate, corrected_estimate

TRUTH = 1 - NormalDist().cdf(-0.5 / np.sqrt(1.49))


def one_study(random: np.random.Generator, *, rated: int, size: int = 1, hard: bool = False) -> CorrectedEstimate:
    """1,000 samples, a judge right on 85 %; some rated at random, by whole inputs, or the judge's fails more often."""
    taste = np.repeat(random.normal(size=1_000 // size), size)
    hers = (taste + random.normal(size=1_000) * 0.7 > -0.5).astype(int)
    judge = np.where(random.random(1_000) < 0.85, hers, 1 - hers)
    chance = np.where(judge == 0, 3.0, 1.0) if hard else np.ones(1_000)
    chance = chance / chance.sum() * rated
    picked = np.repeat(random.random(1_000 // size), size) < chance
    return corrected_estimate(
        [int(value) if chosen else None for value, chosen in zip(hers, picked, strict=True)],
        judge.tolist(),
        values=(0, 1),
        level="interval",
        groups=(np.arange(1_000) // size).tolist(),
        weights=1 / chance if hard else None,
    )


@pytest.mark.parametrize(("size", "hard"), [(1, False), (4, False), (1, True)])
def test_it_is_unbiased_and_its_interval_holds_the_truth(size: int, hard: bool) -> None:
    random = np.random.default_rng(size + hard)
    studies = [one_study(random, rated=120, size=size, hard=hard) for _ in range(700)]
    assert np.mean([study.corrected.value for study in studies]) == pytest.approx(TRUTH, abs=0.006)
    held = np.mean([study.corrected.low <= TRUTH <= study.corrected.high for study in studies])
    assert 0.93 <= held <= 0.97
    assert np.mean([study.worth for study in studies]) > 120 * 1.3
    # the judge alone is off: 0.85 * truth + 0.15 * (1 - truth)
    assert np.mean([study.verdicts_only for study in studies]) == pytest.approx(0.15 + 0.7 * TRUTH, abs=0.006)


def test_the_trust_is_that_of_tuned_prediction_powered_inference() -> None:
    random = np.random.default_rng(5)
    hers = random.random(400)
    judge = hers + random.random(400)
    found = corrected_estimate([*hers[:100], *[None] * 300], judge, values=(), level="interval")
    # λ = cov(y, f) / (var f (1 + n/N)) on rated and other rows, in the form over all rows: times (n + N) / N
    y, f, other = hers[:100], judge[:100], judge[100:]
    shift_pull = np.concatenate(
        [(judge[:100] - judge.mean()) / 400 - (f - f.mean()) / 100, (other - judge.mean()) / 400]
    )
    plain_pull = np.concatenate([(y - y.mean()) / 100, np.zeros(300)])
    trust = -(plain_pull @ shift_pull) / (shift_pull @ shift_pull)
    assert found.trust == pytest.approx(trust)
    assert found.trust == pytest.approx(np.cov(y, f)[0, 1] / (np.var(f) * (1 + 100 / 300)) * 400 / 300, rel=0.1)
    assert found.corrected.value == pytest.approx(y.mean() + trust * (judge.mean() - f.mean()))


def test_a_share_of_one_value_of_a_word_scale() -> None:
    hers = ["pass", "fail", None, None, "pass", "pass"]
    judge = ["pass", "fail", "fail", "pass", "pass", "fail"]
    found = corrected_estimate(hers, judge, values=("fail", "pass"), level="ordinal", share_of="pass")
    assert found.ratings_only.value == pytest.approx(0.75)
    assert found.samples == 6
    assert "Estimate for all 6 replies, using the judge's verdicts corrected by your 4 ratings." in found.sentence(
        samples="replies"
    )
    assert "picked at random" in found.sentence()
    with pytest.raises(ValueError, match="Name the value"):
        corrected_estimate(hers, judge, values=("fail", "pass"), level="ordinal")


def test_a_useless_judge_is_not_trusted_and_nothing_rated_says_so() -> None:
    random = np.random.default_rng(0)
    hers = [float(v) if i < 50 else None for i, v in enumerate(random.random(500))]
    constant = corrected_estimate(hers, [0.4] * 500, values=(), level="interval")
    assert constant.trust == 0
    assert constant.corrected.value == pytest.approx(constant.ratings_only.value)
    nothing = corrected_estimate([None] * 5, [1, 2, 3, 4, 5], values=(1, 2, 3, 4, 5), level="interval")
    assert nothing.corrected.value is None
    assert "Rate samples" in str(nothing.corrected.why)


@pytest.mark.parametrize(("passing", "likeness", "rated"), [(0.95, 0.95, 25), (0.95, 0.8, 50), (0.99, 0.95, 30)])
def test_a_share_near_all_of_them_keeps_an_honest_interval(passing: float, likeness: float, rated: int) -> None:
    # Ratings that are nearly all alike hold no error to learn from in many studies; the interval must not close.
    random, held, narrowest = np.random.default_rng(9), 0, 1.0
    for _ in range(300):
        hers = (random.random(600) < passing).astype(int)
        judge = np.where(random.random(600) < likeness, hers, 1 - hers).tolist()
        said = [*hers[:rated].tolist(), *[None] * (600 - rated)]
        found = corrected_estimate(said, judge, values=(0, 1), level="ordinal", share_of=1).corrected
        held += found.low <= hers.mean() <= found.high
        narrowest = min(narrowest, found.high - found.low)
    assert held / 300 >= 0.92
    assert narrowest > 0.02
