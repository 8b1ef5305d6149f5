"""A file's letters come in right, or the question is asked; never silently wrong."""

from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import ImportRefused
from studio.interchange.encodings import EncodingUnknown, marked_encoding, readings
from studio.store.store import Store
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import all_inputs, all_samples

TEXT = "Größe: 5 € – “naïve” café, 日本語, עברית"
WESTERN = "Größe: 5 € – “naïve” café"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
@pytest.mark.parametrize("form", ["a.jsonl", "a.json", "a.csv"])
def test_unicode_comes_in_right_with_and_without_a_mark(
    form: str, mark: bytes, encoding: str, store: Store, write: Write, take: Import
) -> None:
    rows = [{"item_id": str(n), "input": f"{TEXT} {n}", "output": "a"} for n in range(3)]
    texts = {
        "a.jsonl": "\r\n".join(json.dumps(row, ensure_ascii=False) for row in rows),
        "a.json": json.dumps(rows, ensure_ascii=False),
        "a.csv": "id,input,output\r\n" + "".join(f'{n},"{TEXT} {n}",a\r\n' for n in range(3)),
    }
    report = take(write(form, mark + texts[form].encode(encoding)))
    assert report.skipped_total == 0
    assert sorted(one.text for one in all_inputs(store)) == [f"{TEXT} {n}" for n in range(3)]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1251", "mac-roman", "shift-jis"])
def test_what_is_not_unicode_is_a_question_that_shows_how_it_would_read(
    encoding: str, store: Store, write: Write, take: Import
) -> None:
    text = {"cp1251": "вопрос про заказ", "shift-jis": "質問です。返事をください"}.get(encoding, "Eine Größe über café")
    path = write("a.csv", f"input,output\nplain,a\n{text},b\n".encode(encoding))
    with pytest.raises(EncodingUnknown, match=r"Which encoding is a\.csv in") as question:
        take(path)
    assert question.value.line == 3
    assert text[:12] in {reading[:12].removeprefix("\n") for _, reading in question.value.readings}
    assert take(path, encoding=encoding).skipped_total == 0
    assert text in {one.text for one in all_inputs(store)}


def test_the_question_names_each_way_of_reading_once() -> None:
    found = readings("Caf\xe9 M\xfcller".encode("latin-1"))
    assert found[0] == ("cp1252", "Café Müller")
    assert len({text for _, text in found}) == len(found)


def test_a_few_broken_lines_in_a_file_of_utf8_are_named_by_number(store: Store, write: Write, take: Import) -> None:
    lines = [json.dumps({"item_id": str(n), "output": f"é {n}"}, ensure_ascii=False).encode() for n in range(9)]
    lines[4] = b'{"item_id": "4", "output": "caf\xe9"}'
    report = take(write("a.jsonl", b"\n".join(lines)))
    assert [(s.line, s.reason) for s in report.skipped] == [
        (5, 'a byte that is not of the file\'s encoding (0xE9) stands in "output"')
    ]
    assert len(all_samples(store)) == 8


def test_a_wrong_encoding_that_was_named_is_no_silent_mess(write: Write, take: Import) -> None:
    path = write("a.csv", f"input,output\nplain,a\n{WESTERN},a\n".encode("cp1252"))
    report = take(path, encoding="utf-8")
    assert (report.items, report.skipped_total) == (1, 1)
    assert "a byte that is not of the file's encoding" in report.skipped[0].reason
    with pytest.raises(ImportRefused, match="breaks off, or is not utf-16"):
        take(write("odd.csv", "input,output\na,b\n".encode("utf-16-le") + b"x"), encoding="utf-16-le")


@pytest.mark.parametrize("name", ["rot13", "zip", "no such thing", "unicode_escape", "a\0b"])
def test_an_encoding_that_is_none_is_refused(name: str, write: Write, take: Import) -> None:
    with pytest.raises(ImportRefused, match="There is no encoding called"):
        take(write("a.csv", "input,output\na,b\n"), encoding=name)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_plain_utf8_is_never_taken_for_utf16(text: str) -> None:
    assert marked_encoding(b"{" + text.encode()) in (None, "utf-8-sig")
