"""A diff names what changed, word by word, and what is to be rated and judged again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.records import ONE_TO_FIVE, Criterion, Example, Rubric
from studio.rubric.diff import Change, diff_in_words, diff_rubrics
from studio.rubric.reading import parse_rubric
from studio.rubric.spans import Span, word_spans

OLD = parse_rubric((Path(__file__).parents[2] / "rubrics" / "support-reply.yaml").read_text(encoding="utf-8"))


def _with_first(**fields: object) -> Rubric:
    return replace(OLD, criteria=(replace(OLD.criteria[0], **fields), *OLD.criteria[1:]))


def test_the_same_rubric_has_no_differences() -> None:
    diff = diff_rubrics(old=OLD, new=OLD)
    assert diff.is_empty
    assert diff_in_words(diff) == "Nothing changed."
    assert [c.kind for c in diff.criteria] == ["same"] * 4


def test_a_changed_question_shows_its_words_and_makes_ratings_and_verdicts_stale() -> None:
    diff = diff_rubrics(old=OLD, new=_with_first(question="Does the reply answer everything the customer asked?"))
    (change,) = diff.criteria[0].changes
    assert [(span.kind, span.text) for span in change.spans if span.kind != "same"] == [
        ("removed", "what"),
        ("added", "everything"),
    ]
    assert diff.stale_verdicts == diff.stale_ratings == ("answers_the_question",)
    assert diff_in_words(diff) == (
        "1 criterion changed. Judge again: answers_the_question. Rate again: answers_the_question."
    )


@pytest.mark.parametrize(
    ("fields", "part", "verdicts", "ratings"),
    [
        ({"weight": 3.0}, "weight", False, False),
        ({"must_pass": False}, "must_pass", False, False),
        ({"id": "answers"}, "id", False, False),
        ({"examples": ()}, "example 1", True, False),
        ({"anchors": OLD.criteria[0].anchors | {"pass": "Yes, it does."}}, "anchor pass", True, True),
        ({"scale": ONE_TO_FIVE}, "scale", True, True),
    ],
)
def test_each_part_makes_stale_what_it_was_asked_of(
    fields: dict[str, object], part: str, verdicts: bool, ratings: bool
) -> None:
    diff = diff_rubrics(old=OLD, new=_with_first(**fields))
    first = diff.criteria[0]
    assert first.kind == "changed" and part in [change.part for change in first.changes]
    assert (first.verdicts_stale, first.ratings_stale) == (verdicts, ratings)
    assert not any(c.verdicts_stale for c in diff.criteria[1:])


def test_another_task_makes_all_verdicts_stale_and_no_rating() -> None:
    diff = diff_rubrics(old=OLD, new=replace(OLD, task="Another task.", title="Other", combine="minimum"))
    assert len(diff.stale_verdicts) == 4 and diff.stale_ratings == ()
    assert [change.part for change in diff.changes] == ["title", "task", "combine"]
    assert diff_in_words(diff).endswith("Your ratings still count.")


def test_added_removed_renamed_and_moved_criteria_are_told_apart() -> None:
    first, second, third, _ = OLD.criteria
    new = replace(OLD, criteria=(second, replace(first, id="answers"), third, Criterion(id="new", question="New?")))
    diff = diff_rubrics(old=OLD, new=new)
    assert [(c.criterion, c.kind, c.before_id) for c in diff.criteria] == [
        ("correct_next_step", "same", "correct_next_step"),
        ("answers", "changed", "answers_the_question"),
        ("no_invented_policy", "same", "no_invented_policy"),
        ("new", "added", None),
        ("warm_and_plain", "removed", "warm_and_plain"),
    ]
    assert diff.criteria[1].changes == (Change(part="id", before="answers_the_question", after="answers"),)
    assert diff.reordered
    assert diff_in_words(diff).startswith(
        "1 criterion changed, 1 criterion added, 1 criterion removed, criteria in another order. Judge again: new."
    )


def test_only_another_order_is_a_difference_that_makes_nothing_stale() -> None:
    diff = diff_rubrics(old=OLD, new=replace(OLD, criteria=OLD.criteria[::-1]))
    assert not diff.is_empty and diff.reordered
    assert diff_in_words(diff) == (
        "Criteria in another order. All verdicts and ratings still answer the same questions."
    )


def test_an_added_anchor_and_example_show_as_added_text() -> None:
    bare = replace(OLD.criteria[3], anchors={}, examples=())
    new = replace(bare, anchors={5: "Like a friend."}, examples=(Example(output="Hi!", value=5, why="Warm."),))
    diff = diff_rubrics(old=replace(OLD, criteria=(bare,)), new=replace(OLD, criteria=(new,)))
    assert [(change.part, change.spans) for change in diff.criteria[0].changes] == [
        ("anchor 5", (Span(kind="added", text="Like a friend."),)),
        ("example 1", (Span(kind="added", text="Output: Hi!\nValue: 5, because: Warm."),)),
    ]


@settings(max_examples=100, deadline=None)
@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_spans_make_up_both_texts(before: str, after: str) -> None:
    spans = word_spans(before=before, after=after)
    assert "".join(span.text for span in spans if span.kind != "added") == before
    assert "".join(span.text for span in spans if span.kind != "removed") == after


def test_very_long_texts_are_shown_one_after_the_other() -> None:
    spans = word_spans(before="a " * 5000, after="b " * 5000)
    assert [span.kind for span in spans] == ["removed", "added"]
