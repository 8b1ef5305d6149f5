"""Batches handed in to a provider, and which requests are in them: no request is in two open batches at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import as_json, execute, execute_many, rows

BatchState = Literal["handing_in", "working", "cancelling", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch of a run."""

    id: int
    run_id: int
    judge_id: str
    key: str
    """Our own name for it, written down before anything is handed in."""
    remote_id: str
    """The provider's name for it; empty until the provider has said it."""
    state: BatchState
    requests: int
    answered: int
    message: str
    created_at: str


def new_batch(database: Database, *, run_id: int, judge_id: str, key: str, names: Sequence[str]) -> int:
    """Writes a batch down before it is handed in, with the names of its requests, which nobody else may ask now."""
    cursor = database.conn.execute(
        """insert into batch (run_id, judge_id, key, remote_id, state, requests, answered, message, created_at)
           values (?, ?, ?, '', 'handing_in', ?, 0, '', ?)""",
        (run_id, judge_id, key, len(names), now()),
    )
    assert cursor.lastrowid is not None
    batch_id = cursor.lastrowid
    execute_many(
        database,
        "insert into batch_request (name, batch_id) values (:name, :batch)",
        ({"name": name, "batch": batch_id} for name in names),
    )
    return batch_id


def handed_in(database: Database, batch_id: int, *, remote_id: str) -> None:
    """Notes the provider's name for a batch: from now on it is only looked at."""
    execute(
        database,
        "update batch set remote_id = :remote, state = 'working' where id = :id",
        id=batch_id,
        remote=remote_id,
    )


def note_batch(database: Database, batch_id: int, *, state: BatchState, answered: int, message: str) -> None:
    """Notes how far a batch is."""
    execute(
        database,
        "update batch set state = :state, answered = :answered, message = :message where id = :id",
        id=batch_id,
        state=state,
        answered=answered,
        message=message,
    )


def close_batch(database: Database, batch_id: int) -> None:
    """Lets its requests go: what it has not answered may be asked again."""
    execute(database, "update batch set state = 'closed' where id = :id", id=batch_id)
    execute(database, "delete from batch_request where batch_id = :id", id=batch_id)


def drop_batch(database: Database, batch_id: int) -> None:
    """Forgets a batch that was certainly never handed in."""
    execute(database, "delete from batch_request where batch_id = :id", id=batch_id)
    execute(database, "delete from batch where id = :id", id=batch_id)


def take_answer(database: Database, batch_id: int, *, name: str) -> bool:
    """Whether this answer is the first one to this request of the batch; a second one is not taken."""
    sql = "delete from batch_request where name = :name and batch_id = :batch"
    return execute(database, sql, name=name, batch=batch_id) == 1


def open_batches(database: Database, *, run_id: int, judge_id: str) -> list[Batch]:
    """A judge's batches of this run that have not been collected."""
    found = rows(
        database,
        "select * from batch where run_id = :run and judge_id = :judge and state <> 'closed' order by id",
        run=run_id,
        judge=judge_id,
    )
    return [Batch(**row) for row in found]


def known_remote_ids(database: Database) -> set[str]:
    """The provider's names of every batch of the workspace."""
    return {row["remote_id"] for row in rows(database, "select remote_id from batch where remote_id <> ''")}


@dataclass(frozen=True, slots=True)
class Handful:
    """Requests that wait in the batches of one run."""

    run_id: int
    handed_in_at: str
    """When the first of these batches was."""
    names: frozenset[str]


def holders(database: Database, names: Collection[str]) -> list[Handful]:
    """In which runs' open batches these requests wait."""
    found = rows(
        database,
        """select batch.run_id, min(batch.created_at) as at, json_group_array(batch_request.name) as names
           from batch_request join batch on batch.id = batch_request.batch_id
           where batch_request.name in (select value from json_each(:names)) group by batch.run_id""",
        names=as_json(list(names)),
    )
    return [Handful(row["run_id"], row["at"], frozenset(json.loads(row["names"]))) for row in found]


def waiting_in_batches(database: Database, names: Collection[str]) -> set[str]:
    """Which of these requests wait in an open batch."""
    if database.conn.execute("select 1 from batch_request limit 1").fetchone() is None:
        return set()
    sql = "select name from batch_request where name in (select value from json_each(:names))"
    return {row["name"] for row in rows(database, sql, names=as_json(list(names)))}
