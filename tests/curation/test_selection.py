"""The funnel: what is chosen, what is dropped at which step, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.errors import StudioError
from studio.records import Prompt
from tests.curation.shop import WEAK, Chosen, chosen, pair, ratings, sample, shop, verdicts


def kept(found: Chosen) -> set[str]:
    return set(found.samples)


def reasons(found: Chosen) -> dict[str, int]:
    return {dropped.reason: dropped.count for step in found.selection.steps for dropped in step.dropped}


def test_without_conditions_everything_is_chosen() -> None:
    assert chosen(shop()).selection.size == 24


@pytest.mark.parametrize(
    ("choose", "reason"),
    [
        ({"models": ["local:a"]}, "another model"),
        ({"prompts": ["kind"]}, "another prompt"),
        ({"tags": {"topic": ["billing"]}}, "another topic tag"),
        ({"created_from": "2026-11-02"}, "too old"),
        ({"created_before": "2026-11-03"}, "too new"),
        ({"output_characters": {"most": 20}}, "the output is too long"),
        ({"input_characters": {"least": 5}}, "the input is too short"),
    ],
)
def test_each_way_of_choosing_drops_what_does_not_fit_and_says_why(choose, reason) -> None:
    fits = {"text": "Where is my bill?", "output": "It is on its way.", "created_at": "2026-11-02T10:00:00Z"}
    misses = {
        "another model": {"system": "local:b"},
        "another prompt": {"prompt": Prompt(name="terse")},
        "another topic tag": {"tags": {"topic": "shipping"}},
        "too old": {"created_at": "2026-11-01T23:59:59Z"},
        "too new": {"created_at": "2026-11-03T00:00:00Z"},
        "the output is too long": {"output": "long " * 20},
        "the input is too short": {"text": "Hm?"},
    }
    good = sample("good", **{"tags": {"topic": "billing"}, **fits})
    bad = sample("bad", of="i2", **{"tags": {"topic": "billing"}, **fits, **misses[reason]})
    found = chosen([good, bad], choose=choose)
    assert kept(found) == {"good"}
    assert reasons(found) == {reason: 1}


def test_a_sample_without_an_answer_is_never_chosen() -> None:
    failed = sample("failed", failure="timeout")
    assert reasons(chosen([failed, sample("fine", of="i2")])) == {"the model gave no answer (timeout)": 1}


def test_the_funnel_counts_down_and_gives_examples() -> None:
    candidates = [sample(f"s{n}", of=f"i{n}", rated={"answers": "fail" if n < 7 else "pass"}) for n in range(10)]
    found = chosen(candidates, keep=[{"criterion": "answers", "any_of": ["pass"]}])
    lefts = [step.left for step in found.selection.steps]
    assert lefts[0] == 10
    assert lefts[-1] == 3 == found.selection.size
    assert lefts == sorted(lefts, reverse=True)
    value = next(step for step in found.selection.steps if step.name == "Value")
    assert (value.dropped[0].count, value.dropped[0].examples) == (7, ("s0", "s1", "s2", "s3", "s4"))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"criterion": "answers", "at_least": "pass"}, {"best"}),
        ({"criterion": "tone", "at_least": 3}, {"best", "middle"}),
        ({"criterion": "tone", "at_most": 3}, {"middle", "worst", "judged"}),
        ({"criterion": "tone", "any_of": [1, 5]}, {"best", "worst"}),
        ({"criterion": "overall", "at_least": 0.9}, {"best"}),
        ({"criterion": "tone", "source": "rating"}, {"best", "middle", "worst"}),
        ({"criterion": "tone", "source": "verdict"}, {"judged"}),
    ],
)
def test_conditions_compare_by_the_place_on_the_scale(condition, expected) -> None:
    candidates = [
        sample("best", of="i1", rated={"answers": "pass", "tone": 5}),
        sample("middle", of="i2", rated={"answers": "fail", "tone": 3}),
        sample("worst", of="i3", rated={"answers": "fail", "tone": 1}),
        sample("judged", of="i4", judged={"answers": "fail", "tone": 2}),
        sample("unknown", of="i5"),
    ]
    found = chosen(candidates, keep=[condition], values={"judges": ["Good"]})
    assert kept(found) == expected


def test_a_condition_on_what_the_rubric_does_not_have_is_refused_at_once() -> None:
    with pytest.raises(StudioError, match="Use one of these, or overall: answers, tone"):
        chosen(shop(), keep=[{"criterion": "colour", "at_least": 1}])
    with pytest.raises(
        StudioError, match=r'"great", which is not on that scale\. Nothing was written\. Use fail, pass'
    ):
        chosen(shop(), keep=[{"criterion": "answers", "any_of": ["great"]}])


def test_samples_on_which_the_judges_differ_can_be_chosen() -> None:
    same, differ = sample("same", judged={"answers": "pass"}), sample("differ", of="i2", judged={"answers": "pass"})
    same = replace(same, verdicts=same.verdicts + verdicts("same", {"answers": "pass"}, judge=WEAK))
    differ = replace(differ, verdicts=differ.verdicts + verdicts("differ", {"answers": "fail"}, judge=WEAK))
    alone = sample("alone", of="i3", judged={"answers": "pass"})
    assert kept(chosen([same, differ, alone], choose={"judges": "differ"})) == {"differ"}
    assert kept(chosen([same, differ, alone], choose={"judges": "agree"})) == {"same"}


def test_the_same_answer_twice_is_kept_once_and_the_rated_one_stays() -> None:
    first = sample("first", output="The same.")
    rated = sample("rated", output="The same. ", rated={"answers": "pass"})
    found = chosen([first, rated])
    assert kept(found) == {"rated"}
    assert reasons(found) == {"the same output to the same input is already there": 1}


def test_the_same_answer_to_another_input_is_no_duplicate() -> None:
    assert chosen([sample("a", output="Sorry."), sample("b", of="i2", output="Sorry.")]).selection.size == 2


def test_a_near_duplicate_is_dropped_when_the_recipe_asks_for_it() -> None:
    text = "Your bicycle is ready; please collect it on Monday before noon at the shop in Mill Lane."
    candidates = [sample("a", output=text), sample("b", of="i2", output=text.replace("Monday", "Tuesday"))]
    assert chosen(candidates).selection.size == 2
    found = chosen(candidates, hygiene={"near_duplicates": 0.8})
    assert kept(found) == {"a"}
    assert reasons(found) == {"the output is nearly one that is already there": 1}


def test_a_near_duplicate_input_goes_with_all_its_samples_but_an_input_is_no_duplicate_of_itself() -> None:
    text = "My bicycle arrived without pedals and the box was open; what should I do about it now?"
    first = [sample("a1", text=text), sample("a2", text=text)]
    second = [sample("b1", of="i2", text=text.replace("what", "so what"))]
    found = chosen([*first, *second], hygiene={"near_duplicates": 0.8, "near_duplicates_of": "input"})
    assert kept(found) == {"a1", "a2"}


def test_balance_cuts_the_larger_cells_to_the_smallest_whatever_the_order() -> None:
    candidates = [sample(f"s{n:02}", of=f"i{n:02}", rated={"answers": "pass" if n < 15 else "fail"}) for n in range(20)]
    parts = {"balance": {"over": ["value"], "criterion": "answers"}}
    found = chosen(candidates, **parts)
    assert found.selection.cells == {"fail": 5, "pass": 5}
    assert kept(found) == kept(chosen(candidates[::-1], **parts))
    assert reasons(found) == {"more than enough of pass": 10}
    looser = {"balance": {"over": ["value"], "criterion": "answers", "most": 2}}
    assert chosen(candidates, **looser).selection.cells == {"fail": 5, "pass": 10}


def test_balance_over_several_things_makes_cells() -> None:
    candidates = [
        sample(f"s{n}", of=f"i{n}", system=f"local:{'ab'[n % 2]}", tags={"topic": "xy"[n % 4 // 2]}) for n in range(9)
    ]
    assert chosen(candidates, balance={"over": ["model", "tag:topic"]}).selection.cells == {
        "local:a · x": 2,
        "local:a · y": 2,
        "local:b · x": 2,
        "local:b · y": 2,
    }


def test_a_format_that_marks_good_and_bad_needs_to_know_what_good_is() -> None:
    with pytest.raises(StudioError, match="does not say what good is"):
        chosen(shop(), needs="labels")


def test_for_good_and_bad_only_samples_of_unknown_value_are_dropped() -> None:
    candidates = [sample("good", rated={"answers": "pass"}), sample("bad", of="i2", rated={"answers": "fail"})]
    keep = [{"criterion": "answers", "any_of": ["pass"]}]
    found = chosen([*candidates, sample("unknown", of="i3")], needs="labels", keep=keep)
    assert kept(found) == {"good", "bad"}


def test_for_good_and_bad_a_sample_that_a_judge_decided_is_unknown_when_only_ratings_count() -> None:
    candidates = [sample("rated", rated={"answers": "pass"}), sample("judged", of="i2", judged={"answers": "pass"})]
    keep = [{"criterion": "answers", "any_of": ["pass"], "source": "rating"}]
    found = chosen(candidates, needs="labels", keep=keep, values={"judges": ["Good"]})
    assert kept(found) == {"rated"}
    assert reasons(found) == {"answers: the value is not a rating": 1}


def test_where_ratings_are_handed_on_none_is_lost_to_a_twin_or_to_a_missing_text() -> None:
    twin = {"output": "The same.", "rated": {"answers": "pass"}}
    lost = sample("lost", of="i2", failure="not_applicable", rated={"answers": "fail"})
    candidates = [sample("a", **twin), sample("b", **twin), lost, sample("nothing", of="i3", failure="timeout")]
    assert kept(chosen(candidates, needs="both")) == {"a", "b", "lost"}
    assert kept(chosen(candidates, needs="both", hygiene={"exact_duplicates": True})) == {"a", "lost"}


def test_a_pair_whose_note_holds_a_key_is_not_handed_on() -> None:
    a, b = sample("a"), sample("b")
    planted = pair(a, b)
    planted = replace(planted, ratings=ratings(planted.id, {"answers": "A"}, note="AKIA" + "IOSFODNN7EXAMPLE"))
    found = chosen([a, b, planted], needs="both")
    assert (kept(found), found.pairs) == ({"a", "b"}, [])
    assert [(d.reason, d.count) for step in found.selection.pair_steps for d in step.dropped] == [
        ("the note holds what looks like: AWS key id", 1)
    ]


def test_a_pair_goes_with_its_two_samples() -> None:
    a, b = sample("a"), sample("b", system="local:b")
    both = chosen([a, b, pair(a, b)], needs="both")
    assert both.pairs == ["a-b"]
    one = chosen([a, b, pair(a, b)], needs="both", choose={"models": ["local:a"]})
    assert one.pairs == []


def test_what_is_chosen_is_handed_out_in_one_walk_and_in_order() -> None:
    candidates = iter(shop())
    found = chosen(candidates, keep=[{"criterion": "answers", "any_of": ["pass"]}])
    assert found.samples == [f"s{number:02}a" for number in range(6)]
    assert found.selection.size == 6


def test_where_all_inputs_must_be_known_a_second_walk_hands_out_what_the_first_left() -> None:
    rated = [sample(f"s{n:02}", of=f"i{n:02}", rated={"answers": "pass" if n < 15 else "fail"}) for n in range(20)]
    compared = [pair(rated[0], rated[1]), pair(rated[18], rated[19])]
    candidates = sorted([*rated, *compared], key=lambda one: (one.input.id, one.kind == "pair"))
    found = chosen(candidates, needs="both", balance={"over": ["value"], "criterion": "answers"})
    assert len(found.samples) == found.selection.size == 10
    assert found.samples == sorted(found.samples)
    assert found.selection.steps[0].left == 20
