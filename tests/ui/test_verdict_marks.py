"""A value has a word, an icon where it means good or bad, and one place in the order of values."""

from __future__ import annotations

from typing import get_args

import pytest

from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE, FailureKind, Scale
from studio.ui.verdict_marks import (
    FAILURE_WORDS,
    NO_VERDICT,
    UNSURE,
    failure_mark,
    rating_mark,
    value_mark,
    values_in_order,
    verdict_mark,
)


def test_pass_and_fail_differ_in_word_icon_and_colour() -> None:
    good, bad = value_mark("pass", scale=PASS_FAIL), value_mark("fail", scale=PASS_FAIL)
    assert (good.word, good.colour) == ("pass", "blue")
    assert (bad.word, bad.colour) == ("fail", "orange")
    assert good.icon != bad.icon
    assert good.badge == ":blue-badge[:material/check: pass]"


def test_the_better_of_two_ordered_words_is_blue_whatever_it_is_called() -> None:
    scale = Scale(values=("harmful", "harmless"), level="ordinal")
    assert [value_mark(value, scale=scale).colour for value in scale.values] == ["orange", "blue"]


def test_numbers_and_kinds_stay_quiet() -> None:
    kinds = Scale(values=("question", "complaint"), level="nominal")
    quiet = [value_mark(4, scale=ONE_TO_FIVE), value_mark("question", scale=kinds), value_mark("tie", scale=PREFERENCE)]
    assert {mark.colour for mark in quiet} == {"gray"}


def test_every_kind_of_failure_has_a_word_and_looks_like_no_value() -> None:
    kinds = [kind for group in get_args(FailureKind) for kind in get_args(group)]
    assert set(FAILURE_WORDS) == set(kinds)
    marks = [failure_mark(kind) for kind in kinds]
    assert all(mark.icon and mark.colour == "gray" for mark in marks)
    assert len({mark.word for mark in marks}) == len(marks)


def test_a_verdict_is_its_value_its_failure_or_not_there_yet() -> None:
    assert verdict_mark(value="pass", failure=None, scale=PASS_FAIL).word == "pass"
    assert verdict_mark(value=None, failure="truncated", scale=PASS_FAIL).word == "cut off"
    assert verdict_mark(value=None, failure=None, scale=PASS_FAIL) is NO_VERDICT
    assert rating_mark(None, scale=PASS_FAIL) is UNSURE


@pytest.mark.parametrize(
    ("scale", "order"),
    [(PASS_FAIL, ("pass", "fail")), (ONE_TO_FIVE, (1, 2, 3, 4, 5)), (PREFERENCE, ("A", "tie", "B"))],
)
def test_the_order_of_values_is_the_same_everywhere(scale: Scale, order: tuple[object, ...]) -> None:
    assert values_in_order(scale) == order


def test_a_value_from_a_file_cannot_break_out_of_its_badge() -> None:
    scale = Scale(values=("a] :red[b", "c"), level="nominal")
    assert value_mark("a] :red[b", scale=scale).badge == r":gray-badge[a\] \:" + "\u2060" + r"red\[b]"
