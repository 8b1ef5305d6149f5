"""The one thread that writes: it groups waiting actions into transactions and keeps them while the file is locked."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.errors import StoreError
from studio.store.engine import Database, open_database

Action = Callable[[Database], Any]

LARGEST_GROUP = 400
RETRY_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class _Waiting:
    action: Action
    future: Future[Any]


class Writer:
    """Runs write actions one after the other on a connection of its own; each is durable before its future resolves."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="studio-writer", daemon=True)
        self._thread.start()

    def submit(self, action: Action) -> Future[Any]:
        """Queues an action; its future resolves after the commit that holds it."""
        if self._closed:
            raise StoreError(happened="The workspace is closed.", to_do="Start the studio again.")
        future: Future[Any] = Future()
        self._waiting.put(_Waiting(action, future))
        return future

    def close(self) -> None:
        """Finishes what is queued, then ends the thread."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            self._thread.join()

    def backlog(self) -> int:
        """How many actions wait."""
        return self._waiting.qsize()

    def _work(self) -> None:
        database = open_database(self._path)
        # Kept in memory, the journal that undoes one statement is walked from its start at each insert with a trigger.
        database.conn.execute("pragma temp_store = default")
        try:
            while group := self._next_group():
                self._commit_group(database, group)
        finally:
            database.close()

    def _next_group(self) -> list[_Waiting]:
        first = self._waiting.get()
        if first is None:
            return []
        group = [first]
        while len(group) < LARGEST_GROUP:
            try:
                waiting = self._waiting.get_nowait()
            except queue.Empty:
                break
            if waiting is None:
                self._waiting.put(None)
                break
            group.append(waiting)
        return group

    def _commit_group(self, database: Database, group: list[_Waiting]) -> None:
        while True:
            try:
                results = _in_one_transaction(database, group)
            except sqlite3.OperationalError as error:
                _roll_back(database)
                if _is_locked(error):
                    time.sleep(RETRY_SECONDS)
                    continue
                _fail(group, error)
            except BaseException as error:
                _roll_back(database)
                _fail(group, error)
            else:
                for waiting, (result, problem) in zip(group, results, strict=True):
                    if problem is None:
                        waiting.future.set_result(result)
                    else:
                        waiting.future.set_exception(problem)
            return


def _in_one_transaction(database: Database, group: list[_Waiting]) -> list[tuple[Any, Exception | None]]:
    connection = database.conn
    # Plain BEGIN would find out too late that another process writes; IMMEDIATE waits at the door.
    connection.execute("begin immediate")
    if len(group) == 1:
        # Alone, an action needs no savepoint, which would keep a second copy of every page it changes.
        alone = group[0].action(database)
        connection.execute("commit")
        return [(alone, None)]
    results: list[tuple[Any, Exception | None]] = []
    for waiting in group:
        connection.execute("savepoint action")
        try:
            results.append((waiting.action(database), None))
        except Exception as error:
            if isinstance(error, sqlite3.OperationalError) and _concerns_all(error):
                raise
            connection.execute("rollback to action")
            results.append((None, error))
        connection.execute("release action")
    connection.execute("commit")
    return results


def _roll_back(database: Database) -> None:
    if database.conn.in_transaction:
        database.conn.execute("rollback")


def _concerns_all(error: sqlite3.OperationalError) -> bool:
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY"))


def _is_locked(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _fail(group: list[_Waiting], error: BaseException) -> None:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        error = StoreError(
            happened="The disk is full, so nothing more can be saved.",
            safe="Everything saved earlier is still there.",
            to_do="Free some space, then go on.",
        )
    elif name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        error = StoreError(
            happened="This folder cannot be written to.",
            safe="Nothing was changed.",
            to_do="Choose a folder you may write to, or change its permissions.",
        )
    for waiting in group:
        waiting.future.set_exception(error)
