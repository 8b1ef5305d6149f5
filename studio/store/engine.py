"""The sqlite-utils library, imported without the second that its optional pandas and numpy support costs."""

from __future__ import annotations

import sys
from pathlib import Path


def _import_without_numbers() -> None:
    # sqlite-utils imports pandas and numpy only to know their column types: a second that no command of ours needs.
    # Under Streamlit other threads may be importing them at this moment, so there they are left alone.
    hidden = [name for name in ("pandas", "numpy") if name not in sys.modules and "streamlit" not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import sqlite_utils.db  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


_import_without_numbers()

from sqlite_utils import Database, Migrations  # noqa: E402

__all__ = ["Database", "Migrations", "open_database"]

BUSY_TIMEOUT_MILLISECONDS = 5_000


def open_database(path: Path) -> Database:
    """A connection with the studio's settings; it belongs to the thread that opened it."""
    database = Database(path, execute_plugins=False)
    for pragma in (
        "journal_mode = wal",
        "synchronous = full",
        f"busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
        "foreign_keys = on",
        "cache_size = -32000",
        "temp_store = memory",
    ):
        database.conn.execute(f"pragma {pragma}")
    return database
