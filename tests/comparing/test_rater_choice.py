"""Whose ratings count: one person's, the majority without ties, or the mean."""

from __future__ import annotations

import pytest

from studio.comparing.judge_values import judge_values
from studio.comparing.rater_choice import chosen_rater, values_of, weights_of
from studio.errors import NotFound
from studio.records import Rater, Rating
from studio.store.verdicts import VerdictPoint

ANNA, BEN, CLEO = (Rater(id=name.lower(), name=name) for name in ("Anna", "Ben", "Cleo"))


def rated(who: Rater, subject: str, value: object, **more: object) -> Rating:
    return Rating(rater=who.id, subject=subject, rubric_id="r", criterion="c", value=value, **more)


def test_the_only_person_is_the_rater_and_several_are_taken_together() -> None:
    assert chosen_rater(None, raters=[ANNA]).id == "anna"
    assert chosen_rater(None, raters=[ANNA, BEN], level="nominal").kind == "majority"
    assert chosen_rater(None, raters=[ANNA, BEN], level="ordinal").kind == "mean"


def test_a_person_is_found_by_id_or_name_and_a_stranger_is_refused_in_words() -> None:
    assert chosen_rater("ben", raters=[ANNA, BEN]).id == chosen_rater("Ben", raters=[ANNA, BEN]).id == "ben"
    with pytest.raises(NotFound, match="Dora"):
        chosen_rater("Dora", raters=[ANNA, BEN])


def test_one_person_s_ratings_without_what_she_skipped() -> None:
    choice = chosen_rater("anna", raters=[ANNA, BEN])
    found = [rated(ANNA, "x", "pass"), rated(BEN, "x", "fail"), rated(ANNA, "y", None), rated(BEN, "z", "pass")]
    assert values_of(choice, found) == {"x": "pass"}


def test_a_majority_leaves_ties_out() -> None:
    choice = chosen_rater("majority", raters=[ANNA, BEN, CLEO])
    found = [rated(who, "x", value) for who, value in ((ANNA, "pass"), (BEN, "pass"), (CLEO, "fail"))]
    found += [rated(ANNA, "tie", "pass"), rated(BEN, "tie", "fail"), rated(CLEO, "tie", None)]
    assert values_of(choice, found) == {"x": "pass"}


def test_a_mean_is_of_the_numbers_that_were_given() -> None:
    choice = chosen_rater("mean", raters=[ANNA, BEN, CLEO])
    found = [rated(ANNA, "x", 2), rated(BEN, "x", 5), rated(CLEO, "x", None), rated(ANNA, "y", 4)]
    assert values_of(choice, found) == {"x": 3.5, "y": 4.0}


def test_weights_are_one_over_the_chance_of_being_picked() -> None:
    choice = chosen_rater("anna", raters=[ANNA])
    assert weights_of(choice, [rated(ANNA, "x", "pass", inclusion=0.25), rated(ANNA, "y", "pass")]) == {"x": 4.0}


def said(subject: str, value: object, *, order: str = "", repeat: int = 0, failure: str | None = None) -> VerdictPoint:
    return VerdictPoint(subject, value, failure, order, repeat, None)


def test_repeats_become_the_middle_of_numbers_and_the_most_frequent_of_words() -> None:
    numbers = [said("x", value, repeat=n) for n, value in enumerate((1, 5, 4))]
    assert judge_values(numbers, order="", level="ordinal").values == {"x": 4}
    words = [said("x", value, repeat=n) for n, value in enumerate(("B", "A", "B"))]
    assert judge_values(words, order="", level="nominal").values == {"x": "B"}


def test_a_repeat_that_failed_does_not_count_and_a_subject_without_any_value_has_failed() -> None:
    points = [said("x", None, failure="server"), said("x", "pass", repeat=1), said("y", None, failure="refused")]
    found = judge_values(points, order="", level="ordinal")
    assert (found.values, found.failures) == ({"x": "pass"}, {"y": "refused"})


def test_the_two_orders_are_kept_apart() -> None:
    points = [said("x", "A", order="AB"), said("x", "B", order="BA")]
    assert judge_values(points, order="AB", level="nominal").values == {"x": "A"}
    assert judge_values(points, order="BA", level="nominal").values == {"x": "B"}


def test_a_person_at_a_later_date_is_a_rater_of_her_own() -> None:
    found = [
        rated(ANNA, "x", "pass", rated_at="2026-05-01T10:00:00+00:00"),
        rated(ANNA, "y", "fail", rated_at="2026-05-02T10:00:00+00:00"),
        rated(BEN, "z", "fail", rated_at="2026-05-02T10:00:00+00:00"),
    ]
    later, former = (chosen_rater(f"Anna {when} 2026-05-02", raters=[ANNA, BEN]) for when in ("since", "before"))
    assert values_of(later, found) == {"y": "fail"}
    assert values_of(former, found) == {"x": "pass"}
    assert chosen_rater(later.asked, raters=[ANNA, BEN]) == later
    assert later.name == "Anna, since 2026-05-02"


def test_somebody_whose_name_reads_like_a_time_is_still_found() -> None:
    odd = Rater(id="odd", name="Anna since 2026-05-02")
    assert chosen_rater("Anna since 2026-05-02", raters=[ANNA, odd]).id == "odd"
