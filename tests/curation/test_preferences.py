"""Preference pairs: where they come from, which source wins, and which are not made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.curation.pair_votes import consistent_value
from studio.curation.preferences import Preference
from studio.curation.selection import Selection
from tests.curation.shop import WEAK, chosen, pair, ratings, sample, verdicts

GOOD = {"answers": "pass", "tone": 5}
FAIR = {"answers": "pass", "tone": 3}
BAD = {"answers": "fail", "tone": 1}


def selected(candidates, *, keeps_ties=False, **parts) -> Selection:
    return chosen(candidates, needs="pairs", keeps_ties=keeps_ties, **parts).selection


def made(candidates, **parts) -> list[Preference]:
    handed = chosen(candidates, needs="pairs", **parts)
    found = [one for group in handed.groups for one in group.preferences]
    assert len(found) == handed.selection.size
    return found


def told(candidates, **parts) -> list[tuple[str, float, str]]:
    return [(one.id, round(one.margin, 3), one.source) for one in made(candidates, **parts)]


def reasons(selection: Selection) -> dict[str, int]:
    return {dropped.reason: dropped.count for step in selection.pair_steps for dropped in step.dropped}


def test_a_difference_in_ratings_makes_a_pair_with_its_margin() -> None:
    # Overall: good (1 + 1) / 2 = 1, bad (0 + 0) / 2 = 0.
    assert told([sample("a", rated=BAD), sample("b", rated=GOOD)]) == [("b>a", 1.0, "rating_difference")]


def test_a_difference_below_the_margin_makes_none() -> None:
    # Overall: good 1, fair (1 + 0.5) / 2 = 0.75: a margin of 0.25.
    candidates = [sample("a", rated=GOOD), sample("b", rated=FAIR)]
    assert told(candidates, pairs={"least_margin": 0.25}) == [("a>b", 0.25, "rating_difference")]
    found = selected(candidates, pairs={"least_margin": 0.3})
    assert reasons(found) == {"the difference is below the margin": 1}


def test_samples_of_different_inputs_are_never_compared() -> None:
    assert told([sample("a", of="i1", rated=GOOD), sample("b", of="i2", rated=BAD)]) == []


def test_a_pair_that_rests_on_a_verdict_says_so_and_needs_a_checked_judge() -> None:
    candidates = [sample("a", rated=GOOD), sample("b", judged=BAD)]
    assert told(candidates, values={"judges": ["Good"]}) == [("a>b", 1.0, "verdict_difference")]
    assert told(candidates, values={"judges": ["Weak"]}) == []


def test_her_preference_for_a_pair_beats_what_verdicts_and_differences_say() -> None:
    a, b = sample("a", rated=GOOD), sample("b", rated=BAD)
    said = pair(a, b, rated="B", judged=[("AB", "A"), ("BA", "A")])
    assert told([a, b, said], values={"judges": ["Good"]}) == [("b>a", 1.0, "pairwise_rating")]


def test_a_verdict_on_a_pair_counts_when_it_is_the_same_in_both_orders() -> None:
    a, b = sample("a"), sample("b")
    judges = {"values": {"judges": ["Good"]}}
    assert told([a, b, pair(a, b, judged=[("AB", "B"), ("BA", "B")])], **judges) == [("b>a", 1.0, "pairwise_verdict")]


@pytest.mark.parametrize(
    ("judged", "reason"),
    [
        ([("AB", "A"), ("BA", "B")], "the judge's verdict flips with the order"),
        ([("AB", "A"), ("BA", "tie")], "the judge's verdict flips with the order"),
        ([("AB", "A")], "the judge answered in one order only"),
        ([("", "A")], "the judge answered in one order only"),
    ],
)
def test_a_verdict_that_flips_or_was_asked_in_one_order_makes_no_pair(judged, reason) -> None:
    a, b = sample("a"), sample("b")
    found = selected([a, b, pair(a, b, judged=judged)], values={"judges": ["Good"]})
    assert found.size == 0
    assert reasons(found)[reason] == 1


def test_a_failed_verdict_in_one_order_leaves_the_pair_unconfirmed() -> None:
    said = (
        *verdicts("p", {"answers": "A"}, order="AB"),
        *verdicts("p", {"answers": None}, order="BA", failure="refused"),
    )
    assert consistent_value(said) == (None, "the judge answered in one order only")


def test_an_unchecked_judge_prefers_nothing() -> None:
    a, b = sample("a"), sample("b")
    compared = pair(a, b)
    by_weak = tuple(
        v for order in ("AB", "BA") for v in verdicts(compared.id, {"answers": "A"}, judge=WEAK, order=order)
    )
    found = selected([a, b, replace(compared, verdicts=by_weak)], values={"judges": ["Weak"]})
    assert reasons(found)["no checked judge compared the two"] == 1


def test_the_margin_of_a_vote_is_how_far_the_voices_outweigh_each_other() -> None:
    a, b = sample("a"), sample("b")
    voices = [("ada", "A"), ("bob", "A"), ("cy", "B"), ("di", "A")]
    said = tuple(r for who, value in voices for r in ratings("a-b", {"answers": value}, rater=who))
    # Three for A, one for B: (3 - 1) / 4.
    assert told([a, b, replace(pair(a, b), ratings=said)]) == [("a>b", 0.5, "pairwise_rating")]


def test_ties_are_kept_only_for_formats_that_can_use_them() -> None:
    a, b = sample("a"), sample("b")
    tied = [a, b, pair(a, b, rated="tie")]
    assert reasons(selected(tied)) == {"neither is better": 1}
    assert [one.tie for one in made(tied, keeps_ties=True)] == [True]


def test_the_better_sample_must_be_what_the_recipe_keeps() -> None:
    candidates = [sample("a", rated={"answers": "fail", "tone": 5}), sample("b", rated=BAD)]
    keep = [{"criterion": "answers", "any_of": ["pass"]}]
    assert reasons(selected(candidates, keep=keep)) == {"answers: another value": 1}
    assert told(candidates) == [("a>b", 0.5, "rating_difference")]


def test_samples_under_different_prompts_are_compared_only_if_the_recipe_lets_them() -> None:
    candidates = [sample("a", rated=GOOD), sample("b", rated=BAD, prompt=None)]
    assert len(told(candidates)) == 1
    assert reasons(selected(candidates, pairs={"across_prompts": False})) == {"written under different prompts": 1}


def test_a_pair_of_which_one_sample_was_dropped_is_not_made() -> None:
    a, b = sample("a"), sample("b", output="Write to ada@example.org.")
    found = selected([a, b, pair(a, b, rated="A")], hygiene={"personal": "drop"})
    assert reasons(found) == {"one of its samples was dropped": 1}


def test_an_input_gives_at_most_as_many_pairs_as_the_recipe_says() -> None:
    candidates = [sample(f"s{n}", rated={"answers": "pass", "tone": 1 + n}) for n in range(5)]
    pairs = {"criterion": "tone", "most_per_input": 3}
    assert len(made(candidates, pairs=pairs)) == 3
    assert {p.id for p in made(candidates, pairs=pairs)} == {p.id for p in made(candidates[::-1], pairs=pairs)}


def test_hard_and_easy_pairs_come_in_the_share_she_asks_for() -> None:
    # Tones 1, 2 and 5: margins 0.25 (hard), 0.75 and 1 (easy) for each of ten inputs.
    candidates = [
        sample(f"s{n}-{tone}", of=f"i{n}", rated={"answers": "pass", "tone": tone})
        for n in range(10)
        for tone in (1, 2, 5)
    ]
    found = made(candidates, pairs={"criterion": "tone", "hard_share": 0.5})
    assert sum(one.margin <= 0.34 for one in found) == 10
    assert len(found) == 20


def test_an_input_with_a_thousand_samples_is_compared_in_reasonable_time_and_the_rest_is_counted() -> None:
    candidates = [sample(f"s{n:04}", rated=GOOD if n % 2 else BAD) for n in range(1000)]
    found = selected(candidates, pairs={"most_per_input": None})
    # 1000 * 999 / 2 pairs of which 100 * 99 / 2 are looked at.
    assert reasons(found)["more than 100 samples of one input"] == 499_500 - 4_950
    assert found.pair_steps[0].left == 499_500


def test_a_source_can_be_left_out() -> None:
    a, b = sample("a", rated=GOOD), sample("b", rated=BAD)
    only = {"pairs": {"sources": ["pairwise_rating"]}}
    assert told([a, b], **only) == []
    assert told([a, b, pair(a, b, rated="A")], **only) == [("a>b", 1.0, "pairwise_rating")]
