"""What a file is (JSON lines, a JSON list, a table, Parquet) and how to get its rows out; it gives them no meaning."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

from studio.interchange.encodings import HEAD_BYTES, known_encoding, marked_encoding, unmarked_encoding
from studio.interchange.files import check_file, is_packed, opened, shown_name
from studio.interchange.json_list import json_list_rows
from studio.interchange.json_rows import json_rows
from studio.interchange.parquet_rows import parquet_rows
from studio.interchange.problems import refused
from studio.interchange.tables import delimiter_of, table_rows

Form = Literal["json_lines", "json_list", "table", "parquet"]
Row = tuple[int, dict[str, Any]]
"""Where it stands, counted from one, and its fields."""
Skip = Callable[[int, str], None]
"""Told of each line that cannot be taken: its number and why."""

_FOREIGN = (
    (b"PK\x03\x04", "is a spreadsheet or a zip file", "Save the sheet as CSV (or unpack the zip) and import that."),
    (b"\xd0\xcf\x11\xe0", "is an old Excel or Word file", "Save it as CSV and import that."),
    (b"%PDF", "is a PDF", "Export the texts as CSV or JSON lines."),
    (b"SQLite format 3", "is a database", "Export the table as CSV or JSON lines."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that rows can be read from."""

    path: Path
    name: str
    """For messages only: a file's name is not to be trusted."""
    form: Form
    encoding: str = "utf-8"
    delimiter: str = ","


def source_of(path: Path, *, encoding: str | None = None) -> Source:
    """Looks at the file's first bytes and finds out what it is; refuses in words what is not for us."""
    check_file(path)
    name = shown_name(path)
    with opened(path) as stream:
        head = stream.read(HEAD_BYTES)
    for start, what, to_do in _FOREIGN:
        if head.startswith(start):
            raise refused(f"{name} {what}.", to_do=to_do)
    if head.startswith(b"PAR1"):
        if is_packed(path):
            raise refused(f"{name} is a packed Parquet file.", to_do="Unpack it: Parquet is compressed by itself.")
        return Source(path=path, name=name, form="parquet")
    found = known_encoding(encoding) if encoding else marked_encoding(head) or unmarked_encoding(path)
    text = head.decode(found, "replace").lstrip("\ufeff")
    if not text.strip():
        raise refused(f"{name} is empty.", to_do="Give a file with rows.")
    form = _form_of(text, name=name)
    delimiter = delimiter_of(text, name=name) if form == "table" else ""
    return Source(path=path, name=name, form=form, encoding=found, delimiter=delimiter)


def _form_of(text: str, *, name: str) -> Form:
    first = text.lstrip()[:1]
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    if ending in ("csv", "tsv", "tab"):
        return "table"
    if ending in ("jsonl", "ndjson"):
        return "json_lines"
    if first == "[":
        return "json_list"
    return "json_lines" if first == "{" or ending == "json" else "table"


def rows_of(source: Source, *, skip: Skip) -> Iterator[Row]:
    """Every row that can be read, in the file's order; a line that cannot is told to `skip`."""
    if source.form == "parquet":
        yield from parquet_rows(source.path, name=source.name, skip=skip)
        return
    with opened(source.path) as stream:
        # Bytes that are not of the encoding become lone surrogates, which the rows' checks then name by line.
        errors = "surrogatepass" if source.encoding.startswith("utf-16") else "surrogateescape"
        errors = "strict" if source.encoding.startswith("utf-32") else errors
        text = io.TextIOWrapper(stream, source.encoding, errors, newline="" if source.form == "table" else "\n")
        try:
            yield from _text_rows(source, text, skip)
        except UnicodeDecodeError:
            to_do = "Fetch it again, or say its encoding with --encoding."
            raise refused(f"{source.name} breaks off, or is not {source.encoding}.", to_do=to_do) from None


def _text_rows(source: Source, text: TextIO, skip: Skip) -> Iterator[Row]:
    if source.form == "table":
        return table_rows(text, delimiter=source.delimiter, name=source.name, skip=skip)
    if source.form == "json_list":
        return json_list_rows(text, name=source.name, skip=skip)
    return json_rows(text, skip=skip)
