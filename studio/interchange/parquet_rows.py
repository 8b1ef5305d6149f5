"""Rows of a Parquet file, a thousand at a time; pyarrow is loaded only when there is one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.interchange.limits import LARGEST_FILE_BYTES
from studio.interchange.problems import BadLine, quoted, refused
from studio.interchange.row_checks import check_field_count, check_texts

ROWS_AT_ONCE = 1_000


def parquet_rows(path: Path, *, name: str, skip: Callable[[int, str], None]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row with its number; missing cells (null, and pandas' NaN) are absent."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise refused(f"{name} is a Parquet file, and pyarrow is not installed.", to_do="Save it as CSV.") from None
    number = 0
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            _check_size(file.metadata, name=name)
            for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    number += 1
                    try:
                        yield number, _plain_row(row)
                    except BadLine as problem:
                        skip(number, str(problem))
    except (pyarrow.ArrowException, OSError) as error:
        happened = f"{name} is damaged, or no Parquet file ({type(error).__name__})."
        raise refused(happened, to_do="Write it again, or save it as CSV.") from None


def _check_size(metadata: Any, *, name: str) -> None:
    size = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
    if size > LARGEST_FILE_BYTES:
        most = f"{LARGEST_FILE_BYTES // 1_000_000} MB are the most"
        raise refused(f"{name} unpacks to {size / 1e6:,.0f} MB; {most}.", to_do="Split it into several files.")
    names = metadata.schema.to_arrow_schema().names
    twice = next((column for column in names if names.count(column) > 1), None)
    if twice is not None:
        raise refused(f"{name} has the column {quoted(twice)} twice.", to_do="Rename one of them.")
    try:
        check_field_count(len(names))
    except BadLine as problem:
        raise refused(f"{name}, line 1: {problem}.", to_do="Leave out what is not needed.") from None


def _plain_row(row: dict[str, Any]) -> dict[str, Any]:
    fields = {name: plain for name, value in row.items() if (plain := _plain(value, name=name)) is not None}
    check_texts(fields)
    return fields


def _plain(value: object, *, name: str) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if math.isinf(value):
            raise BadLine(f"an infinite number stands in {quoted(name)}")
        return None if math.isnan(value) else value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(one, name=name) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one, name=name) for key, one in value.items()}
    raise BadLine(f"{quoted(name)} holds a {type(value).__name__}, which is no text and no number")
