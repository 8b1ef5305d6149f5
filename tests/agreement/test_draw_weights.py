"""Ratings picked on purpose, weighed by the chance of each pick, say of all samples what a random pick would say."""

from __future__ import annotations

import numpy as np
import pytest

from studio.agreement.draw_weights import draw_weights


def test_even_picks_all_count_one() -> None:
    # The first of five was one of 5, the second one of 4, the third one of 3.
    assert draw_weights([1 / 5, 1 / 4, 1 / 3], population=5).tolist() == pytest.approx([1, 1, 1])


def test_an_unknown_chance_counts_as_an_even_pick() -> None:
    assert draw_weights([None, 1 / 4, None], population=5).tolist() == pytest.approx([1, 1, 1])


def test_a_likelier_pick_counts_less_and_a_rarer_one_more() -> None:
    # N = 4, M = 2. First pick with chance 1/2 of 4: 1 + (4 - 2) / (4 - 1) * (1 / (4 * 1/2) - 1) = 1 - 1/3.
    # Second pick with chance 1/6 of the 3 left: 1 + (4 - 2) / (4 - 2) * (1 / (3 * 1/6) - 1) = 2.
    assert draw_weights([1 / 2, 1 / 6], population=4).tolist() == pytest.approx([2 / 3, 2])


def test_with_everything_rated_the_order_of_picking_is_forgotten() -> None:
    assert draw_weights([0.7, 0.9, 1.0], population=3).tolist() == pytest.approx([1, 1, 1])


def test_more_ratings_than_samples_known_of_are_no_error() -> None:
    assert np.isfinite(draw_weights([0.5, 0.5, 0.5], population=2)).all()
    assert draw_weights([], population=7).tolist() == []
