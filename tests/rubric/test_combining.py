"""The overall result of a rubric, and the words that explain it."""

from __future__ import annotations

import pytest

from studio.records import ONE_TO_FIVE, PASS_FAIL, Criterion, Rubric, Scale
from studio.rubric.combining import combine_in_words, overall, worked_example
from studio.rubric.scales import passes, passing_values, worth

SUPPORT = Rubric(
    name="support",
    title="Support",
    criteria=(
        Criterion(id="answers", question="?", weight=2, must_pass=True),
        Criterion(id="correct", question="?"),
        Criterion(id="warm", question="?", scale=ONE_TO_FIVE),
    ),
)


def test_a_weighted_mean_passes_above_half() -> None:
    # (2 x 1 + 1 x 0 + 1 x (4 - 1) / 4) / 4 = 2.75 / 4
    result = overall(SUPPORT, {"answers": "pass", "correct": "fail", "warm": 4})
    assert (result.value, result.passed) == (0.6875, True)
    assert result.why == "Passes: the weighted mean is 0.69, above 0.50."


def test_a_failed_must_pass_criterion_fails_and_the_words_say_so() -> None:
    rubric = Rubric(
        name="r",
        title="R",
        criteria=tuple(Criterion(id=f"c{n}", question="?", must_pass=n == 1) for n in range(1, 5)),
    )
    result = overall(rubric, {"c1": "fail", "c2": "pass", "c3": "pass", "c4": "pass"})
    assert (result.value, result.passed) == (0.75, False)
    assert result.why == "Fails although the weighted mean is 0.75, because “c1” is fail and must be pass."


def test_the_worked_example_shows_a_high_mean_that_fails_and_a_weight_that_does_not_matter() -> None:
    four = tuple(Criterion(id=f"c{n}", question="?", must_pass=n == 2) for n in range(1, 5))
    rubric = Rubric(name="r", title="R", criteria=four)
    assert worked_example(rubric) == (
        "For example, everything at its best and only “c2” at its worst: "
        "Fails although the weighted mean is 0.75, because “c2” is fail and must be pass."
    )
    mean = Rubric(name="r", title="R", criteria=(Criterion(id="a", question="?", weight=3), four[0]))
    assert worked_example(mean).endswith(
        "only “a” at its worst: Fails: the weighted mean is 0.25; it must be above 0.50."
    )
    assert worked_example(Rubric(name="r", title="R", criteria=four[:1])) == ""


def test_exactly_half_does_not_pass() -> None:
    rubric = Rubric(name="r", title="R", criteria=(Criterion(id="a", question="?"), Criterion(id="b", question="?")))
    result = overall(rubric, {"a": "pass", "b": "fail"})
    assert (result.value, result.passed) == (0.5, False)
    assert "must be above 0.50" in result.why


def test_all_must_pass_counts_the_share_and_names_what_failed() -> None:
    rubric = Rubric(name="r", title="R", criteria=SUPPORT.criteria, combine="all_must_pass")
    result = overall(rubric, {"answers": "pass", "correct": "pass", "warm": 3})
    assert (result.value, result.passed) == (pytest.approx(2 / 3), False)
    assert result.why == "Fails, because “warm” is 3 and must be 4 or better."


def test_the_minimum_is_the_weakest_criterion() -> None:
    rubric = Rubric(name="r", title="R", criteria=SUPPORT.criteria, combine="minimum")
    assert overall(rubric, {"answers": "pass", "correct": "pass", "warm": 4}).value == 0.75
    assert overall(rubric, {"answers": "pass", "correct": "pass", "warm": 4}).passed is True
    assert overall(rubric, {"answers": "pass", "correct": "pass", "warm": 2}).passed is False


def test_missing_values_are_undecided_unless_a_must_pass_failed() -> None:
    waiting = overall(SUPPORT, {"answers": "pass", "warm": None})
    assert (waiting.value, waiting.passed) == (None, None)
    assert waiting.why == "2 of 3 criteria have no value yet: “correct” and “warm”."
    decided = overall(SUPPORT, {"answers": "fail"})
    assert (decided.value, decided.passed) == (None, False)
    assert decided.why.startswith("Fails already: “answers” did not pass.")


def test_a_value_off_the_scale_counts_as_missing() -> None:
    assert overall(SUPPORT, {"answers": "pass", "correct": "pass", "warm": 6}).passed is None


def test_a_scale_without_order_is_left_out_and_said() -> None:
    topic = Criterion(id="topic", question="?", scale=Scale(values=("a", "b"), level="nominal"))
    rubric = Rubric(name="r", title="R", criteria=(*SUPPORT.criteria, topic))
    assert overall(rubric, {"answers": "pass", "correct": "pass", "warm": 5}).value == 1
    assert "Not counted, because its values have no order: “topic”." in combine_in_words(rubric)
    only = Rubric(name="r", title="R", criteria=(topic,))
    assert overall(only, {"topic": "a"}).passed is None
    assert combine_in_words(only) == "No criterion has an order of better and worse, so there is no overall result."


def test_without_any_weight_only_the_must_pass_criteria_decide() -> None:
    rubric = Rubric(name="r", title="R", criteria=(Criterion(id="a", question="?", weight=0, must_pass=True),))
    assert overall(rubric, {"a": "pass"}).passed is True
    assert overall(rubric, {"a": "fail"}).passed is False
    assert overall(rubric, {"a": "pass"}).value is None


def test_the_rule_is_said_in_words() -> None:
    assert combine_in_words(SUPPORT) == (
        "An output passes if the weighted mean of its criteria is above half. "
        "Weights: “answers” 2, “correct” 1, “warm” 1. "
        "Whatever the mean, it fails if one of these is not met: “answers” (pass)."
    )
    strict = Rubric(name="r", title="R", criteria=SUPPORT.criteria, combine="all_must_pass")
    assert combine_in_words(strict) == (
        "An output passes only if every criterion passes: “answers” (pass), “correct” (pass) and “warm” (4 or better). "
        "Weights do not count."
    )


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (PASS_FAIL, ("pass",)),
        (ONE_TO_FIVE, (4, 5)),
        (Scale(values=(1, 2, 3, 4), level="ordinal"), (3, 4)),
        (Scale(values=("remove", "review", "allow"), level="ordinal"), ("allow",)),
        (Scale(values=(0, 1, 10), level="interval"), (10,)),
        (Scale(values=(5, 3, 1), level="interval"), (1,)),
        (Scale(values=("a", "b"), level="nominal"), ()),
    ],
)
def test_what_stands_above_the_middle_of_its_scale_passes(scale: Scale, expected: tuple[object, ...]) -> None:
    assert passing_values(scale) == expected


def test_interval_scales_keep_their_distances_and_ordinal_ones_do_not() -> None:
    assert worth(Scale(values=(0, 1, 10), level="interval"), 1) == 0.1
    assert worth(Scale(values=(0, 1, 10), level="ordinal"), 1) == 0.5
    continuous = Scale(values=(), level="interval", minimum=0, maximum=4)
    assert worth(continuous, 3) == 0.75
    assert passes(continuous, 2) is False
