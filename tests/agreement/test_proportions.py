"""Wilson's interval, against statsmodels and by simulation, also for rows that hang together or carry weights."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from studio.agreement.proportions import grouped_mean, grouped_share, wilson_interval

NOMINAL = (0.935, 0.965)


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (5, 5), (1, 20), (16, 20), (84, 100), (9_000, 10_000)])
def test_wilson_is_that_of_statsmodels(hits: int, n: int) -> None:
    assert wilson_interval(hits / n, n=n) == pytest.approx(proportion_confint(hits, n, method="wilson"))


def test_twenty_ratings_of_a_good_judge_can_be_anything_from_sixty_to_ninety_two() -> None:
    assert wilson_interval(0.8, n=20) == pytest.approx((0.584, 0.919), abs=1e-3)


def test_single_rows_of_equal_weight_get_the_plain_interval() -> None:
    hits = np.array([1.0, 0, 1, 1, 1, 0, 1, 1])
    figure = grouped_share(hits, np.ones(8), n=8, confidence=0.95, why="")
    assert figure.method == "Wilson"
    assert (figure.low, figure.high) == pytest.approx(proportion_confint(6, 8, method="wilson"))


def test_ten_rows_of_one_input_that_always_go_together_are_worth_one() -> None:
    # 30 inputs of 10 rows, all ten right or all wrong: as sure as 30 rows, not as 300
    right = np.array([10.0] * 24 + [0.0] * 6)
    figure = grouped_share(right, np.full(30, 10.0), n=300, confidence=0.95, why="")
    plain = wilson_interval(0.8, n=30)
    assert figure.width == pytest.approx(plain[1] - plain[0], rel=0.08)


def test_inputs_that_balance_each_other_never_narrow_the_interval() -> None:
    figure = grouped_share(np.full(50, 1.0), np.full(50, 2.0), n=100, confidence=0.95, why="")
    plain = wilson_interval(0.5, n=100)
    assert (figure.width or 0) >= plain[1] - plain[0]


def test_weighted_rows_of_one_weight_get_an_interval_between_jeffreys_and_clopper_pearson() -> None:
    hits = np.array([1.0] * 24 + [0.0] * 6)
    figure = grouped_share(hits, np.ones(30), n=30, confidence=0.95, why="", heaviest=1.0)
    inner = proportion_confint(24, 30, method="jeffreys")
    outer = proportion_confint(24, 30, method="beta")
    assert outer[0] <= figure.low <= inner[0] + 0.01 and inner[1] - 0.01 <= figure.high <= outer[1]


def test_a_heavy_rating_that_was_not_met_keeps_the_interval_wide() -> None:
    # Eight heavy ratings and ninety-two light ones, all right: worth little more than the eight.
    weights = np.array([10.0] * 8 + [0.2] * 92)
    figure = grouped_share(weights, weights, n=100, confidence=0.95, why="", heaviest=10.0)
    eight = proportion_confint(8, 8, method="wilson")
    assert figure.value == 1.0 and figure.high == 1.0
    assert eight[0] - 0.1 < figure.low < eight[0] + 0.15


def test_no_rows_say_why() -> None:
    figure = grouped_share(np.zeros(3), np.zeros(3), n=0, confidence=0.95, why="Nothing there.")
    assert (figure.value, figure.why) == (None, "Nothing there.")


@pytest.mark.parametrize(("inputs", "size", "together"), [(100, 1, 0.0), (40, 5, 0.5), (60, 3, 0.8)])
def test_the_interval_of_a_share_holds_the_truth_95_times_in_100(inputs: int, size: int, together: float) -> None:
    random = np.random.default_rng(inputs)
    truth, held = 0.75, 0
    for _ in range(3_000):
        own = random.random((inputs, size)) < truth
        shared = (random.random(inputs) < truth)[:, None]
        right = np.where(random.random((inputs, size)) < together, shared, own).sum(axis=1).astype(float)
        figure = grouped_share(right, np.full(inputs, float(size)), n=inputs * size, confidence=0.95, why="")
        held += figure.low <= truth <= figure.high
    assert NOMINAL[0] <= held / 3_000 <= NOMINAL[1]


def test_the_interval_of_a_weighted_share_holds_the_truth_of_all_samples() -> None:
    # Hard samples (40 %) are picked with chance 0.2, easy ones with 0.05; the judge is right on 60 % and on 90 %.
    random = np.random.default_rng(8)
    truth, held = 0.4 * 0.6 + 0.6 * 0.9, 0
    for _ in range(3_000):
        hard = random.random(1_200) < 0.4
        chance = np.where(hard, 0.2, 0.05)
        picked = random.random(1_200) < chance
        right = (random.random(1_200) < np.where(hard, 0.6, 0.9))[picked].astype(float)
        weight = 1 / chance[picked]
        figure = grouped_share(right * weight, weight, n=int(picked.sum()), confidence=0.95, why="")
        held += figure.low <= truth <= figure.high
    assert NOMINAL[0] <= held / 3_000 <= NOMINAL[1]


def test_the_interval_of_a_mean_holds_the_truth_95_times_in_100_with_few_inputs() -> None:
    random, held = np.random.default_rng(2), 0
    for _ in range(3_000):
        sizes = random.integers(1, 6, 15)
        shared = random.normal(size=15)
        sums = sizes * shared + np.array([random.normal(size=size).sum() for size in sizes])
        figure = grouped_mean(sums, sizes.astype(float), n=int(sizes.sum()), confidence=0.95, why="")
        held += figure.low <= 0 <= figure.high
    assert 0.925 <= held / 3_000 <= 0.965
