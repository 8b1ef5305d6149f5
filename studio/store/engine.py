"""The sqlite-utils library, imported without the second that its optional pandas support costs."""

from __future__ import annotations

import sys
from pathlib import Path


def _import_without_pandas() -> None:
    # sqlite-utils imports pandas only to know its column types: 0.9 s that no command of ours needs.
    # Under Streamlit other threads may be importing pandas at this moment, so there it is left alone.
    hide = "pandas" not in sys.modules and "streamlit" not in sys.modules
    if hide:
        sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils.db  # noqa: F401
    finally:
        if hide:
            del sys.modules["pandas"]


_import_without_pandas()

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
