"""What becomes of values, statuses, orders and repeats."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studio.errors import ImportRefused
from studio.records import PASS_FAIL, PREFERENCE, Rubric, Scale
from studio.store.judges import judges_used, save_judge
from studio.store.projects import project
from studio.store.ratings import events
from studio.store.rubrics import save_rubric
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import all_pairs, all_ratings, all_samples, all_verdicts, only_rubric

ITEMS = [{"item_id": f"i{n}", "input": f"question {n}", "output": f"answer {n}"} for n in range(4)]


def verdict(item: str = "i0", **fields: Any) -> dict[str, Any]:
    usual = {"criterion": "tone", "scale": "likert_1_5", "rater_id": "m/p1", "rater_kind": "judge", "model": "m"}
    return {"item_id": item, **usual, **fields}


def rating(item: str = "i0", **fields: Any) -> dict[str, Any]:
    usual = {"criterion": "tone", "scale": "likert_1_5", "rater_id": "ada", "rater_kind": "human"}
    return {"item_id": item, **usual, **fields}


def test_a_number_between_the_ends_stays_itself_and_a_whole_one_is_the_scales_own(
    store: Store, write: Write, take: Import
) -> None:
    rows = [verdict("i0", score=3.67), verdict("i1", score=4.0), verdict("i2", score="2")]
    take(write("a.jsonl", ITEMS + rows))
    values = sorted(v.value for v in all_verdicts(store) if isinstance(v.value, float | int))
    assert values == [2, 3.67, 4]
    assert [type(value) for value in values] == [int, float, int]


@pytest.mark.parametrize(
    ("fields", "failure", "raw"),
    [
        ({"score": 6}, "out_of_scale", "6"),
        ({"score": 0.3, "status": "below_scale"}, "out_of_scale", "0.3"),
        ({"score": 5, "status": "out_of_scale"}, "out_of_scale", "5"),
        ({"label": "superb"}, "out_of_scale", "superb"),
        ({"raw": "garbage", "status": "parse_error"}, "unreadable", "garbage"),
        ({"raw": "I would say"}, "unreadable", "I would say"),
        ({"status": "not_applicable"}, "not_applicable", ""),
        ({"status": "refused"}, "refused", ""),
        ({"status": "timeout"}, "timeout", ""),
        ({"score": 3, "status": "who knows"}, "unreadable", "3"),
    ],
)
def test_a_verdict_without_a_value_on_its_scale_is_a_failure_with_what_was_given(
    fields: dict[str, Any], failure: str, raw: str, store: Store, write: Write, take: Import
) -> None:
    report = take(write("a.jsonl", [*ITEMS, verdict(**fields)]))
    (found,) = all_verdicts(store)
    assert (found.value, found.failure, found.raw) == (None, failure, raw)
    assert report.failures == {failure: 1}


def test_a_persons_value_off_the_scale_is_left_out_and_named_by_its_line(
    store: Store, write: Write, take: Import
) -> None:
    report = take(write("a.jsonl", [*ITEMS, rating(score=4.5), rating("i1", score=9), rating("i2", label="fine")]))
    assert [r.value for r in all_ratings(store)] == [4.5]
    assert [(s.line, s.reason) for s in report.skipped] == [
        (6, 'the value "9" is not on the scale'),
        (7, 'the value "fine" is not on the scale'),
    ]


def test_a_person_who_was_unsure_has_skipped(store: Store, write: Write, take: Import) -> None:
    take(write("a.jsonl", [*ITEMS, rating(status="not_applicable"), rating("i1", status="skipped")]))
    assert [r.value for r in all_ratings(store)] == [None, None]


def test_a_later_row_with_the_same_key_replaces_the_earlier_one_and_both_are_counted(
    store: Store, write: Write, take: Import
) -> None:
    rows = [verdict(score=1), rating(score=3), verdict(score=2), rating(score=4), rating(score=3)]
    path = write("a.jsonl", ITEMS + rows)
    for expected_there in (0, 1):
        report = take(path)
        assert (report.duplicates, report.verdicts, report.ratings) == (3, 1, 1)
        assert [v.value for v in all_verdicts(store)] == [2]
        assert [r.value for r in all_ratings(store)] == [3]
        assert report.already_there["verdicts"] == expected_there


def test_a_value_corrected_in_a_later_file_replaces_the_verdict_and_follows_the_rating(
    store: Store, write: Write, take: Import
) -> None:
    take(write("a.jsonl", [*ITEMS, verdict(score=1), rating(score=1)]))
    take(write("b.jsonl", [verdict(score=5), rating(score=5)]))
    assert [v.value for v in all_verdicts(store)] == [5]
    assert [r.value for r in all_ratings(store)] == [5]
    with store.reading() as database:
        assert [event.value for event in events(database, "p")] == [1, 5]


@pytest.mark.parametrize(("runs", "repeats"), [((1, 2, 3), [0, 1, 2]), ((0, 1, 2), [0, 1, 2]), ((2, 3), [1, 2])])
def test_repeats_are_counted_from_zero_however_the_file_counts(
    runs: tuple[int, ...], repeats: list[int], store: Store, write: Write, take: Import
) -> None:
    take(write("a.jsonl", ITEMS + [verdict(score=3, run=run) for run in runs]))
    assert sorted(v.repeat for v in all_verdicts(store)) == repeats


def test_a_pairs_verdicts_keep_the_order_shown_and_its_ratings_too(store: Store, write: Write, take: Import) -> None:
    item = {"item_id": "q", "input": "which?", "output_a": "one", "output_b": "two", "system_a": "x", "system_b": "y"}
    choice = {"criterion": "better", "scale": "pairwise"}
    rows = [
        verdict("q", **choice, order="AB", label="A"),
        verdict("q", **choice, order="BA", label="b"),
        rating("q", **choice, order="BA", label="A"),
    ]
    take(write("a.jsonl", [item, *rows]))
    (pair,) = all_pairs(store)
    assert {(v.subject, v.order, v.value) for v in all_verdicts(store)} == {(pair.id, "AB", "A"), (pair.id, "BA", "B")}
    assert [s.system for s in all_samples(store)] == ["x", "y"]
    with store.reading() as database:
        assert [(e.subject, e.shown, e.value) for e in events(database, "p")] == [(pair.id, "BA", "A")]
        assert [j.mode for j in judges_used(database, "p")] == ["pairwise"]
    assert only_rubric(store).criteria[0].scale == Scale(values=("A", "B"), level="nominal")


def test_a_criterion_asked_of_samples_and_of_pairs_is_a_preference_on_pairs(
    store: Store, write: Write, take: Import
) -> None:
    pair = {"item_id": "q", "input": "which?", "output_a": "one", "output_b": "two"}
    rows = [
        rating("i0", scale="pass_fail", label="pass"),
        rating("q", scale="preference", label="tie"),
        verdict("q", scale="preference", label="pass"),
    ]
    report = take(write("a.jsonl", [*ITEMS, pair, *rows]))
    assert sorted(str(r.value) for r in all_ratings(store)) == ["pass", "tie"]
    assert only_rubric(store).criteria[0].scale == PASS_FAIL
    assert report.failures == {"out_of_scale": 1}


def test_a_judges_address_keeps_a_provider_we_know_and_says_imported_otherwise(
    store: Store, write: Write, take: Import
) -> None:
    rows = [
        verdict(score=3, rater_id="a", model="openai:gpt-x"),
        verdict(score=3, rater_id="b", model="llama3:8b"),
        verdict(score=3, rater_id="c", model=None),
    ]
    take(write("a.jsonl", ITEMS + rows))
    with store.reading() as database:
        found = {judge.name: judge.model for judge in judges_used(database, "p")}
    assert found == {"a": "openai:gpt-x", "b": "imported:llama3:8b", "c": "imported:c"}


def test_probabilities_and_reasons_of_a_verdict_come_along(store: Store, write: Write, take: Import) -> None:
    meta = {"probabilities": {"4": 0.75, "5": 0.25}, "mass": 0.9, "created_at": "2026-01-02T03:04:05+01:00"}
    take(write("a.jsonl", [*ITEMS, verdict(score=4, reason="warm", meta=meta)]))
    (found,) = all_verdicts(store)
    assert (found.explanation, found.probabilities, found.mass) == ("warm", {"4": 0.75, "5": 0.25}, 0.9)
    assert found.created_at == "2026-01-02T02:04:05.000Z"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (verdict("nobody", score=3), 'the item "nobody" is neither in these files nor in the project'),
        (verdict(score=3, order="up"), 'its order is neither "AB" nor "BA"'),
        (verdict(score=3, run="first"), "its run is no whole number from 0 on"),
        (verdict(score=3, rater_kind="dog"), 'its rater_kind is neither "human" nor "judge"'),
        (verdict(), "it has neither a value nor a status that says why"),
        (verdict(score=[3]), "its value is neither a text nor a number"),
        (rating(), "it has no value"),
        (rating(score=3, status="parse_error"), 'it is a person\'s rating with the status "parse_error"'),
        (rating(score=3, rater_id=""), "it does not say who rated"),
        (rating(score=1e300), 'the value "1e+300" is not on the scale'),
        (rating(score=3, criterion=["tone"]), "a list or an object stands where a name belongs"),
        (verdict(score=3, model={"name": "m"}), "a list or an object stands where a name belongs"),
        (rating(score=3, criterion=" "), "it names no criterion"),
    ],
)
def test_a_row_that_makes_no_sense_is_named_and_the_others_come_in(
    row: dict[str, Any], reason: str, store: Store, write: Write, take: Import
) -> None:
    report = take(write("a.jsonl", [*ITEMS, row, rating("i3", score=2)]))
    assert [(s.line, s.reason) for s in report.skipped] == [(5, reason)]
    assert [r.value for r in all_ratings(store)] == [2]


def test_ratings_of_items_that_are_nowhere_are_refused_whole(store: Store, write: Write, take: Import) -> None:
    with pytest.raises(ImportRefused, match="None of the 2 rated items") as refusal:
        take(write("a.jsonl", [rating("x", score=3), rating("y", score=3)]))
    assert "Import the items too" in refusal.value.to_do
    with store.reading() as database:
        assert project(database, "p") is None


def test_ratings_that_come_later_stand_under_the_projects_own_rubric(store: Store, write: Write, take: Import) -> None:
    first = take(write("a.jsonl", [*ITEMS, rating("i0", score=3)]))
    second = take(write("b.jsonl", [rating("i1", score=4, scale="")]))
    assert second.rubric_id == first.rubric_id
    own = Rubric(name="mine", title="Mine", criteria=(only_rubric(store).criteria[0],), task="another")
    third = take(write("c.jsonl", [rating("i2", score=5)]), rubric=own)
    assert third.rubric_id == own.id


def test_a_rubric_whose_scale_no_value_stands_on_is_not_taken_for_the_rows(
    store: Store, write: Write, take: Import
) -> None:
    take(write("a.jsonl", [*ITEMS, rating("i0", score=3)]))
    report = take(write("b.jsonl", [rating("i1", scale="pass_fail", label="pass")]))
    assert report.skipped_total == 0
    assert {r.value for r in all_ratings(store)} == {3, "pass"}
    assert len({r.rubric_id for r in all_ratings(store)}) == 2


def test_a_judge_that_was_run_here_is_not_overwritten_by_a_file(store: Store, write: Write, take: Import) -> None:
    take(write("a.jsonl", [*ITEMS, verdict(score=3)]))
    with store.reading() as database:
        (imported,) = judges_used(database, "p")
    ours = type(imported)(model="local:smollm2", rubric_id=imported.rubric_id)
    (old,) = all_verdicts(store)
    mine = type(old)(subject=old.subject, judge_id=ours.id, criterion="tone", value=1)
    store.write(lambda database: (save_judge(database, ours), save_verdicts(database, [mine], project="p")))
    take(write("b.jsonl", [verdict(score=5, rater_id=ours.id), verdict("i1", score=5, rater_id=ours.id)]))
    assert sorted(str(v.value) for v in all_verdicts(store) if v.judge_id == ours.id) == ["1", "5"]


def test_a_preference_that_knows_ties_and_one_that_does_not_are_two_scales(
    store: Store, write: Write, take: Import
) -> None:
    item = {"item_id": "q", "input": "which?", "output_a": "one", "output_b": "two"}
    take(write("a.jsonl", [item, rating("q", scale="pairwise", label="A"), rating("q", scale="pairwise", label="tie")]))
    assert only_rubric(store).criteria[0].scale == PREFERENCE


def test_an_exported_rubrics_own_id_is_recognised(store: Store, write: Write, take: Import) -> None:
    take(write("a.jsonl", [*ITEMS, rating("i0", score=3)]))
    rubric = only_rubric(store)
    store.write(lambda database: save_rubric(database, rubric))
    folder = write(
        "out/dataset.json", json.dumps({"dataset": "p", "rubric": {"id": rubric.id, "name": "p", "version": 1}})
    )
    told = {"uid": "abcdef0123456789", "rubric": rubric.id, "rated_at": "2020-01-01T00:00:00Z"}
    write(
        "out/ratings.jsonl", [rating("i1", score=2, meta=told), rating("i2", score=2, meta=told | {"rubric": "other"})]
    )
    report = take(folder.parent)
    assert report.rubric_id == rubric.id
    assert [s.reason for s in report.skipped] == ['it was given under another version of the rubric ("other")']


def test_an_older_rating_of_the_same_person_does_not_undo_a_newer_one(store: Store, write: Write, take: Import) -> None:
    take(write("a.jsonl", [*ITEMS, rating(score=5, meta={"rated_at": "2026-05-02T00:00:00Z"})]))
    report = take(write("b.jsonl", [rating(score=1, meta={"rated_at": "2026-05-01T00:00:00Z"})]))
    assert [r.value for r in all_ratings(store)] == [5]
    assert report.already_there["ratings"] == 1
