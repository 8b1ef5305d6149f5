"""A judge that was asked several times has one value for each subject, and the shares of its answers."""

from __future__ import annotations

from studio.comparing.judge_values import judge_values
from studio.records import Value
from studio.store.verdicts import VerdictPoint


def point(value: Value | None, *, repeat: int, shares: dict[str, float] | None = None) -> VerdictPoint:
    return VerdictPoint("s", value, None if value is not None else "server", "", repeat, shares)


def test_repeats_become_the_middle_value_and_their_shares() -> None:
    said = judge_values([point(value, repeat=n) for n, value in enumerate((4, 2, 5, 2))], order="", level="ordinal")
    assert said.values == {"s": 2}
    assert said.probabilities == {"s": {"4": 0.25, "2": 0.5, "5": 0.25}}


def test_the_models_own_probabilities_come_before_shares_of_repeats() -> None:
    own = {"pass": 0.7, "fail": 0.3}
    points = [point("pass", repeat=0, shares=own), point("fail", repeat=1, shares=own)]
    assert judge_values(points, order="", level="ordinal").probabilities == {"s": own}


def test_a_failed_repeat_is_no_answer() -> None:
    said = judge_values([point(None, repeat=0), point("pass", repeat=1)], order="", level="ordinal")
    assert (said.values, said.probabilities, said.failures) == ({"s": "pass"}, {}, {})
