"""Every line that cannot be taken is named by its number and its reason, and the others come in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from studio.errors import ImportRefused, NotFound, StudioError
from studio.interchange.importing import NothingImported
from studio.records import Project
from studio.store.projects import project, save_project
from studio.store.store import Store
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import all_inputs, all_samples

GOOD = '{"item_id": "good", "input": "q", "output": "a"}'


def line_with(output: str) -> str:
    return f'{{"item_id": "x", "input": "q", "output": {output}}}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (line_with('"\\ud800"'), 'half a character (lone surrogate U+D800) stands in "output"'),
        (line_with('"a\\u0000b"'), 'a zero byte (NUL) stands in "output"'),
        (line_with('"a\0b"'), "a zero byte (NUL) stands in a text at character 44"),
        (line_with('"a\tb"'), "a bare control character (U+0009) stands in a text at character 44"),
        (line_with("NaN"), "NaN is not a number that JSON knows"),
        (line_with("-Infinity"), "-Infinity is not a number that JSON knows"),
        (line_with("9" * 400), "a number with 400 digits"),
        (
            line_with('"' + "x" * 10_000_000 + '"'),
            'the text in "output" has 10.0 million characters; 2 million are the',
        ),
        (line_with('"a", "output": "b"'), 'the key "output" stands twice'),
        (line_with("[" * 70 + "]" * 70), "lists and objects lie in each other more than 64 deep"),
        (line_with("[" * 100_000 + "]" * 100_000), "lists and objects lie in each other more than 64 deep"),
        ("{" + ", ".join(f'"f{n}": 1' for n in range(1000)) + "}", "it has 1,000 fields; 256 are the most"),
        ('{"item_id": "x", "input": ', "the JSON is broken or cut off at character 26"),
        (GOOD + " and more", "something follows the JSON at character 49"),
        ("[1, 2]", "it is JSON, but no object with named fields"),
        ('{"item_id": "' + "x" * 300 + '", "output": "a"}', "its item_id is longer than 200 characters"),
        ('{"item_id": "x", "output": "a", "tags": {"t": "' + "y" * 300 + '"}}', 'the tag "yyy'),
        ("x" * 20_000_001, "it is longer than 20 million characters"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_line_of_json_that_cannot_be_taken_is_named(
    line: str, reason: str, store: Store, write: Write, take: Import
) -> None:
    report = take(write("a.jsonl", f"{GOOD}\n\n{line}\n" + line_with('"fine"') + "\n"))
    assert [skipped.line for skipped in report.skipped] == [3]
    assert report.skipped[0].reason.startswith(reason)
    assert sorted(sample.output for sample in all_samples(store)) == ["a", "fine"]


def test_brackets_inside_a_text_are_not_nesting(store: Store, write: Write, take: Import) -> None:
    report = take(write("a.jsonl", [{"item_id": "x", "input": "q", "output": "[{" * 500}]))
    assert report.skipped_total == 0
    assert all_samples(store)[0].output == "[{" * 500


def test_only_the_first_fifty_bad_lines_are_listed_and_all_are_counted(write: Write, take: Import) -> None:
    report = take(write("a.jsonl", GOOD + "\n" + "{broken\n" * 70))
    assert (len(report.skipped), report.skipped_total) == (50, 70)
    assert "and 20 more" in report.in_words()
    assert json.loads(json.dumps(report.as_json()))["skipped_total"] == 70


def test_all_or_nothing_takes_nothing_when_one_line_is_bad_and_names_it(
    store: Store, write: Write, take: Import
) -> None:
    path = write("a.jsonl", (GOOD + "\n") * 3 + "{broken\n")
    with pytest.raises(NothingImported, match="line 4: the JSON is broken") as refusal:
        take(path, all_or_nothing=True)
    assert refusal.value.report.skipped_total == 1
    with store.reading() as database:
        assert project(database, "p") is None
    assert all_inputs(store) == []


def test_all_or_nothing_leaves_an_older_project_as_it_was(store: Store, write: Write, take: Import) -> None:
    store.write(lambda database: save_project(database, Project(id="p", title="Mine")))
    rows = [{"item_id": str(n), "input": f"q{n}", "output": "a"} for n in range(3_000)]
    path = write("a.jsonl", [*rows, {"item_id": "x", "output": "a", "tags": {"t": "y" * 300}}])
    with pytest.raises(NothingImported):
        take(path, all_or_nothing=True)
    assert all_inputs(store) == []
    assert len(all_samples(store)) == 0
    assert take(path).items == 3_000


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.jsonl", b"", "empty.jsonl is empty"),
        ("blank.csv", b"\xef\xbb\xbf \n\n", "blank.csv is empty"),
        ("sheet.xlsx", b"PK\x03\x04rest", "is a spreadsheet or a zip file"),
        ("sheet.csv", b"PK\x03\x04rest", "is a spreadsheet or a zip file"),
        ("old.xls", b"\xd0\xcf\x11\xe0rest", "is an old Excel or Word file"),
        ("paper.pdf", b"%PDF-1.4", "is a PDF"),
        ("db.jsonl", b"SQLite format 3\x00", "is a database"),
        (
            "garbage.jsonl",
            b"garbage\nmore garbage\n",
            "No line of garbage.jsonl can be read. The first problem is in line 1",
        ),
        ("list.json", b'[{"output": "a"}, {"output": ', "list.json: In row 2 the JSON is broken or cut off"),
        ("list.json", b'[{"output": "a"} {"output": "b"}]', "list.json: The list breaks off, or a comma is missing"),
        ("list.json", b'[{"output": "a"}] x', "list.json: Something follows the end of the list"),
        ("list.json", b"[]", "No line of list.json can be read"),
        ("table.parquet", b"PAR1 but not really", "table.parquet is damaged, or no Parquet file"),
        ("cut.jsonl.gz", gzip.compress(GOOD.encode() * 1000, mtime=0)[:40], "cut.jsonl.gz is a damaged gzip file"),
        ("twice.csv", b"output,output\na,b\n", 'twice.csv, line 1: the column "output" stands twice'),
        ("many.csv", b",".join(b"c%d" % n for n in range(1000)) + b"\n", "many.csv, line 1: it has 1,000 fields"),
        ("nameless.csv", b"output,,x\na,b,c\n", "nameless.csv, line 1: column 2 has no name"),
        ("header.csv", b"input,output\n", "No line of header.csv can be read"),
        ("strange.csv", b"alpha,beta\n1,2\n", "strange.csv has no column that looks like an input or an output"),
    ],
)
def test_a_file_that_is_not_for_us_is_refused_in_words(
    name: str, content: bytes, words: str, store: Store, write: Write, take: Import
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        take(write(name, content))
    assert words in refusal.value.happened
    assert refusal.value.safe == "Nothing was imported."
    assert refusal.value.to_do
    with store.reading() as database:
        assert project(database, "p") is None


def test_a_row_of_a_json_list_that_cannot_be_taken_is_named_by_its_number(
    store: Store, write: Write, take: Import
) -> None:
    rows = [GOOD, line_with('"a", "output": "b"'), line_with("NaN"), "17", line_with('"last"')]
    report = take(write("a.json", "[" + ",\n".join(rows) + "]"))
    assert [skipped.line for skipped in report.skipped] == [2, 3, 4]
    assert sorted(sample.output for sample in all_samples(store)) == ["a", "last"]


def test_a_json_list_is_read_in_pieces_wherever_they_end(
    store: Store, write: Write, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.interchange.json_list.PIECE_CHARACTERS", 7)
    rows = [{"item_id": str(n), "input": "q", "output": 'say "]", é \\ ' * n} for n in range(20)]
    assert take(write("a.json", json.dumps(rows, indent=1))).items == 20
    assert {s.output for s in all_samples(store)} == {row["output"] for row in rows}


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ('input,output\nq,"a\n', 2, "a quotation mark that is opened here is never closed"),
        ('input,output\nq,"a"b\nq2,fine\n', 2, "a quoted cell goes on after its closing quotation mark"),
        ("input,output\nq,a,b\nq2,fine\n", 2, "it has 3 cells for 2 columns"),
        ("input,output\nq,a\0b\nq2,fine\n", 2, 'a zero byte (NUL) stands in "output"'),
        ("input,output\nq,fine\nq2," + "x" * 10_000_000 + "\n", 3, 'the text in "output" has 10.0 million characters'),
        ('input,output\n"two\nlines",fine\nq,a,b\n', 4, "it has 3 cells for 2 columns"),
    ],
)
def test_a_record_of_a_table_that_cannot_be_taken_is_named(
    table: str, line: int, reason: str, write: Write, take: Import
) -> None:
    report = take(write("a.csv", table + "last,one\n")) if "never" not in reason else None
    if report is None:
        report = take(write("a.csv", "input,output\nfirst,one\n" + table.partition("\n")[2]))
        line += 1
    assert [(s.line, s.reason[: len(reason)]) for s in report.skipped] == [(line, reason)]


def test_a_file_over_the_limit_is_refused_with_the_limit(write: Write, take: Import, tmp_path: Path) -> None:
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        file.truncate(201_000_000)
    with pytest.raises(ImportRefused, match="more than 200 MB"):
        take(path)


def test_a_small_packed_file_that_unpacks_to_too_much_is_refused(write: Write, take: Import) -> None:
    with pytest.raises(ImportRefused, match=r"bomb\.jsonl\.gz holds more than 200 MB"):
        take(write("bomb.jsonl.gz", gzip.compress(b" " * 201_000_000, compresslevel=1)))


def test_a_missing_file_and_a_device_are_said_in_words(take: Import, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file called nowhere"):
        take(tmp_path / "nowhere.csv")
    with pytest.raises(ImportRefused, match="not a plain file"):
        take(Path("/dev/zero"))


@pytest.mark.parametrize("project_id", ["Up", "a b", "../x", "", "con", "x" * 65])
def test_a_project_id_that_cannot_stand_in_a_file_name_is_refused(project_id: str, store: Store, write: Write) -> None:
    from studio.interchange.importing import import_files

    with pytest.raises(StudioError, match="cannot be a project's id"):
        import_files(store=store, project_id=project_id, paths=[write("a.jsonl", [{"output": "a"}])])


@pytest.mark.parametrize("extra", [{}, {"rater_id": "ada", "score": 3}])
def test_the_same_name_for_two_outputs_is_named_and_the_first_stays(
    extra: dict[str, Any], store: Store, write: Write, take: Import
) -> None:
    rows = [{"item_id": "x", "input": "q", "output": output, **extra} for output in ("one", "two")]
    report = take(write("a.jsonl", rows))
    assert [s.reason for s in report.skipped] == ['the item "x" stood before with another output']
    again = take(write("b.jsonl", rows[1:]))
    assert [s.reason for s in again.skipped] == ['the item "x" is here already with another text, which stays']
    assert [s.output for s in all_samples(store)] == ["one"]
