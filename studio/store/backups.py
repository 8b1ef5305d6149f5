"""Copies of the database: daily, before each migration, seven kept; and what to do with a damaged file."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from studio.errors import StoreError
from studio.store.engine import Database

KEPT = 7
LARGEST_CHECKED_AT_START_BYTES = 64_000_000


def back_up(database: Database, *, folder: Path, reason: str) -> Path:
    """Writes a consistent copy of the open database into the folder and drops the oldest ones."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / f"studio-{moment}-{reason}.db"
    unfinished = target.with_suffix(".unfinished")
    try:
        copy = sqlite3.connect(unfinished)
        try:
            database.conn.backup(copy)
            copy.execute("pragma journal_mode = delete")
        finally:
            copy.close()
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in backups(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def backups(folder: Path) -> list[Path]:
    """The backups in the folder, newest first."""
    return sorted(folder.glob("studio-*.db"), reverse=True)


def backed_up_today(folder: Path) -> bool:
    """Whether there is a backup of this (UTC) day."""
    today = datetime.now(UTC).strftime("studio-%Y%m%d")
    return any(path.name.startswith(today) for path in backups(folder))


def is_damaged(path: Path) -> bool:
    """Whether SQLite itself says that this file is broken; large files are checked only for opening."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    try:
        connection = sqlite3.connect(path)
        try:
            if path.stat().st_size > LARGEST_CHECKED_AT_START_BYTES:
                connection.execute("select count(*) from sqlite_master").fetchone()
                return False
            return bool(connection.execute("pragma quick_check(1)").fetchone()[0] != "ok")
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return False  # locked or not readable: not for us to judge
    except sqlite3.DatabaseError:
        return True


def set_aside(path: Path, *, why: Literal["damaged", "replaced"]) -> Path:
    """Moves a database, with its side files, out of the way and returns its new place."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.name}.{why}-{moment}")
    for suffix in ("-wal", "-shm"):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.replace(aside.with_name(aside.name + suffix))
    path.replace(aside)
    return aside


def restore(backup: Path, *, to: Path) -> None:
    """Puts a backup in the place of the database; what stands there is set aside, not deleted."""
    if is_damaged(backup):
        raise StoreError(
            happened=f"The backup {backup.name} is damaged.",
            safe="Nothing was changed.",
            to_do="Choose an older backup.",
        )
    unfinished = to.with_suffix(".unfinished")
    source, target = sqlite3.connect(backup), sqlite3.connect(unfinished)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    # Only now, when its successor is complete: a full disk must not leave her without either.
    if to.exists():
        set_aside(to, why="replaced")
    unfinished.replace(to)
