"""How every concept file asks the database: named parameters in, plain rows out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from studio.store.engine import Database


def rows(database: Database, sql: str, **parameters: Any) -> list[dict[str, Any]]:
    """Every row of a query as a dictionary."""
    return list(each_row(database, sql, **parameters))


def each_row(database: Database, sql: str, **parameters: Any) -> Iterator[dict[str, Any]]:
    """The same rows one after the other, none of them held."""
    cursor = database.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def first_row(database: Database, sql: str, **parameters: Any) -> dict[str, Any] | None:
    """The first row of a query, if there is one."""
    found = rows(database, sql, **parameters)
    return found[0] if found else None


def one_number(database: Database, sql: str, **parameters: Any) -> int:
    """The single number a counting query returns."""
    return int(database.conn.execute(sql, parameters).fetchone()[0] or 0)


def execute(database: Database, sql: str, **parameters: Any) -> int:
    """Runs one writing statement and returns how many rows it touched."""
    return database.conn.execute(sql, parameters).rowcount


def execute_many(database: Database, sql: str, parameters: Iterable[dict[str, Any]]) -> int:
    """Runs one writing statement for many rows and returns how many it touched."""
    return database.conn.executemany(sql, parameters).rowcount


def as_json(content: object) -> str:
    """Compact JSON as it stands in the database."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def marks(count: int) -> str:
    """As many question marks as an `in (...)` needs."""
    return ",".join("?" * count)
