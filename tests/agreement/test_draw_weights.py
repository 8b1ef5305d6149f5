"""Ratings picked on purpose, weighed by the chance of each pick, say of all samples what a random pick would say."""

from __future__ import annotations

import numpy as np
import pytest

from studio.agreement.draw_weights import chance_weights, draw_weights, too_few_at_random


def test_even_picks_all_count_one() -> None:
    # The first of five was one of 5, the second one of 4, the third one of 3.
    assert draw_weights([1 / 5, 1 / 4, 1 / 3], population=5).tolist() == pytest.approx([1, 1, 1])


def test_an_unknown_chance_counts_as_an_even_pick() -> None:
    assert draw_weights([None, 1 / 4, None], population=5).tolist() == pytest.approx([1, 1, 1])


def test_a_likelier_pick_counts_less_and_a_rarer_one_more() -> None:
    # N = 4, M = 2. First pick with chance 1/2 of 4: 1 + (4 - 2) / (4 - 1) * (1 / (4 * 1/2) - 1) = 1 - 1/3.
    # Second pick with chance 1/6 of the 3 left: 1 + (4 - 2) / (4 - 2) * (1 / (3 * 1/6) - 1) = 2.
    assert chance_weights([1 / 2, 1 / 6], population=4).tolist() == pytest.approx([2 / 3, 2])


def test_the_weights_are_those_of_farquhar_gal_and_rainforth() -> None:
    # v = 1 + (N - M) / (N - m) · (1 / ((N - m + 1) q) - 1), their formula, for N = 50, M = 20 and any chances.
    m, random = np.arange(1, 21), np.random.default_rng(1)
    chances = random.uniform(0.2, 3, 20) / (51 - m)
    expected = 1 + 30 / (50 - m) * (1 / ((51 - m) * chances) - 1)
    assert chance_weights(chances.tolist(), population=50).tolist() == pytest.approx(expected.tolist())


def test_a_pick_beside_which_others_were_out_of_reach_counts_for_itself_only() -> None:
    # 10 such picks of 1,000, then 10 random ones: ten stand for 10, the others for 990.
    weights = chance_weights([0.0] * 10 + [None] * 10, population=1000)
    assert weights[:10].sum() / weights.sum() == pytest.approx(0.01, abs=1e-9)
    assert chance_weights([0.0] * 5, population=1000).tolist() == [1] * 5


def test_two_kinds_of_samples_each_count_by_their_share_of_all() -> None:
    # Of 1,000,000 samples 1 in 5 is picked with a chance of 3.2 in 1,000,000, the others with 0.45 in 1,000,000
    # (3.2 / 5 + 0.45 * 4 / 5 = 1). However many of each luck brings, the kinds weigh 1 and 4 to 5.
    for often in (4, 10, 16):
        chances = [3.2e-6] * often + [0.45e-6] * (20 - often)
        weights = draw_weights(chances, population=1_000_000)
        assert weights[:often].sum() / weights.sum() == pytest.approx(0.2, abs=1e-3)
        assert weights.mean() == pytest.approx(1)


def test_no_weight_falls_to_nothing_where_a_kind_of_sample_was_never_met() -> None:
    # All picks were five times as likely as even ones: nothing is known of what they stand for too little.
    chances = [5 / (1000 - n) * (1 - n / 1000) for n in range(30)]
    weights = draw_weights(chances, population=1000)
    assert weights.min() > 0.05 and weights.mean() == pytest.approx(1)


def test_too_few_random_picks_say_so_and_how_many_more_it_takes() -> None:
    assert too_few_at_random(8, of=30) == ""
    assert too_few_at_random(0, of=19) == ""
    assert too_few_at_random(3, of=30) == (
        "3 of these 30 ratings were picked at random: too few to tell how it is on all samples. "
        "Rate 5 more under Honest estimate."
    )


def test_with_everything_rated_the_order_of_picking_is_forgotten() -> None:
    assert draw_weights([0.7, 0.9, 1.0], population=3).tolist() == pytest.approx([1, 1, 1])


def test_more_ratings_than_samples_known_of_are_no_error() -> None:
    assert np.isfinite(draw_weights([0.5, 0.5, 0.5], population=2)).all()
    assert draw_weights([], population=7).tolist() == []
