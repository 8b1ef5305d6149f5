"""Tails and quantiles, against scipy."""

from __future__ import annotations

import pytest
from scipy import stats

from studio.agreement.distributions import (
    beta_quantile,
    binomial_at_most,
    highest_plausible_share,
    student_below,
    student_quantile,
)


@pytest.mark.parametrize("degrees", [1, 2, 3, 7, 30, 199, 5000])
def test_students_t(degrees: int) -> None:
    for t in (-30.0, -2.1, -0.3, 0.0, 1.7, 12.0):
        assert student_below(t, degrees=degrees) == pytest.approx(stats.t.cdf(t, degrees), abs=1e-10)
    for share in (0.001, 0.025, 0.4, 0.975):
        assert student_quantile(share, degrees=degrees) == pytest.approx(stats.t.ppf(share, degrees), rel=1e-7)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (0.5, 12.0), (3.2, 1.4), (160.5, 39.5), (900.0, 2.5)])
def test_the_beta_quantile(a: float, b: float) -> None:
    for share in (0.001, 0.025, 0.5, 0.975):
        assert beta_quantile(share, a=a, b=b) == pytest.approx(stats.beta.ppf(share, a, b), abs=1e-9)


@pytest.mark.parametrize(("trials", "share"), [(1, 0.5), (9, 0.1), (59, 0.95), (1000, 0.02), (20_000, 0.5)])
def test_the_binomial(trials: int, share: float) -> None:
    for successes in {0, 1, trials // 3, trials // 2, trials - 1, trials}:
        expected = stats.binom.cdf(successes, trials, share)
        assert binomial_at_most(successes, trials=trials, probability=share) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize(("successes", "trials"), [(0, 59), (1, 20), (5, 100), (20, 20), (0, 0)])
def test_the_upper_bound_is_clopper_and_pearsons(successes: int, trials: int) -> None:
    expected = stats.beta.ppf(0.95, successes + 1, trials - successes) if successes < trials else 1.0
    assert highest_plausible_share(successes, trials=trials, doubt=0.05) == pytest.approx(expected, abs=1e-9)
