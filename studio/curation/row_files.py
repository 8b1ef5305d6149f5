"""Writes rows into a file by the ending of its name: JSON lines, JSON, CSV for Excel or Parquet; it chooses nothing."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from studio.curation.columns import Columns, arrow_schema
from studio.curation.safe_cell import safe_cell

Content = Mapping[str, Any]
_SURROGATES = re.compile("[\ud800-\udfff]")
# Line ends for some readers though not for JSON: written as escapes, so that a row is one line for everybody.
_LINE_ENDS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_PARQUET_ROWS = 4_000


class RowFile(Protocol):
    """One open file that takes rows."""

    rows: int

    def write(self, row: Content) -> None: ...
    def close(self) -> None: ...


_READABLE = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_ASCII = json.JSONEncoder(ensure_ascii=True, allow_nan=False)


def json_line(row: Content) -> bytes:
    """The row as JSON on one line, exact always; a half character, which UTF-8 cannot hold, is written as an escape."""
    text = _READABLE.encode(row)
    for sign, escaped in _LINE_ENDS.items():
        if sign in text:
            text = text.replace(sign, escaped)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _ASCII.encode(row).encode("ascii")


class JsonLines:
    """One JSON object a line."""

    def __init__(self, file: BinaryIO) -> None:
        self.rows = 0
        self._file = file

    def write(self, row: Content) -> None:
        """Appends a line."""
        self._file.write(json_line(row) + b"\n")
        self.rows += 1

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


class JsonArray:
    """One JSON array, one object a line."""

    def __init__(self, file: BinaryIO) -> None:
        self.rows = 0
        self._file = file

    def write(self, row: Content) -> None:
        """Appends an object."""
        start = b",\n" if self.rows else b"[\n"
        self._file.write(start + json_line(row))
        self.rows += 1

    def close(self) -> None:
        """Closes the array and the file."""
        self._file.write(b"\n]\n")
        self._file.close()


class CsvForExcel:
    """CSV in UTF-8 with a byte order mark, by which Excel knows the encoding; every cell is made safe."""

    def __init__(self, file: BinaryIO) -> None:
        self.rows = 0
        self._file = file
        self._file.write(b"\xef\xbb\xbf")
        self._writer = csv.writer(_Encoded(file), lineterminator="\r\n")

    def write(self, row: Content) -> None:
        """Appends a row; the first one gives the column names."""
        if not self.rows:
            self._writer.writerow([safe_cell(name) for name in row])
        self._writer.writerow([safe_cell(value) for value in row.values()])
        self.rows += 1

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


class _Encoded:
    """What the csv module writes its text to."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Appends the text; half characters, which UTF-8 cannot hold, become a question mark in a lozenge."""
        try:
            self._file.write(text.encode("utf-8"))
        except UnicodeEncodeError:
            self._file.write(_whole(text).encode("utf-8"))


class Parquet:
    """Parquet in row groups of a few thousand; the same rows give the same bytes with the same pyarrow."""

    def __init__(self, file: BinaryIO, *, columns: Columns) -> None:
        import pyarrow.parquet

        self.rows = 0
        self._file = file
        self._schema = arrow_schema(columns)
        self._waiting: list[Content] = []
        self._writer = pyarrow.parquet.ParquetWriter(file, self._schema, compression="zstd")

    def write(self, row: Content) -> None:
        """Takes a row, and writes a group when there are enough."""
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) == _PARQUET_ROWS:
            self._flush()

    def close(self) -> None:
        """Writes what is waiting and closes the file."""
        if self._waiting:
            self._flush()
        self._writer.close()
        self._file.close()

    def _flush(self) -> None:
        import pyarrow

        try:
            table = pyarrow.Table.from_pylist(self._waiting, schema=self._schema)
        except UnicodeEncodeError:
            table = pyarrow.Table.from_pylist([_whole(row) for row in self._waiting], schema=self._schema)
        self._writer.write_table(table)
        self._waiting.clear()


def open_rows(path: Path, *, columns: Columns | None = None) -> RowFile:
    """The writer that the ending of a file's name asks for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("xb", buffering=1 << 20)
    if path.suffix == ".parquet":
        return Parquet(file, columns=columns or {})
    kinds: dict[str, Callable[[BinaryIO], RowFile]]
    kinds = {".jsonl": JsonLines, ".json": JsonArray, ".csv": CsvForExcel}
    return kinds[path.suffix](file)


def _whole(content: Any) -> Any:
    """The same content with half characters replaced, for a format that cannot hold them."""
    if isinstance(content, str):
        return _SURROGATES.sub("\ufffd", content)
    if isinstance(content, Mapping):
        return {name: _whole(value) for name, value in content.items()}
    return [_whole(value) for value in content] if isinstance(content, list) else content
