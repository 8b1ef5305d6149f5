"""Small things the workspace remembers, such as a dismissed checklist; never a key, never a result."""

from __future__ import annotations

from studio.store.engine import Database
from studio.store.queries import execute, first_row


def save_fact(database: Database, *, key: str, value: str) -> None:
    """Remembers a value under a key."""
    execute(database, "insert or replace into fact values (:key, :value)", key=key, value=value)


def fact(database: Database, key: str) -> str | None:
    """The value under a key."""
    row = first_row(database, "select value from fact where key = :key", key=key)
    return str(row["value"]) if row else None
