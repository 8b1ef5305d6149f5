"""Whether a judge of pairs follows the order they are shown in."""

from __future__ import annotations

import pytest

from studio.agreement.positions import position_report


def test_a_judge_that_always_picks_the_first_contradicts_itself() -> None:
    found = position_report(["A"] * 20, ["B"] * 20)
    assert (found.same.value, found.first_shown.value) == (0.0, 1.0)
    assert found.first_shown.n == 40


def test_a_judge_that_sees_outputs_and_not_positions_is_fair() -> None:
    verdicts = ["A", "B"] * 10
    found = position_report(verdicts, verdicts)
    assert (found.same.value, found.first_shown.value) == (1.0, 0.5)


def test_ties_and_errors_pick_nothing() -> None:
    found = position_report(["A", "tie", None, "B"], ["A", "tie", "B", None])
    assert found.same.n == 2
    assert found.first_shown.n == 4
    assert found.first_shown.value == pytest.approx(0.5)  # A first, A second, B first, B second
