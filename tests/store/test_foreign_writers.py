"""Somebody else holds the database: a short while passes unseen, a long one is said in words, and nothing is lost."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.records import Rater
from studio.store.journal import journal_entries
from studio.store.ratings import append_events
from studio.store.store import Store
from studio.workspace import Workspace
from tests.store.shelf import ANNA, RUBRIC, ask, fill, filled, rating


@contextmanager
def held(path: Path, *, seconds: float = 0.0) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a write; it lets go after so many seconds, or at the end of the block."""
    other = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    other.execute("begin immediate")
    timer = threading.Timer(seconds, other.rollback)
    if seconds:
        timer.start()
    try:
        yield other
    finally:
        timer.cancel()
        if other.in_transaction:
            other.rollback()
        other.close()


def test_a_lock_of_three_seconds_is_waited_out_without_a_word(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    with held(store.path, seconds=3.0):
        began = time.monotonic()
        assert store.write(lambda database: append_events(database, [rating()])) == 1
        assert time.monotonic() - began >= 2.5
    store.close()


def test_a_longer_lock_is_told_in_words_and_the_write_lands_afterwards(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    with held(store.path), pytest.raises(StudioError) as told:
        store.write(lambda database: append_events(database, [rating()]), patience_seconds=0.3)
    assert "Another program holds the database" in told.value.happened
    assert told.value.safe and told.value.to_do
    store.close()
    assert ask(tmp_path / "studio.db", "select count(*) from rating_event") == [(1,)]


def test_reading_goes_on_while_somebody_else_writes(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    with held(store.path), store.reading() as database:
        assert database.conn.execute("select count(*) from sample").fetchone() == (20,)
    store.close()


def test_a_rating_that_had_to_wait_reaches_the_journal_too(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write(fill)
    held_back = rating()
    with held(workspace.store.path):
        waiting = threading.Thread(target=_give, args=(workspace, held_back))
        waiting.start()
        waiting.join(0.5)
        assert journal_entries(tmp_path / "backups" / "ratings.jsonl") == []
    waiting.join()
    workspace.close()
    assert [entry.uid for entry in journal_entries(tmp_path / "backups" / "ratings.jsonl")] == [held_back.uid]


def test_closing_waits_for_what_is_queued(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db", count=50)
    for number in range(50):
        store.write_soon(lambda database, n=number: append_events(database, [rating(n)]))
    store.close()
    assert ask(tmp_path / "studio.db", "select count(*) from rating_event") == [(50,)]
    with pytest.raises(StudioError, match="closed"):
        store.write_soon(lambda database: None)


def test_a_store_for_reading_refuses_to_write_in_words(tmp_path: Path) -> None:
    filled(tmp_path / "studio.db").close()
    with pytest.raises(StudioError, match="reading only"):
        Store(tmp_path / "studio.db", read_only=True).write(lambda database: None)
    with pytest.raises(StudioError, match="no studio database"):
        Store(tmp_path / "elsewhere" / "studio.db", read_only=True)


def _give(workspace: Workspace, event: object) -> None:
    workspace.append_ratings([event], rater=Rater(id=ANNA.id, name="Anna"), rubric=RUBRIC)
