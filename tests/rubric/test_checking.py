"""`studio rubric check` and `convert` as functions: findings with places, and what a conversion leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.errors import ImportRefused, NotFound
from studio.rubric.checking import check_files, convert_file
from tests.rubric.broken import START

RUBRICS = Path(__file__).parents[2] / "rubrics"


def test_the_example_rubrics_are_fine() -> None:
    report = check_files([RUBRICS])
    assert not report.has_errors
    assert len(report.files) == 8
    assert all(line.endswith(": fine.") for line in report.in_words().splitlines())


def test_advice_is_printed_and_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(START, encoding="utf-8")
    report = check_files([path])
    assert not report.has_errors
    assert report.in_words().splitlines()[0] == f"{path}: 3 findings"
    assert "  warning  x: Nothing says what the values mean." in report.in_words()
    assert json.loads(json.dumps(report.as_json()))["files"][0]["findings"][0]["rule"] == "no-task"


def test_a_broken_file_a_missing_one_and_a_twin_are_errors(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(START, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("rubric: b\ncriteria: [", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(START, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    report = check_files([tmp_path, tmp_path / "none.yaml"])
    assert report.has_errors
    rules = {Path(file.file).name: file.findings[0].rule for file in report.files}
    assert rules == {"a.yaml": "no-task", "b.yaml": "unreadable", "c.yaml": "same-id", "none.yaml": "no-file"}
    broken = report.files[1].findings[0]
    assert (broken.line, broken.column) == (2, 12)


def test_a_key_in_a_rubric_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(START.replace("Q?", "Is sk-ant-abcdefghijklmnop1234 there?"), encoding="utf-8")
    assert check_files([path]).has_errors


def test_a_file_is_converted_both_ways_with_all_that_was_left_behind(tmp_path: Path) -> None:
    source = tmp_path / "judge.json"
    source.write_text('{"criteria": "Is it kind?", "threshold": 0.5, "evaluation_steps": ["Read."]}', encoding="utf-8")
    conversion = convert_file(source, to="studio")
    assert "question: Is it kind?" in conversion.result
    assert any("threshold 0.5" in note for note in conversion.not_carried)
    assert convert_file(RUBRICS / "factuality.yaml", to="markdown").result.startswith("# Factuality\n")


def test_what_cannot_be_converted_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        convert_file(tmp_path / "none.yaml", to="markdown")
    with pytest.raises(NotFound, match="no format called"):
        convert_file(RUBRICS / "factuality.yaml", to="excel")
    note = tmp_path / "note.txt"
    note.write_text("hello", encoding="utf-8")
    with pytest.raises(ImportRefused, match="of no known format"):
        convert_file(note, to="markdown")
