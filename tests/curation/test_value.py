"""How a sample gets its value: her rating first, then judges she has checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.agreement.figures import Figure
from studio.curation.checked_judges import judge_notes
from studio.curation.papers import JudgePaper
from studio.curation.value import Decided, ValueRule
from tests.curation.shop import GOOD, PAPERS, RUBRIC, WEAK, ratings, recipe, sample, verdicts


def decided(candidate, *, criterion="answers", papers=PAPERS, **values) -> Decided:
    return ValueRule(recipe=recipe(values=values), papers=papers).decided(candidate, criterion=criterion)


def test_her_rating_beats_every_verdict() -> None:
    candidate = sample("s", rated={"answers": "fail"}, judged={"answers": "pass"})
    found = decided(candidate, judges=["Good"])
    assert (found.value, found.source, found.by) == ("fail", "rating", ("ada",))


def test_a_checked_judge_stands_in_where_nobody_rated() -> None:
    found = decided(sample("s", judged={"answers": "pass"}), judges=["Good"])
    assert (found.value, found.source, found.by, found.share) == ("pass", "verdict", (GOOD.id,), 1.0)


def test_a_judge_the_recipe_does_not_name_decides_nothing() -> None:
    found = decided(sample("s", judged={"answers": "pass"}))
    assert found.value is None
    assert "lets no judge stand in" in found.why


@pytest.mark.parametrize(
    ("values", "stands_in"),
    [
        ({"least_agreement": 0.7}, True),
        ({"least_agreement": 0.71}, False),
        ({"least_agreement": 0.8, "agreement_at": "value"}, True),
        ({"least_ratings": 60}, True),
        ({"least_ratings": 61}, False),
    ],
)
def test_the_low_end_of_the_agreement_and_the_number_of_ratings_open_the_gate(values, stands_in) -> None:
    found = decided(sample("s", judged={"answers": "pass"}), judges=["Good"], **values)
    assert (found.value == "pass") is stands_in


def test_a_judge_that_was_never_compared_with_her_does_not_stand_in() -> None:
    papers = replace(PAPERS, judges=(JudgePaper(judge=GOOD, name="Good"),))
    assert decided(sample("s", judged={"answers": "pass"}), papers=papers, judges=["Good"]).value is None


def test_an_agreement_on_the_criterion_counts_before_one_on_everything() -> None:
    agreement = {
        "overall": Figure(value=0.9, low=0.85, high=0.95, n=60),
        "tone": Figure(value=0.1, low=0, high=0.3, n=60),
    }
    papers = replace(PAPERS, judges=(JudgePaper(judge=GOOD, name="Good", agreement=agreement),))
    candidate = sample("s", judged={"answers": "pass", "tone": 4})
    assert decided(candidate, papers=papers, judges=["Good"]).value == "pass"
    assert decided(candidate, criterion="tone", papers=papers, judges=["Good"]).value is None


def test_why_a_judge_did_not_stand_in_is_told_once_for_each_criterion() -> None:
    notes = list(judge_notes(recipe(values={"judges": ["Weak", "Nobody"]}).values, papers=PAPERS))
    assert len(notes) == 3
    low_end = "its kappa 0.20 [0.00 to 0.40] on 60 ratings; the low end does not reach 0.60"
    assert f"Weak did not stand in on answers: {low_end}." in notes
    assert 'names the judge "Nobody"' in notes[-1]


def test_judges_that_disagree_decide_nothing() -> None:
    papers = replace(PAPERS, judges=tuple(replace(j, agreement=PAPERS.judges[0].agreement) for j in PAPERS.judges))
    candidate = sample("s", judged={"answers": "pass"})
    split = replace(candidate, verdicts=candidate.verdicts + verdicts("s", {"answers": "fail"}, judge=WEAK))
    found = decided(split, papers=papers, judges=["Good", "Weak"])
    assert (found.value, found.why) == (None, "not rated, and the judges disagree")


def test_a_jury_needs_as_many_judges_as_the_recipe_asks() -> None:
    found = decided(sample("s", judged={"answers": "pass"}), judges=["Good"], least_judges=2)
    assert found.value is None
    assert "too few checked judges" in found.why


def test_a_verdict_below_the_confidence_or_without_one_does_not_count() -> None:
    base = sample("s")
    sure = replace(base, verdicts=verdicts("s", {"answers": "pass"}, probabilities={"pass": 0.9, "fail": 0.1}))
    unsure = replace(base, verdicts=verdicts("s", {"answers": "pass"}, probabilities={"pass": 0.6, "fail": 0.4}))
    silent = replace(base, verdicts=verdicts("s", {"answers": "pass"}))
    found = [decided(c, judges=["Good"], least_confidence=0.8).value for c in (sure, unsure, silent)]
    assert found == ["pass", None, None]


def test_a_failed_verdict_is_no_value() -> None:
    candidate = replace(sample("s"), verdicts=verdicts("s", {"answers": None}, failure="unreadable"))
    assert decided(candidate, judges=["Good"]).value is None


def test_repeats_of_one_judge_are_one_voice() -> None:
    base = sample("s")
    said = [("pass", 0), ("pass", 1), ("fail", 2)]
    repeats = [v for value, repeat in said for v in verdicts("s", {"answers": value}, repeat=repeat)]
    found = decided(replace(base, verdicts=tuple(repeats)), judges=["Good"])
    assert (found.value, found.by) == ("pass", (GOOD.id,))


def test_several_raters_are_joined_as_the_recipe_says() -> None:
    said = ratings("s", {"tone": 2}) + ratings("s", {"tone": 5}, rater="bob") + ratings("s", {"tone": 5}, rater="cy")
    candidate = replace(sample("s"), ratings=said)
    assert decided(candidate, criterion="tone").value == 5
    assert decided(candidate, criterion="tone", several_raters="mean").value == 4.0
    assert decided(candidate, criterion="tone", raters=["cy", "ada"], several_raters="first").value == 5
    assert decided(candidate, criterion="tone", raters=["ada", "bob"]).why == "the raters disagree"


def test_a_mean_stands_between_the_values_it_lies_between() -> None:
    said = ratings("s", {"tone": 4, "answers": "pass"}) + ratings("s", {"tone": 5, "answers": "pass"}, rater="bob")
    candidate = replace(sample("s"), ratings=said)
    # 4.5 on 1..5 is (4.5 - 1) / 4 = 0.875; with answers = 1 the mean is 0.9375.
    assert decided(candidate, criterion="tone", several_raters="mean").share == 0.875
    assert decided(candidate, criterion="overall", several_raters="mean").value == 0.9375


def test_a_rating_under_another_version_of_the_rubric_is_not_counted_and_said() -> None:
    candidate = replace(sample("s"), ratings=ratings("s", {"answers": "pass"}, rubric="an-older-one"))
    assert decided(candidate).why == "rated only under another version of the rubric"


def test_a_skipped_rating_is_no_rating() -> None:
    assert (
        decided(sample("s", rated={"answers": None}, judged={"answers": "pass"}), judges=["Good"]).source == "verdict"
    )


def test_the_overall_value_is_the_weighted_mean_of_the_shares() -> None:
    # answers pass = 1, tone 4 of 1..5 = 0.75; equal weights: (1 + 0.75) / 2 = 0.875.
    found = decided(sample("s", rated={"answers": "pass", "tone": 4}), criterion="overall")
    assert (found.value, found.source) == (0.875, "rating")


def test_the_overall_value_is_mixed_when_a_judge_fills_a_gap() -> None:
    found = decided(sample("s", rated={"answers": "pass"}, judged={"tone": 4}), criterion="overall", judges=["Good"])
    assert (found.source, found.by) == ("mixed", ("ada", GOOD.id))


def test_there_is_no_overall_value_when_a_criterion_has_none() -> None:
    assert decided(sample("s", rated={"answers": "pass"}), criterion="overall").value is None


@pytest.mark.parametrize(
    ("combine", "must_pass", "said", "share"),
    [
        ("minimum", False, {"answers": "pass", "tone": 2}, 0.25),
        ("all_must_pass", False, {"answers": "pass", "tone": 4}, 1.0),
        ("all_must_pass", False, {"answers": "pass", "tone": 3}, 0.0),
        ("all_must_pass", False, {"answers": "pass", "tone": 2}, 0.0),
        ("weighted_mean", True, {"answers": "fail", "tone": 5}, 0.0),
        ("weighted_mean", False, {"answers": "fail", "tone": 5}, 0.5),
    ],
)
def test_the_rubric_says_how_criteria_combine(combine, must_pass, said, share) -> None:
    first = replace(RUBRIC.criteria[0], must_pass=must_pass)
    rubric = replace(RUBRIC, combine=combine, criteria=(first, RUBRIC.criteria[1]))
    candidate = replace(sample("s"), ratings=ratings("s", said, rubric=rubric.id))
    assert decided(candidate, criterion="overall", papers=replace(PAPERS, rubric=rubric)).value == share
