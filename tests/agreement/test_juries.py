"""Several judges' values become one by a stated rule, and a missing voice is never guessed."""

from __future__ import annotations

import pytest

from studio.agreement.juries import jury_opinion
from studio.judge_settings import JuryRule
from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE, Scale, Value

TOPICS = Scale(values=("billing", "delivery", "other"), level="nominal")
SHARE = Scale(values=(), level="interval", minimum=0.0, maximum=1.0)


def says(*said: Value | None, scale: Scale, rule: JuryRule, weights: tuple[float, ...] = ()) -> Value | None:
    return jury_opinion(said, scale=scale, rule=rule, weights=weights).value


@pytest.mark.parametrize(
    ("rule", "said", "expected"),
    [
        ("majority", (5, 5, 1), 5),
        ("majority", (1, 2, 5), 1),  # each once: the worst of those with most voices
        ("median", (1, 4, 5), 4),
        ("median", (2, 3, 4, 5), 3),  # the lower of the two in the middle
        ("mean", (1, 4, 5), 10 / 3),
        ("mean", (3, 3, 3), 3),
        ("any_fail", (5, 4, 2), 2),
    ],
)
def test_each_rule_on_a_scale_of_numbers(rule: JuryRule, said: tuple[int, ...], expected: float) -> None:
    assert says(*said, scale=ONE_TO_FIVE, rule=rule) == expected


@pytest.mark.parametrize("rule", ["majority", "mean", "median"])
def test_on_pass_and_fail_two_of_three_decide(rule: JuryRule) -> None:
    assert says("pass", "pass", "fail", scale=PASS_FAIL, rule=rule) == "pass"
    assert says("pass", "fail", "fail", scale=PASS_FAIL, rule=rule) == "fail"


@pytest.mark.parametrize("rule", ["majority", "mean", "median", "any_fail"])
def test_a_draw_on_an_ordered_scale_goes_to_the_worse_value(rule: JuryRule) -> None:
    assert says("pass", "fail", scale=PASS_FAIL, rule=rule) == "fail"


def test_one_fail_is_enough_for_any_fail_even_when_the_others_are_missing() -> None:
    assert says("fail", None, None, scale=PASS_FAIL, rule="any_fail") == "fail"
    assert says("pass", "pass", None, scale=PASS_FAIL, rule="any_fail") is None
    assert says("pass", "pass", "pass", scale=PASS_FAIL, rule="any_fail") == "pass"


def test_more_than_half_of_the_judges_must_have_spoken() -> None:
    assert says("pass", "pass", None, scale=PASS_FAIL, rule="majority") == "pass"
    silent = jury_opinion(["pass", None, None], scale=PASS_FAIL, rule="majority")
    assert silent.value is None
    assert silent.why_none == "1 of 3 judges gave a value; 2 are needed."


def test_weights_count_as_so_many_voices() -> None:
    # (1 x 3 + 5 x 1) / 4 = 2
    assert says(1, 5, scale=ONE_TO_FIVE, rule="weighted", weights=(3.0, 1.0)) == 2
    # 0 x 3 + 1 x 1 of 4 is nearer to fail.
    assert says("fail", "pass", scale=PASS_FAIL, rule="weighted", weights=(3.0, 1.0)) == "fail"
    assert says("billing", "other", "other", scale=TOPICS, rule="weighted", weights=(3.0, 1.0, 1.0)) == "billing"


@pytest.mark.parametrize("rule", ["majority", "mean", "median", "any_fail"])
def test_without_an_order_voices_are_counted_whatever_the_rule(rule: JuryRule) -> None:
    assert says("other", "other", "billing", scale=TOPICS, rule=rule) == "other"
    assert says("other", "billing", scale=TOPICS, rule=rule) is None
    assert says("A", "B", scale=PREFERENCE, rule=rule) == "tie"


def test_a_scale_without_steps_takes_means_and_medians() -> None:
    assert says(0.2, 0.4, 0.9, scale=SHARE, rule="mean") == pytest.approx(0.5)
    assert says(0.2, 0.4, 0.9, scale=SHARE, rule="majority") == 0.4


def test_the_shares_are_those_of_the_voices_heard() -> None:
    heard = jury_opinion(["pass", "pass", "fail", None], scale=PASS_FAIL, rule="majority")
    assert heard.shares == {"fail": pytest.approx(1 / 3), "pass": pytest.approx(2 / 3)}
