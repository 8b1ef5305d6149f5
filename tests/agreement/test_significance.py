"""Paired tests and corrections, against statsmodels; and the one that may be looked at again and again."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from studio.agreement.significance import always_valid_p, benjamini_yekutieli, holm, turned_round_p


@pytest.mark.parametrize(("fixed", "broken"), [(0, 0), (5, 0), (9, 2), (12, 12), (30, 55)])
def test_mcnemar_is_that_of_statsmodels(fixed: int, broken: int) -> None:
    expected = mcnemar([[10, broken], [fixed, 10]], exact=True).pvalue
    assert turned_round_p(alone(fixed, broken)) == pytest.approx(expected if fixed + broken else 1.0)


def alone(fixed: int, broken: int) -> np.ndarray:
    """Changes on as many inputs."""
    return np.array([1] * fixed + [-1] * broken, dtype=np.int64)


def test_changes_of_one_input_are_turned_round_together() -> None:
    # Three inputs with 4, 1 and -2: of the 8 sums ±4 ±1 ±2 four (±7, ±5) and two more (±3) are at least 3 from 0.
    assert turned_round_p(np.array([4, 1, -2, 0])) == pytest.approx(6 / 8)


def test_samples_that_hang_together_raise_false_alarms_unless_they_are_turned_round_together() -> None:
    # 12 inputs of six samples that a change helps or hurts alike.
    random = np.random.default_rng(4)
    nets = [6 * random.choice([-1, 1], size=12) for _ in range(600)]
    plain = [alone(int(net[net > 0].sum()), int(-net[net < 0].sum())) for net in nets]
    assert np.mean([turned_round_p(net) < 0.05 for net in nets]) <= 0.06
    assert np.mean([turned_round_p(one) < 0.05 for one in plain]) > 0.3


@pytest.mark.parametrize("seed", range(6))
def test_holm_and_benjamini_yekutieli_are_those_of_statsmodels(seed: int) -> None:
    p_values = (np.random.default_rng(seed).random(7) ** 3).tolist()
    _, adjusted, _, _ = multipletests(p_values, method="holm")
    assert list(holm({str(i): p for i, p in enumerate(p_values)}).values()) == pytest.approx(adjusted.tolist())
    rejected, _, _, _ = multipletests(p_values, alpha=0.05, method="fdr_by")
    assert benjamini_yekutieli(p_values, rate=0.05) == rejected.tolist()


def test_nothing_asked_is_nothing_found() -> None:
    assert holm({}) == {}
    assert benjamini_yekutieli([], rate=0.05) == []


def test_the_sequential_p_worked_by_hand() -> None:
    # 8 of 8 fixed: (8 + 1) * C(8, 8) / 2^8 = 9 / 256; 7 of 7: 8 / 128 = 0.0625, not yet clear
    assert always_valid_p(8, 0) == pytest.approx(9 / 256)
    assert always_valid_p(7, 0) == pytest.approx(0.0625)
    assert always_valid_p(0, 0) == 1


def test_looking_after_every_rating_raises_false_alarms_below_five_in_a_hundred() -> None:
    random, alarms, naive = np.random.default_rng(1), 0, 0
    for _ in range(400):
        fixed = np.cumsum(random.random(120) < 0.5)
        looks = [(int(good), int(n - good)) for n, good in enumerate(fixed, start=1)]
        alarms += any(always_valid_p(*look) < 0.05 for look in looks)
        naive += any(turned_round_p(alone(*look)) < 0.05 for look in looks[::10])
    assert alarms / 400 <= 0.05
    assert naive / 400 > 0.08  # what the plain test would do to somebody who looks every ten ratings
