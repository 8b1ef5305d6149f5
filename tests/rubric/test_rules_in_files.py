"""`rule:` in a rubric file: read, written back, refused in words, and in the schema editors check with."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from studio.errors import RubricError
from studio.records import Rubric
from studio.rubric.conversion import file_form
from studio.rubric.diff import diff_rubrics
from studio.rubric.reading import parse_rubric
from studio.rubric.schema import rubric_schema
from studio.rubric.writing import new_rubric_text, write_rubric
from studio.store.rubrics import rubric, save_rubric
from tests.store.shelf import filled

HEAD = "rubric: reply\ncriteria:\n  - id: a\n    question: Is it as asked?\n"
RULES = """    rule: {length: {at_most: 120, unit: words}} # short
  - id: b
    question: Is it plain?
    rule:
      format: no_markdown
  - id: c
    question: Is it our JSON?
    rule:
      json_schema:
        type: object
        properties: {total: {type: number}}
  - id: d
    question: Does it thank?
    rule: {phrases: {required: [thank you], forbidden: [sorry]}}
  - id: e
    question: Is it warm?
"""


def read() -> Rubric:
    return parse_rubric(HEAD + RULES)


def test_rules_are_read_and_written_and_come_back_the_same() -> None:
    found = read()
    assert [one.rule.kind if one.rule else None for one in found.criteria] == [
        "length",
        "format",
        "json_schema",
        "phrases",
        None,
    ]
    again = parse_rubric(new_rubric_text(found))
    assert again == found and again.id == found.id


def test_a_changed_rule_changes_only_its_line_and_makes_another_rubric() -> None:
    found = read()
    first = found.criteria[0]
    assert first.rule is not None
    shorter = replace(first, rule=replace(first.rule, setting={"at_most": 80}))
    changed = replace(found, criteria=(shorter, *found.criteria[1:]))
    assert changed.id != found.id
    text = write_rubric(changed, source=HEAD + RULES)
    assert text.splitlines()[5:] == (HEAD + RULES).splitlines()[5:]
    assert parse_rubric(text) == changed
    assert [change.part for one in diff_rubrics(old=found, new=changed).criteria for change in one.changes] == ["rule"]


def test_a_unit_that_is_the_usual_one_makes_no_other_rubric() -> None:
    assert parse_rubric(HEAD + RULES.replace(", unit: words", "")).id == read().id


def test_a_rubric_without_rules_keeps_its_name() -> None:
    # The name of the same rubric before rules existed.
    assert parse_rubric(HEAD).id == "7cfc956007f1f133"


def test_the_schema_knows_rules() -> None:
    jsonschema.validate(json.loads(json.dumps(file_form(read()))), rubric_schema())
    wrong = file_form(read()) | {"criteria": [{"id": "a", "question": "?", "rule": {"length": {"at_most": -1}}}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, rubric_schema())


def test_rules_are_kept_with_the_rubric_in_the_store(tmp_path: object) -> None:
    store = filled(tmp_path / "studio.db")  # type: ignore[operator]
    store.write(lambda database: save_rubric(database, read()))
    with store.reading() as database:
        assert rubric(database, read().id) == read()
    store.close()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{}", "a criterion has one rule"),
        ("{length: {}}", "say what is asked"),
        ("{length: {at_most: 3}, format: json}", "a criterion has one rule"),
        ("{length: {at_least: 9, at_most: 3}}", "nothing can keep it"),
        ("{phrases: {required: [sorry, hello], forbidden: [sorry]}}", "`sorry` is required and forbidden"),
        ("{length: {most: 3}}", "is not a key that is known here"),
        ("{format: poem}", "must be"),
        ("{language: klingon}", "is not a language that is told apart here"),
        ("{patterns: {forbidden: ['(?=a)b']}}", "could search for hours"),
        ("{json_schema: {$ref: 'https://example.com/s'}}", "`$ref` is not checked here"),
        ("{json_schema: {type: thing}}", "`type` has something in it that does not belong there"),
        ("{json_schema: {pattern: '(?=a)b'}}", "cannot be used"),
        ("{repeats: {at_most: 0.1}}", "must be at least 0.5"),
        ("{format: json}\n    scale: one_to_five", "needs a scale of two values"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(rule: str, words: str) -> None:
    with pytest.raises(RubricError, match=r"line \d") as refused:
        parse_rubric(f"{HEAD}    rule: {rule}\n")
    assert words in str(refused.value)
