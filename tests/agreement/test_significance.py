"""Paired tests and corrections, against statsmodels; and the one that may be looked at again and again."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from studio.agreement.significance import always_valid_p, benjamini_yekutieli, holm, mcnemar_exact, sign_test


@pytest.mark.parametrize(("fixed", "broken"), [(0, 0), (5, 0), (9, 2), (12, 12), (30, 55)])
def test_mcnemar_is_that_of_statsmodels(fixed: int, broken: int) -> None:
    expected = mcnemar([[10, broken], [fixed, 10]], exact=True).pvalue
    assert mcnemar_exact(fixed, broken) == pytest.approx(expected if fixed + broken else 1.0)
    assert sign_test(fixed, broken) == mcnemar_exact(fixed, broken)


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
        naive += any(mcnemar_exact(*look) < 0.05 for look in looks[::10])
    assert alarms / 400 <= 0.05
    assert naive / 400 > 0.08  # what the plain test would do to somebody who looks every ten ratings
