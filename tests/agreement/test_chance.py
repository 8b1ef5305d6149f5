"""Agreement beyond luck, against numbers worked by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from studio.agreement.chance import (
    above_coin,
    above_constant,
    cohen_kappa,
    gwet_ac1,
    gwet_ac2,
    raw_agreement,
    weighted_kappa,
)
from tests.agreement.tables import random_pair, table_of


def test_kappa_of_a_table_worked_by_hand() -> None:
    # 50 samples: p_o = (20 + 15) / 50 = 0.7; rows 25/25, columns 30/20; p_e = 0.5 * 0.6 + 0.5 * 0.4 = 0.5
    # kappa = (0.7 - 0.5) / (1 - 0.5) = 0.4
    table = np.array([[20.0, 5.0], [10.0, 15.0]])
    assert raw_agreement(table) == pytest.approx(0.7)
    assert cohen_kappa(table) == pytest.approx(0.4)


def test_ac1_of_a_table_worked_by_hand() -> None:
    # Gwet's (2008) point: 118 + 5 + 2 + 0 of 125. p_o = 118/125 = 0.944; pi_1 = (123/125 + 120/125) / 2 = 0.972
    # p_e = 2 * 0.972 * 0.028 / (2 - 1) = 0.054432; AC1 = (0.944 - 0.054432) / 0.945568 = 0.94077...
    table = np.array([[118.0, 5.0], [2.0, 0.0]])
    assert gwet_ac1(table) == pytest.approx((0.944 - 0.054432) / (1 - 0.054432))
    assert cohen_kappa(table) < 0  # the paradox: the same table, and kappa is below luck


def test_ac2_of_a_table_worked_by_hand() -> None:
    # Values 0, 1, 2; credit 1 - d²/4: 1, 3/4, 0. Ten samples: 4 on (0,0), 4 on (2,2), 2 on (0,1).
    # p_a = 0.8 + 0.2 * 0.75 = 0.95; pi = (0.5, 0.1, 0.4); spread = 0.25 + 0.09 + 0.24 = 0.58; credits sum to 6
    # p_e = 6 * 0.58 / (3 * 2) = 0.58; AC2 = (0.95 - 0.58) / 0.42
    table = np.array([[4.0, 2.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 4.0]])
    assert gwet_ac2(table, steps=np.arange(3.0)) == pytest.approx((0.95 - 0.58) / 0.42)


@pytest.mark.parametrize("seed", range(20))
def test_kappas_are_those_of_scikit_learn(seed: int) -> None:
    values = 2 + seed % 5
    first, second = random_pair(seed, n=10 + 40 * seed, values=values, likeness=seed / 20)
    table, labels = table_of(first, second, values=values), list(range(values))
    steps = np.arange(values, dtype=float)
    assert cohen_kappa(table) == pytest.approx(cohen_kappa_score(first, second, labels=labels))
    for power, weights in ((1, "linear"), (2, "quadratic")):
        expected = cohen_kappa_score(first, second, labels=labels, weights=weights)
        assert weighted_kappa(table, steps=steps, power=power) == pytest.approx(expected)


def test_a_stack_of_tables_gives_a_stack_of_numbers() -> None:
    tables = np.random.default_rng(0).integers(0, 9, size=(7, 3, 3)).astype(float)
    one_by_one = [float(cohen_kappa(table)) for table in tables]
    assert cohen_kappa(tables) == pytest.approx(one_by_one)


def test_kappa_of_one_and_the_same_value_is_undefined_and_of_one_constant_side_zero() -> None:
    assert np.isnan(cohen_kappa(np.array([[12.0, 0.0], [0.0, 0.0]])))
    assert cohen_kappa(np.array([[9.0, 3.0], [0.0, 0.0]])) == pytest.approx(0)
    assert np.isnan(cohen_kappa(np.zeros((2, 2))))


def test_weights_may_be_fractions_and_scale_does_not_matter() -> None:
    table = np.array([[20.0, 5.0], [10.0, 15.0]])
    for formula in (cohen_kappa, gwet_ac1, raw_agreement):
        assert formula(table / 7.3) == pytest.approx(formula(table))


def test_interval_scales_weigh_by_distance_and_ordinal_ones_by_rank() -> None:
    table = np.array([[5.0, 1.0, 0.0], [0.0, 5.0, 2.0], [0.0, 0.0, 5.0]])
    by_rank = weighted_kappa(table, steps=np.array([0.0, 1.0, 2.0]), power=1)
    by_distance = weighted_kappa(table, steps=np.array([0.0, 1.0, 10.0]), power=1)
    assert by_distance < by_rank  # the two misses lie between 1 and 10


def test_baselines_worked_by_hand() -> None:
    # rows 25/25 of 50: a constant agrees on 0.5, the coin on 0.25 + 0.25 = 0.5; the judge on 0.7
    table = np.array([[20.0, 5.0], [10.0, 15.0]])
    assert above_constant(table) == pytest.approx(0.2)
    assert above_coin(table) == pytest.approx(0.2)
    # rows 40/10: constant 0.8, coin 0.64 + 0.04 = 0.68; judge 0.9
    skewed = np.array([[37.0, 3.0], [2.0, 8.0]])
    assert above_constant(skewed) == pytest.approx(0.1)
    assert above_coin(skewed) == pytest.approx(0.22)
