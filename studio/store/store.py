"""Opens a workspace's database: readers each with a connection of their own, writers through one thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLong
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

from studio.errors import DatabaseHeld, StoreError
from studio.store.backups import back_up, backed_up_today, backups, is_damaged, restore, set_aside
from studio.store.engine import Database, open_database
from studio.store.migrations import migrations, pending_migrations, refuse_newer_database
from studio.store.writer import Writer

T = TypeVar("T")
OpenReading = Callable[[], AbstractContextManager[Database]]
"""Gives a connection for queries; a page, a lane or an export holds it instead of the store."""

PATIENCE_SECONDS = 12.0


class Store:
    """One SQLite file; safe to share between threads."""

    def __init__(self, path: Path, *, backup_folder: Path | None = None, read_only: bool = False) -> None:
        self.path = path
        self.backup_folder = backup_folder or path.parent / "backups"
        self.notices: list[str] = []
        """What a person should know about how the database was opened."""
        self._writer: Writer | None = None
        if read_only:
            self._look_before_reading()
        else:
            self._prepare()
            self._writer = Writer(path)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """A connection that sees one consistent moment; close it by leaving the block."""
        database = open_database(self.path)
        try:
            database.conn.execute("begin")
            yield database
        finally:
            database.conn.rollback()
            database.close()

    def write(self, action: Callable[[Database], T], *, patience_seconds: float | None = PATIENCE_SECONDS) -> T:
        """Runs the action in a transaction on the writer thread; returns once it is durable."""
        return self.wait_for(self.write_soon(action), patience_seconds=patience_seconds)

    def wait_for(self, saved: Future[T], *, patience_seconds: float | None = PATIENCE_SECONDS) -> T:
        """What a queued action returned, once it is durable; raises DatabaseHeld when that takes too long."""
        try:
            return saved.result(patience_seconds)
        except WaitedTooLong:
            raise DatabaseHeld(saved=saved) from None

    def write_soon(self, action: Callable[[Database], T]) -> Future[T]:
        """Queues the action; the future resolves once it is durable."""
        if self._writer is None:
            raise StoreError(happened="The workspace was opened for reading only.", to_do="Open it for writing.")
        return self._writer.submit(action)

    def backlog(self) -> int:
        """How many writes wait for the disk."""
        return self._writer.backlog() if self._writer else 0

    def close(self) -> None:
        """Finishes every queued write."""
        if self._writer is not None:
            self._writer.close()

    def back_up(self, *, reason: str = "asked") -> Path:
        """Makes a backup now."""
        database = open_database(self.path)
        try:
            return back_up(database, folder=self.backup_folder, reason=reason)
        finally:
            database.close()

    def _look_before_reading(self) -> None:
        if not self.path.exists():
            raise StoreError(
                happened=f"There is no studio database in {self.path.parent}.", to_do="Import something first."
            )
        try:
            with self.reading() as database:
                refuse_newer_database(database)
        except sqlite3.OperationalError as error:
            raise StoreError(
                happened=f"The database {self.path.name} cannot be opened ({error}).",
                safe="Nothing was changed.",
                to_do=f"Make sure that you may read and write in {self.path.parent}, or copy it to where you may.",
            ) from None
        except sqlite3.DatabaseError as error:
            raise StoreError(
                happened=f"The database {self.path.name} cannot be read ({error}); it may be damaged.",
                safe="Nothing was changed.",
                to_do="Run `studio start`: it sets a damaged file aside and takes the last backup in its place.",
            ) from None

    def _prepare(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._rescue_if_damaged()
            database = open_database(self.path)
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreError(
                happened=f"The folder {self.path.parent} cannot be written to ({type(error).__name__}).",
                safe="Nothing was changed.",
                to_do="Choose a folder you may write to, or change its permissions.",
            ) from None
        try:
            refuse_newer_database(database)
            self._bring_up_to_date(database)
        finally:
            database.close()

    def _bring_up_to_date(self, database: Database) -> None:
        is_new = not database.table_names()
        pending = pending_migrations(database)
        if not is_new and (pending or not backed_up_today(self.backup_folder)):
            back_up(database, folder=self.backup_folder, reason="before-update" if pending else "daily")
        if pending:
            migrations.apply(database)

    def _rescue_if_damaged(self) -> None:
        if not is_damaged(self.path):
            return
        aside = set_aside(self.path, why="damaged")
        sound = next((path for path in backups(self.backup_folder) if not is_damaged(path)), None)
        if sound:
            restore(sound, to=self.path)
        self.notices.append(
            f"The database was damaged and has been moved aside ({aside.name}). "
            + (f"The backup {sound.name} took its place." if sound else "There was no backup, so a new one was begun.")
        )
