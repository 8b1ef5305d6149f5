"""Notes, headlines and tooltips: what a person reads, and that the docs page has every number."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import pytest

from studio.agreement.comparison import compare_judges
from studio.agreement.figures import Figure
from studio.agreement.headline import difference_headline, headline
from studio.agreement.notes import leaning
from studio.agreement.only_changed import ALL_RATED
from studio.agreement.report import agreement_report
from studio.agreement.resampling import Resampling
from studio.agreement.words import GROUPS, INTERVAL, METRICS, tooltip
from tests.agreement.docs_page import DOCS, metric_lines

QUICK = Resampling(redraws=100)
PASS_FAIL = ("fail", "pass")


def report_of(hers: list, theirs: list, **more: object):  # type: ignore[no-untyped-def]
    values = {"values": PASS_FAIL, "level": "ordinal"} | more
    return agreement_report(hers, theirs, resampling=QUICK, **values)  # type: ignore[arg-type]


def test_the_headline_is_a_sentence_a_person_can_act_on() -> None:
    report = report_of(["pass"] * 80 + ["fail"] * 42, ["pass"] * 80 + ["pass"] * 19 + ["fail"] * 23)
    own = Figure(value=0.91, low=0.8, high=0.97, n=40)
    told = headline(report, judge="gpt-6", samples="replies", criterion="tone", own=own)
    assert told == (
        "gpt-6 agrees with you on 84 % [77–90] of 122 replies; you agree with yourself on 91 %. It is too kind on tone."
    )


def test_below_twenty_ratings_there_is_no_percentage() -> None:
    report = report_of(["pass"] * 12, ["pass"] * 12)
    assert headline(report, judge="gpt-6") == "gpt-6 shares 12 rated samples with you: too few to tell. Rate 8 more."
    assert report.notes[0] == "12 rated samples are too few to tell. Rate at least 8 more."
    assert headline(report_of([], []), judge="gpt-6").endswith("Rate some that it has judged.")


def test_means_are_told_by_distance_and_order() -> None:
    hers, theirs = [1, 2, 3, 4, 5] * 6, [1.5, 2, 3, 4, 4.5] * 6
    told = headline(report_of(hers, theirs, values=(1, 2, 3, 4, 5)), judge="llama", rater="Ana", samples="stories")
    assert told.startswith("llama is 0.20 [")
    assert "away from Ana on average over 30 stories; rank correlation 1.00" in told


def compared(hers: list, first: list, second: list) -> str:
    found = compare_judges(hers, first, second, values=PASS_FAIL, level="ordinal", resampling=QUICK)
    return difference_headline(found, first="v1", second="v2", samples="replies")


def test_the_better_of_two_is_named_only_where_it_is_clear() -> None:
    hers = ["pass"] * 60 + ["fail"] * 40
    kind, fair = ["pass"] * 80 + ["fail"] * 20, ["pass"] * 58 + ["fail"] * 42
    assert compared(hers, kind, fair).startswith("v2 is nearer to you on the same 100 replies, by 18 [")
    assert compared(hers, kind, fair).endswith("points (20 fixed, 2 broken, 0 moved).")
    assert compared(hers, fair, kind).startswith("v1 is nearer to you")
    unsure = compared([*hers, None], [*fair, "pass"], ["fail", *fair[1:], "fail"])
    assert unsure.startswith("It is not clear whether v1 or v2 is nearer to you: −1 [")
    assert unsure.endswith("Rate the 1 changed replies without a rating; no other can settle it.")
    assert compared(hers[:5], kind[:5], fair[:5]) == "v1 and v2 share 5 rated replies: too few to tell."


def test_the_prevalence_paradox_is_explained_where_it_bites() -> None:
    hers = ["pass"] * 94 + ["fail"] * 6
    theirs = ["pass"] * 92 + ["fail"] * 2 + ["pass"] * 4 + ["fail"] * 2
    notes = report_of(hers, theirs).notes
    assert any(
        "both say pass about 95 % of the time" in note
        and "Look at fail: 6 ratings, of which the judge found 2. Rate more samples that are likely fail." in note
        for note in notes
    )
    even = report_of(["pass", "fail"] * 30, ["pass", "fail"] * 27 + ["fail", "pass"] * 3)
    assert not any("luck alone" in note for note in even.notes)


def test_a_judge_no_better_than_a_constant_is_told_so() -> None:
    notes = report_of(["pass"] * 90 + ["fail"] * 10, ["pass"] * 82 + ["fail"] * 8 + ["pass"] * 8 + ["fail"] * 2).notes
    assert any("Always saying pass would agree on 90 %; this judge agrees on 84 %" in note for note in notes)


def test_a_kind_and_a_strict_judge_are_named_and_chance_is_not() -> None:
    hers = [2, 3, 4] * 20
    kind, strict = ([value + step for value in hers] for step in (1, -1))
    fair = [value + step for value, step in zip(hers, [1, -1, 0, -1, 1, 0] * 10, strict=True)]
    found = [leaning(report_of(hers, side, values=(1, 2, 3, 4, 5))) for side in (kind, strict, fair)]
    assert found == ["too kind", "too strict", None]
    assert any("1.00 above the ratings" in n for n in report_of(hers, kind, values=(1, 2, 3, 4, 5)).notes)


def test_errors_and_weights_are_mentioned() -> None:
    notes = report_of(["pass"] * 30 + ["fail"], ["pass"] * 29 + [None, "fail"], weights=[1.0] * 30 + [4.0]).notes
    assert any(note.startswith("1 rated samples have no verdict") for note in notes)
    assert any("chance of being picked" in note for note in notes)


def test_a_tooltip_says_what_the_true_value_may_be() -> None:
    assert tooltip("kappa", Figure(value=0.62, low=0.51, high=0.73, n=40)) == (
        "How often this judge agrees with you, after taking away the agreement you would get by luck. "
        "0 = no better than luck, 1 = always the same. "
        "With 40 ratings the true value is probably between 0.51 and 0.73."
    )
    assert tooltip("kappa", Figure(value=0.62, low=0.1, high=0.9, n=12)).endswith("12 ratings are too few to tell.")
    assert tooltip("kappa", Figure(value=None, n=30, why="Nothing varies.")).endswith("Nothing varies.")


def test_every_figure_of_a_report_has_words() -> None:
    report = report_of([1, 2, 3], [1, 2, 2], values=(1, 2, 3))
    assert set(report.figures) <= set(METRICS)


@pytest.mark.parametrize("key", METRICS)
def test_the_docs_page_has_every_number_with_formula_and_source(key: str) -> None:
    page = DOCS.read_text("utf-8")
    assert metric_lines(key) in page, "run: python -m tests.agreement.docs_page"


def test_the_docs_page_has_every_group() -> None:
    page = Path(DOCS).read_text("utf-8")
    assert all(f"### {title}" in page for title in GROUPS)


def test_the_interval_sentence_is_right_for_another_set_of_two_and_a_half_times_the_size() -> None:
    # What the docs say: of the same size 83 in 100 land inside, of 2.4 times the size 90, all samples 95.
    def inside(times_as_large: float) -> float:
        return 2 * NormalDist().cdf(1.96 / math.sqrt(1 + 1 / times_as_large)) - 1

    assert [inside(1), inside(2.4), inside(1e9)] == pytest.approx([0.834, 0.90, 0.95], abs=0.002)
    assert "9 times in 10" in INTERVAL


def test_three_changes_that_fall_one_way_do_not_make_a_judge_nearer() -> None:
    # 3 fixed, none broken among 40: redraws may leave 0 out, but so would luck one time in four (2 / 2^3).
    found = replace(
        compare_judges(
            ["pass"] * 40, ["fail"] * 3 + ["pass"] * 37, ["pass"] * 40, values=("fail", "pass"), level="ordinal"
        ),
        differences={"accuracy": Figure(value=0.075, low=0.02, high=0.17, n=40, method="bootstrap")},
    )
    assert found.mcnemar == pytest.approx(0.25)
    assert difference_headline(found, first="v1", second="v2").startswith("It is not clear whether v1 or v2")
    exact = replace(found, differences={"accuracy": Figure(value=0.075, low=0.075, high=0.075, n=3, method=ALL_RATED)})
    assert difference_headline(exact, first="v1", second="v2").startswith("v2 is nearer")
