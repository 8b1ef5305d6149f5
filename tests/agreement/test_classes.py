"""How well single values are found, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import matthews_corrcoef, precision_recall_fscore_support

from studio.agreement import classes
from tests.agreement.tables import random_pair, table_of


@pytest.mark.parametrize("seed", range(15))
def test_precision_recall_f1_and_matthews_are_those_of_scikit_learn(seed: int) -> None:
    values = 2 + seed % 4
    first, second = random_pair(seed, n=8 + 30 * seed, values=values)
    table = table_of(first, second, values=values)
    each = precision_recall_fscore_support(first, second, labels=range(values), zero_division=np.nan)
    assert classes.precision(table) == pytest.approx(each[0], nan_ok=True)
    assert classes.recall(table) == pytest.approx(each[1], nan_ok=True)
    assert classes.f1(table) == pytest.approx(each[2], nan_ok=True)
    assert classes.matthews(table) == pytest.approx(matthews_corrcoef(first, second))


@pytest.mark.parametrize("seed", range(15))
def test_means_over_values_are_those_of_scikit_learn_also_where_a_value_is_never_said(seed: int) -> None:
    first, second = random_pair(seed, n=6, values=4, likeness=0.4)  # few rows: some values are missing on a side
    table = table_of(first, second, values=4)
    expected = precision_recall_fscore_support(first, second, average="macro", zero_division=0)
    for formula, mean in zip((classes.precision, classes.recall, classes.f1), expected[:3], strict=True):
        assert classes.macro(formula(table), table) == pytest.approx(mean)


def test_specificity_of_a_table_worked_by_hand() -> None:
    # 25 ratings without the second value, 20 of the verdicts on them without it; 25 without the first, 15 likewise
    table = np.array([[20.0, 5.0], [10.0, 15.0]])
    assert classes.specificity(table) == pytest.approx([15 / 25, 20 / 25])


def test_a_value_nobody_gives_is_undefined_not_zero() -> None:
    table = np.array([[5.0, 1.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 0.0]])
    for formula in (classes.precision, classes.recall, classes.f1):
        assert np.isnan(formula(table)[2])


def test_matthews_of_a_constant_side_is_undefined() -> None:
    assert np.isnan(classes.matthews(np.array([[9.0, 3.0], [0.0, 0.0]])))
    assert np.isnan(classes.matthews(np.array([[0.3, 0.0], [0.1, 0.0]])))
