"""The example rubrics are what we would like to see: readable, short, without advice, and valid in any editor."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from studio.rubric.conversion import file_form
from studio.rubric.folder import SCHEMA_FILE, RubricFolder
from studio.rubric.lint import lint_rubric
from studio.rubric.plain import plain_values
from studio.rubric.reading import parse_rubric
from studio.rubric.schema import rubric_schema, rubric_schema_text
from studio.rubric.writing import write_rubric
from tests.rubric.broken import BROKEN

RUBRICS = Path(__file__).parents[2] / "rubrics"
SHELF = RubricFolder(RUBRICS).load()
NAMES = [
    "answer-steps",
    "code-review",
    "factuality",
    "moderation-policy",
    "short-story",
    "summary-faithfulness",
    "support-reply",
    "tone-of-voice",
]


def test_all_can_be_read_and_are_named_like_their_files() -> None:
    assert [rubric.name for rubric in SHELF.rubrics] == NAMES
    assert [file.file for file in SHELF.files] == [f"{name}.yaml" for name in NAMES]
    assert SHELF.broken == ()


@pytest.mark.parametrize("file", SHELF.files, ids=NAMES)
def test_each_is_short_plain_and_gets_no_advice(file) -> None:
    assert file.text.count("\n") < 90
    assert plain_values(file.text) is not None
    assert lint_rubric(file.rubric) == []
    assert file.text.startswith(f"# yaml-language-server: $schema={SCHEMA_FILE}\n")
    assert write_rubric(file.rubric, source=file.text) == file.text


@pytest.mark.parametrize("file", SHELF.files, ids=NAMES)
def test_each_criterion_has_an_anchor_for_each_value_and_examples_that_say_why(file) -> None:
    for criterion in file.rubric.criteria:
        assert set(criterion.anchors) == set(criterion.scale.values)
        assert 1 <= len(criterion.examples) <= 2
        assert all(example.why and example.input for example in criterion.examples)


def test_the_shipped_schema_is_the_one_of_the_code() -> None:
    assert (RUBRICS / SCHEMA_FILE).read_text(encoding="utf-8") == rubric_schema_text()


@pytest.mark.parametrize("file", SHELF.files, ids=NAMES)
def test_an_editor_finds_the_examples_valid(file) -> None:
    jsonschema.validate(json.loads(json.dumps(plain_values(file.text))), rubric_schema())
    jsonschema.validate(json.loads(json.dumps(file_form(file.rubric))), rubric_schema())


@pytest.mark.parametrize("name", ["unknown key", "unknown scale", "a model address", "text for number", "yes for true"])
def test_an_editor_finds_what_the_studio_refuses(name: str) -> None:
    found = plain_values(BROKEN[name][0].decode())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, rubric_schema())


def test_the_example_in_the_documentation_is_a_rubric_without_advice() -> None:
    page = (RUBRICS.parent / "docs" / "rubrics.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    advice = lint_rubric(parse_rubric(example, file="docs/rubrics.md"))
    assert advice == []
