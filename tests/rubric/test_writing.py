"""Rubrics go to text and back without loss, and an edit touches nothing but what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.errors import RubricError
from studio.records import Criterion, Example, Rubric, Scale
from studio.rubric.plain import plain_values
from studio.rubric.reading import parse_rubric
from studio.rubric.tree import read_tree, values
from studio.rubric.writing import new_rubric_text, tidy, write_rubric
from tests.rubric.random_rubrics import filled, rubrics

quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@settings(quick, max_examples=500)
@given(rubric=rubrics())
def test_five_hundred_random_rubrics_come_back_the_same_and_are_stable_byte_for_byte(rubric: Rubric) -> None:
    text = new_rubric_text(rubric)
    back = parse_rubric(text)
    assert (back, back.id) == (tidy(rubric), tidy(rubric).id)
    assert write_rubric(back, source=text) == text == new_rubric_text(back)


@quick
@given(before=rubrics(), after=rubrics())
def test_any_rubric_can_be_edited_into_any_other_and_is_then_stable(before: Rubric, after: Rubric) -> None:
    text = write_rubric(after, source=new_rubric_text(before))
    assert parse_rubric(text) == tidy(after)
    assert write_rubric(parse_rubric(text), source=text) == text


@quick
@given(rubric=rubrics())
def test_the_quick_reader_and_the_full_parser_read_the_same(rubric: Rubric) -> None:
    text = new_rubric_text(rubric)
    quickly = plain_values(text)
    assert quickly is None or repr(quickly) == repr(values(read_tree(text, file="x")))


@quick
@given(rubric=rubrics(), question=filled, title=filled, data=st.data())
def test_comments_survive_a_changed_question_and_title(
    rubric: Rubric, question: str, title: str, data: st.DataObject
) -> None:
    source = _commented(new_rubric_text(rubric))
    at = data.draw(st.integers(0, len(rubric.criteria) - 1))
    criteria = list(parse_rubric(source).criteria)
    criteria[at] = replace(criteria[at], question=question, must_pass=True, weight=7.0)
    after = replace(parse_rubric(source), title=title, criteria=tuple(criteria), combine="minimum")
    text = write_rubric(after, source=source)
    assert parse_rubric(text) == tidy(after)
    assert [line for line in text.splitlines() if line.lstrip().startswith("# mine")] == [
        line for line in source.splitlines() if line.lstrip().startswith("# mine")
    ]


def _commented(text: str) -> str:
    """The text with a comment before every line that starts a key or an item."""
    lines: list[str] = []
    inside = None
    for number, line in enumerate(text.split("\n")):
        indent = len(line) - len(line.lstrip())
        if inside is not None and (indent > inside or not line.strip()):
            lines.append(line)
            continue
        inside = indent if line.endswith(("|-", ">-")) and not line.lstrip().startswith("#") else None
        if line.startswith("  - ") or (line and number > 0):
            lines.append(" " * indent + f"# mine {number}")
        lines.append(line)
        inside = indent + 2 if inside is not None and line.lstrip().startswith("- ") else inside
    return "\n".join(lines)


SOURCE = """\
# yaml-language-server: $schema=rubric.schema.json
# Owned by Ada; ask before you change a weight.
rubric: support-reply   # the id
version: 3
title: 'Support reply'
task: >
  A customer of a small shop writes to support.
  The output is the reply.

criteria:
  # The one that matters most.
  - id: answers            # short for answers the question
    question: Does the reply answer what was asked?
    must_pass: true
    anchors: {pass: It does., fail: It does not.}

  # Added after the March incident.
  - id: polite
    question: "Is the reply polite?"
    scale: one_to_five   # five steps
    weight: 1            # as it was
    examples:
      - output: Hi.
        value: 3   # debated
        why: Short.

  # Section: facts
  - id: true_facts
    question: Is every fact true?
# The end.
"""


def _changed(**criterion: object) -> Rubric:
    rubric = parse_rubric(SOURCE)
    return replace(rubric, criteria=(replace(rubric.criteria[0], **criterion), *rubric.criteria[1:]))


def _diff(text: str, *, source: str = SOURCE) -> tuple[list[str], list[str]]:
    """Lines only in the source, lines only in the text."""
    old, new = source.splitlines(), text.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_an_unchanged_rubric_leaves_the_file_as_it_is() -> None:
    assert write_rubric(parse_rubric(SOURCE), source=SOURCE) == SOURCE


def test_a_changed_question_changes_one_line() -> None:
    text = write_rubric(_changed(question="Does it answer everything that was asked?"), source=SOURCE)
    assert _diff(text) == (
        ["    question: Does the reply answer what was asked?"],
        ["    question: Does it answer everything that was asked?"],
    )


def test_a_comment_behind_a_value_stays_behind_it() -> None:
    rubric = parse_rubric(SOURCE)
    polite = replace(rubric.criteria[1], scale=Scale(values=("rude", "fine"), level="ordinal"), examples=())
    text = write_rubric(replace(rubric, criteria=(rubric.criteria[0], polite, rubric.criteria[2])), source=SOURCE)
    assert "    scale: {values: [rude, fine], level: ordinal}   # five steps\n" in text
    assert "examples" not in text


def test_quotes_stay_the_quotes_she_chose() -> None:
    rubric = parse_rubric(SOURCE)
    polite = replace(rubric.criteria[1], question="Is it kind?")
    changed = replace(rubric, title="It's new", criteria=(rubric.criteria[0], polite, rubric.criteria[2]))
    text = write_rubric(changed, source=SOURCE)
    assert "title: 'It''s new'\n" in text
    assert '    question: "Is it kind?"\n' in text


def test_a_new_key_stands_where_a_new_file_would_have_it() -> None:
    text = write_rubric(_changed(weight=2.0), source=SOURCE)
    assert "what was asked?\n    weight: 2\n    must_pass: true\n" in text
    assert _diff(text) == ([], ["    weight: 2"])


def test_a_removed_criterion_takes_only_its_own_comment_along() -> None:
    rubric = parse_rubric(SOURCE)
    text = write_rubric(replace(rubric, criteria=(rubric.criteria[0], rubric.criteria[2])), source=SOURCE)
    assert "March" not in text
    assert "fail: It does not.}\n\n  # Section: facts\n  - id: true_facts\n" in text
    assert text.endswith("# The end.\n")


def test_comments_move_with_their_criterion() -> None:
    rubric = parse_rubric(SOURCE)
    text = write_rubric(replace(rubric, criteria=rubric.criteria[::-1]), source=SOURCE)
    assert "criteria:\n  # Section: facts\n  - id: true_facts\n" in text
    assert "\n\n  # Added after the March incident.\n  - id: polite\n" in text
    assert "\n\n  # The one that matters most.\n  - id: answers            # short" in text
    assert write_rubric(rubric, source=text) == SOURCE


def test_an_added_criterion_stands_apart_like_the_others() -> None:
    rubric = parse_rubric(SOURCE)
    added = Criterion(id="short", question="Is it short?", examples=(Example(output="Yes.", value="pass"),))
    text = write_rubric(replace(rubric, criteria=(*rubric.criteria, added)), source=SOURCE)
    assert "Is every fact true?\n\n  - id: short\n    question: Is it short?\n" in text
    assert text.endswith("      - output: Yes.\n        value: pass\n# The end.\n")


def test_a_renamed_criterion_keeps_its_comments() -> None:
    text = write_rubric(_changed(id="answers_it"), source=SOURCE)
    assert _diff(text)[1] == ["  - id: answers_it            # short for answers the question"]


def test_a_folded_text_stays_folded() -> None:
    text = write_rubric(replace(parse_rubric(SOURCE), task="Another task."), source=SOURCE)
    assert "task: >-\n  Another task.\n\ncriteria:" in text


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    source = "\ufeff" + SOURCE.replace("\n", "\r\n")
    text = write_rubric(_changed(question="New?"), source=source)
    assert text.startswith("\ufeff# yaml") and text.count("\r\n") == text.count("\n") == SOURCE.count("\n")
    assert write_rubric(parse_rubric(source), source=source) == source


def test_a_one_line_mapping_is_changed_within_its_line() -> None:
    text = write_rubric(_changed(anchors={"pass": "It does, fully.", "fail": "It does not."}), source=SOURCE)
    assert '    anchors: {pass: "It does, fully.", fail: It does not.}\n' in text
    fewer = write_rubric(_changed(anchors={"pass": "It does."}), source=SOURCE)
    assert "    anchors: {pass: It does.}\n" in fewer


def test_an_explicit_default_stays_when_something_else_changes() -> None:
    assert "weight: 1            # as it was" in write_rubric(_changed(question="New?"), source=SOURCE)


def test_an_empty_key_is_filled_in_place() -> None:
    source = "rubric: a\ntask:   # say it here\ncriteria:\n  - id: x\n    question: Q?\n"
    text = write_rubric(replace(parse_rubric(source), task="A task."), source=source)
    assert text == "rubric: a\ntask: A task.   # say it here\ncriteria:\n  - id: x\n    question: Q?\n"


def test_a_first_key_beside_the_dash_can_come_and_go() -> None:
    source = "rubric: a\ncriteria:\n- id: x\n  question: Q?\n  examples:\n  - output: o\n    value: pass\n"
    rubric = parse_rubric(source)
    with_input = replace(rubric.criteria[0], examples=(Example(input="i", output="o", value="pass"),))
    text = write_rubric(replace(rubric, criteria=(with_input,)), source=source)
    assert "  - input: i\n    output: o\n    value: pass\n" in text
    assert write_rubric(rubric, source=text) == source


def test_a_file_without_a_line_end_can_grow() -> None:
    source = "rubric: a\ncriteria:\n  - id: x\n    question: Q?"
    rubric = parse_rubric(source)
    text = write_rubric(replace(rubric, criteria=(replace(rubric.criteria[0], must_pass=True),)), source=source)
    assert text == source + "\n    must_pass: true\n"


def test_what_no_file_can_hold_is_refused_in_words() -> None:
    with pytest.raises(RubricError, match="invisible control character"):
        new_rubric_text(replace(parse_rubric(SOURCE), task="a\0b"))
    with pytest.raises(RubricError, match="Two criteria are called"):
        first = parse_rubric(SOURCE).criteria[0]
        new_rubric_text(replace(parse_rubric(SOURCE), criteria=(first, first)))


def test_a_layout_the_editor_does_not_know_is_written_anew_and_right() -> None:
    old_mac = "rubric: a\rcriteria:\r- id: x\r  question: Q?\r"
    rubric = parse_rubric(old_mac)
    changed = replace(rubric, criteria=(replace(rubric.criteria[0], must_pass=True),))
    assert write_rubric(changed, source=old_mac) == new_rubric_text(changed)


def test_a_scale_in_block_form_can_become_any_other() -> None:
    source = (
        "rubric: a\ncriteria:\n- id: x\n  question: Q?\n  scale:\n    values:\n    - 1\n    - 2\n    level: interval\n"
    )
    rubric = parse_rubric(source)
    longer = replace(rubric.criteria[0], scale=Scale(values=(1, 2, 3), level="interval"))
    text = write_rubric(replace(rubric, criteria=(longer,)), source=source)
    assert "  scale:\n    values: [1, 2, 3]\n    level: interval\n" in text
    ranged = replace(rubric.criteria[0], scale=Scale(values=(), level="interval", minimum=0.0, maximum=1.0))
    text = write_rubric(replace(rubric, criteria=(ranged,)), source=source)
    assert "  scale:\n    minimum: 0.0\n    maximum: 1.0\n" in text
