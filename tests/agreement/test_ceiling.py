"""Ceilings: a person against herself, people against each other, and the judge as a share of them."""

from __future__ import annotations

import numpy as np
import pytest

from studio.agreement.ceiling import people_ceiling, share_of_ceiling
from studio.agreement.figures import Figure, undefined
from studio.agreement.proportions import grouped_share
from studio.agreement.report import agreement_report
from studio.agreement.resampling import Resampling

QUICK = Resampling(redraws=50)


def share(random: np.random.Generator, truth: float, n: int) -> Figure:
    return grouped_share((random.random(n) < truth).astype(float), np.ones(n), n=n, confidence=0.95, why="")


def test_the_judge_is_a_share_of_what_she_agrees_with_herself() -> None:
    again = agreement_report(["pass"] * 18 + ["fail"] * 2, ["pass"] * 20, values=("fail", "pass"), level="ordinal")
    judge = Figure(value=0.81, low=0.7, high=0.88, n=100)
    found = share_of_ceiling(judge, again["accuracy"])
    assert found.value == pytest.approx(0.9)
    assert found.low < 0.9 < found.high
    assert found.n == 20


def test_the_interval_of_the_share_holds_the_truth_95_times_in_100() -> None:
    random, held = np.random.default_rng(0), 0
    for _ in range(2_000):
        found = share_of_ceiling(share(random, 0.72, 150), share(random, 0.9, 60))
        held += found.low <= 0.8 <= found.high
    assert 0.935 <= held / 2_000 <= 0.97


def test_no_second_ratings_or_no_consistency_say_why() -> None:
    judge = Figure(value=0.8, low=0.7, high=0.9, n=50)
    assert share_of_ceiling(judge, undefined("Nothing is rated twice.", n=0)).why == "Nothing is rated twice."
    assert "no better than luck" in str(share_of_ceiling(judge, Figure(value=-0.1, low=-0.3, high=0.1, n=30)).why)
    assert share_of_ceiling(judge, Figure(value=0.2, low=-0.1, high=0.5, n=30)).low is None


def test_people_and_judge_are_held_against_the_same_other_people() -> None:
    # majority of the other two: row 1 pass, row 2 fail, row 3 tied for whoever stands apart
    people = {"a": ["pass", "fail", "pass"], "b": ["pass", "fail", "pass"], "c": ["pass", "fail", "fail"]}
    found = people_ceiling(people, ["pass", "pass", "pass"], values=("fail", "pass"), level="ordinal", resampling=QUICK)
    assert found.measure == "accuracy"
    # a: rows 1, 2 (row 3: b pass, c fail, tied) both right; b likewise; c: rows 1, 2 right, row 3 wrong
    assert found.person.value == pytest.approx(6 / 7)
    # judge: rows 1 right, 2 wrong for a and b; for c rows 1 and 3 right
    assert found.judge.value == pytest.approx(4 / 7)
    assert found.gap.value == pytest.approx(-2 / 7)
    assert [one.person.value for one in found.left_out] == pytest.approx([1.0, 1.0, 2 / 3])


def test_numbers_are_held_against_the_mean_of_the_others() -> None:
    people = {"a": [1, 5], "b": [3, 5], "c": [2, None]}
    found = people_ceiling(people, [2, 4], values=(1, 2, 3, 4, 5), level="ordinal", resampling=QUICK)
    assert found.measure == "mae"
    # row 1: a against 2.5 -> 1.5, b against 1.5 -> 1.5, c against 2 -> 0; row 2: a 0, b 0
    assert found.person.value == pytest.approx(3.0 / 5)
    # judge: row 1 0.5, 0.5, 0; row 2 1, 1
    assert found.judge.value == pytest.approx(3.0 / 5)


def test_one_person_alone_has_no_people_ceiling() -> None:
    found = people_ceiling({"a": [1, 2]}, [1, 2], values=(1, 2), level="ordinal", resampling=QUICK)
    assert found.person.value is None
    assert "two ratings" in str(found.person.why)
