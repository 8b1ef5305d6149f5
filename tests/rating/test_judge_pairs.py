"""The bound on naming the better judge, worked by hand."""

from __future__ import annotations

import pytest
from scipy.stats import multivariate_hypergeom

from tests.rating.judge_pairs import majority_named


def test_one_of_three_differences_names_the_better_as_often_as_it_is_met() -> None:
    # Two fixes, one break, one rating: right 2 of 3 times.
    assert majority_named(2, 1, 0, ratings=1) == pytest.approx(2 / 3)
    # Two ratings: two fixes 1 of 3 times, else one of each, a draw: 1/3 + 2/3 * 1/2.
    assert majority_named(2, 1, 0, ratings=2) == pytest.approx(2 / 3)
    assert majority_named(2, 1, 0, ratings=50) == 1


def test_the_bound_is_the_multivariate_hypergeometric() -> None:
    law = multivariate_hypergeom([9, 6, 4], 8)
    pairs = [(a, b) for a in range(9) for b in range(9 - a)]
    expected = sum(law.pmf([a, b, 8 - a - b]) * (1.0 if a > b else 0.5 if a == b else 0.0) for a, b in pairs)
    assert majority_named(9, 6, 4, ratings=8) == pytest.approx(expected)
