"""Ranks and distances, against scipy and numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from studio.agreement.distances import mean_absolute_error, pearson, root_mean_square_error, signed_bias
from studio.agreement.ranks import kendall, kendall_pull, spearman
from tests.agreement.tables import cells_of, random_pair

numbers = st.lists(st.sampled_from([1.0, 1.5, 2.0, 3.6667, 4.0, 5.0]), min_size=3, max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.data(), numbers)
def test_correlations_are_those_of_scipy_with_ties_and_half_values(data: st.DataObject, first: list[float]) -> None:
    second = data.draw(st.lists(st.sampled_from([1.0, 2.3333, 2.5, 3.0]), min_size=len(first), max_size=len(first)))
    cells = cells_of(np.array(first), np.array(second))
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert all(np.isnan(formula(cells)) for formula in (pearson, spearman, kendall))
        return
    assert pearson(cells) == pytest.approx(stats.pearsonr(first, second)[0], abs=1e-9)
    assert spearman(cells) == pytest.approx(stats.spearmanr(first, second)[0], abs=1e-9)
    assert kendall(cells) == pytest.approx(stats.kendalltau(first, second)[0], abs=1e-9)


def test_a_scale_gives_the_same_as_free_numbers() -> None:
    first, second = random_pair(3, n=80, values=5)
    for formula in (pearson, spearman, kendall, mean_absolute_error, root_mean_square_error, signed_bias):
        assert formula(cells_of(first, second, values=5)) == pytest.approx(float(formula(cells_of(first, second))))


def test_weights_count_like_repeated_rows() -> None:
    first, second = random_pair(4, n=30, values=4)
    repeated = np.repeat(first, 3), np.repeat(second, 3)
    for formula in (pearson, spearman, kendall, mean_absolute_error):
        once = cells_of(first, second, values=4)
        assert formula(once.weighing(once.weights * 3)) == pytest.approx(float(formula(cells_of(*repeated, values=4))))


def test_tau_of_many_different_numbers_and_how_each_row_pulls_on_it() -> None:
    random = np.random.default_rng(5)
    first = random.normal(size=700)
    second = first + random.normal(size=700)
    cells = cells_of(first, second)
    tau, pull = kendall_pull(cells)
    assert tau == pytest.approx(stats.kendalltau(first, second)[0])
    heavier = cells.weights.copy()
    heavier[:50] += 1e-4
    moved = kendall_pull(cells.weighing(heavier))[0] - tau
    assert moved == pytest.approx(pull[:50].sum() * 1e-4, rel=1e-3)


def test_distances_worked_by_hand() -> None:
    # misses 0, 1, -1, 2: mean |.| = 1, root of (0 + 1 + 1 + 4) / 4 = 1.2247, mean = 0.5
    cells = cells_of(np.array([1.0, 2.0, 4.0, 3.0]), np.array([1.0, 3.0, 3.0, 5.0]))
    assert mean_absolute_error(cells) == pytest.approx(1.0)
    assert root_mean_square_error(cells) == pytest.approx(1.5**0.5)
    assert signed_bias(cells) == pytest.approx(0.5)
