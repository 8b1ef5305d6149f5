"""Comma, semicolon and tab separated tables as spreadsheets write them: a header, then a row a record."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TextIO

from studio.interchange.limits import LARGEST_FILE_BYTES
from studio.interchange.problems import BadLine, quoted, refused
from studio.interchange.row_checks import check_field_count, check_text

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 20


def delimiter_of(head: str, *, name: str) -> str:
    """What separates the cells: what Excel's first line `sep=;` says, or what splits the first records alike."""
    first = head.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    if name.lower().removesuffix(".gz").endswith((".tsv", ".tab")):
        return "\t"
    return max(DELIMITERS, key=lambda delimiter: _columns(head, delimiter))


def _columns(head: str, delimiter: str) -> float:
    """How many columns this delimiter makes; a little less for each record that does not fit."""
    records = []
    try:
        for record in csv.reader(head.splitlines(keepends=True), delimiter=delimiter):
            records.append(len(record))
            if len(records) == _LOOKED_AT:
                break
    except csv.Error:
        pass
    columns = records[0] if records else 0
    # The last record may be cut off where the head of the file ends.
    unlike = sum(count not in (0, columns) for count in records[1:-1])
    return columns / (1 + unlike) if columns > 1 else 0


def table_rows(
    text: TextIO, *, delimiter: str, name: str, skip: Callable[[int, str], None]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each record by column with the number of its first line; empty cells and empty records are absent."""
    # The module's own limit stops in the middle of a record and takes the rest of it for records.
    csv.field_size_limit(LARGEST_FILE_BYTES)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    columns: list[str] = []
    for number, cells in _records(reader, skip):
        if not columns:
            if number == 1 and cells == _sep_line(delimiter):
                continue
            columns = _header(cells, name=name, line=number)
            continue
        try:
            yield number, _row(columns, cells)
        except BadLine as problem:
            skip(number, str(problem))


def _records(reader: Any, skip: Callable[[int, str], None]) -> Iterator[tuple[int, list[str]]]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                skip(number, "a quotation mark that is opened here is never closed")
            else:
                skip(number, "a quoted cell goes on after its closing quotation mark")
            continue
        if any(cells):
            yield number, cells


def _sep_line(delimiter: str) -> list[str]:
    return next(iter(csv.reader([f"sep={delimiter}"], delimiter=delimiter)))


def _header(cells: Sequence[str], *, name: str, line: int) -> list[str]:
    columns = [cell.removeprefix("\ufeff").strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    try:
        check_field_count(len(columns))
        for column in columns:
            check_text(column, name="the header")
        _check_names(columns)
    except BadLine as problem:
        to_do = "Give each column one name of its own and leave out what is not needed."
        raise refused(f"{name}, line {line}: {problem}.", to_do=to_do) from None
    return columns


def _check_names(columns: Sequence[str]) -> None:
    known = set()
    for place, column in enumerate(columns, 1):
        if not column:
            raise BadLine(f"column {place} has no name")
        if column in known:
            raise BadLine(f"the column {quoted(column)} stands twice")
        known.add(column)


def _row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise BadLine(f"it has {len(cells):,} cells for {len(columns):,} columns")
    fields = {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
    for name, text in fields.items():
        check_text(text, name=name)
    return fields
