"""What makes a sample worth rating, by numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from studio.rating.strata import Opinions, changes, disagreement, doubt, rarity, strengths, thin_coverage
from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE


def test_on_an_ordered_scale_judges_disagree_by_their_range() -> None:
    one = Opinions(scale=ONE_TO_FIVE, values={"a": [1, 3, None], "b": [5, 3, 4], "c": [2, 4, None]})
    # 1 to 5 is the whole scale; 3 to 4 a quarter; one judge alone disagrees with nobody.
    assert disagreement(one, size=3).tolist() == [1.0, 0.25, 0.0]


def test_on_a_scale_without_order_judges_disagree_by_the_share_outside_the_largest_camp() -> None:
    one = Opinions(scale=PREFERENCE, values={"a": ["A", "A"], "b": ["A", "A"], "c": ["B", "A"]})
    assert disagreement(one, size=2).tolist() == pytest.approx([1 / 3, 0])


def test_a_judge_that_is_nearly_torn_is_in_doubt_and_a_sure_one_is_not() -> None:
    one = Opinions(scale=PASS_FAIL, values={"a": ["pass"] * 3}, confidence={"a": [0.55, 0.95, None]})
    assert doubt(one, size=3).tolist() == pytest.approx([0.45, 0, 0])


def test_only_verdicts_that_both_judges_gave_can_have_changed() -> None:
    one = Opinions(scale=PASS_FAIL, values={"a": ["pass", "pass", None], "b": ["fail", "pass", "fail"]})
    assert changes(one, size=3, a="a", b="b").tolist() == [1, 0, 0]
    assert changes(one, size=3, a="a", b="nobody").tolist() == [0, 0, 0]


def test_a_value_that_is_hardly_ever_given_is_rare() -> None:
    one = Opinions(scale=PASS_FAIL, values={"a": ["fail", *["pass"] * 9]})
    # One of ten: as strong as ten.
    assert rarity(one, size=10).tolist() == pytest.approx([10.0, *[0.0] * 9])


def test_a_tag_that_is_hardly_rated_pulls_more() -> None:
    topic_a, topic_b = np.array([0, 1]), np.array([2])
    rated = np.array([True, False, False, False])
    assert thin_coverage([topic_a, topic_b], rated=rated).tolist() == [0.5, 0.5, 1.0, 0.0]


def test_over_several_questions_the_strongest_counts() -> None:
    same = Opinions(scale=PASS_FAIL, values={"a": ["pass", "pass"], "b": ["pass", "pass"]})
    other = Opinions(scale=PASS_FAIL, values={"a": ["pass", "pass"], "b": ["pass", "fail"]})
    found = strengths([same, other], size=2, a="a", b="b")
    assert found["changed"].tolist() == [0, 1]
    assert np.array_equal(found["random"], np.ones(2))
