"""What is written down of batches and canaries: a request is in one open batch at most, and an answer is taken once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.store import batches
from studio.store.canaries import CanaryResult, canary_results, save_canary
from studio.store.engine import open_database
from studio.store.migrations import _FIRST, migrations
from studio.store.runs import new_run
from studio.store.store import Store
from tests.store.shelf import PROJECT, fill, filled


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    one = filled(tmp_path / "studio.db")
    one.write(lambda database: new_run(database, project=PROJECT, kind="judge", plan={}))
    yield one
    one.close()


def handed_in(store: Store, *names: str, key: str = "k") -> int:
    return store.write(lambda database: batches.new_batch(database, run_id=1, judge_id="j", key=key, names=names))


def test_a_request_cannot_be_in_two_open_batches(store: Store) -> None:
    first = handed_in(store, "a", "b")
    with pytest.raises(sqlite3.IntegrityError):
        handed_in(store, "b", "c", key="other")
    with store.reading() as database:
        assert batches.waiting_in_batches(database, ["a", "b", "c"]) == {"a", "b"}
    store.write(lambda database: batches.close_batch(database, first))
    assert handed_in(store, "b", "c", key="other")


def test_an_answer_is_taken_once(store: Store) -> None:
    batch = handed_in(store, "a")
    taken = [store.write(lambda database: batches.take_answer(database, batch, name="a")) for _ in range(2)]
    assert taken == [True, False]


def test_a_batch_that_never_arrived_is_forgotten_and_its_requests_are_free(store: Store) -> None:
    batch = handed_in(store, "a")
    store.write(lambda database: batches.drop_batch(database, batch))
    with store.reading() as database:
        assert batches.open_batches(database, run_id=1, judge_id="j") == []
        assert batches.waiting_in_batches(database, ["a"]) == set()


def test_a_database_of_the_first_version_gains_batches_and_canaries(tmp_path: Path) -> None:
    database = open_database(tmp_path / "studio.db")
    database.executescript(_FIRST)
    migrations.ensure_migrations_table(database)
    database["_sqlite_migrations"].insert({"migration_set": "studio", "name": "first", "applied_at": "x"})
    fill(database)
    new_run(database, project=PROJECT, kind="judge", plan={})
    database.conn.commit()
    database.close()
    newer = Store(tmp_path / "studio.db")
    handed_in(newer, "a")
    said = CanaryResult(
        judge_id="j", subject="s", criterion="c", expected="fail", value="pass", failure=None, kind="known", plain=""
    )
    newer.write(lambda database: save_canary(database, said, run_id=1))
    with newer.reading() as opened:
        assert canary_results(opened, 1) == [said]
        assert opened["sample"].count == 20
    newer.close()
