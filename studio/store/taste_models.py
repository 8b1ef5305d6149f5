"""Trained tastes as they are kept: bytes that studio.taste.keeping wrote, one a judge and project."""

from __future__ import annotations

from dataclasses import dataclass

from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute, first_row, one_number


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTaste:
    """A trained taste with what it was trained on."""

    body: bytes
    event_id: int
    """The last rating event of the project that it knows."""
    trained_at: str


def save_taste(database: Database, *, project: str, judge_id: str, body: bytes, event_id: int) -> None:
    """Keeps a taste in place of the former one."""
    execute(
        database,
        "insert or replace into taste_model values (:project, :judge_id, :body, :event_id, :trained_at)",
        project=project,
        judge_id=judge_id,
        body=body,
        event_id=event_id,
        trained_at=now(),
    )


def kept_taste(database: Database, *, project: str, judge_id: str) -> KeptTaste | None:
    """The taste of this judge in this project."""
    row = first_row(
        database,
        "select body, event_id, trained_at from taste_model where project = :p and judge_id = :j",
        p=project,
        j=judge_id,
    )
    return KeptTaste(**row) if row else None


def tastes_of(database: Database, project: str) -> list[str]:
    """The judges of this project that have been trained."""
    cursor = database.conn.execute("select judge_id from taste_model where project = ? order by judge_id", (project,))
    return [row[0] for row in cursor]


def last_rating_event(database: Database, project: str) -> int:
    """The newest rating event of the project; 0 where there is none."""
    return one_number(database, "select max(id) from rating_event where project = :p", p=project)


def rating_events_since(database: Database, project: str, *, event_id: int) -> int:
    """How many rating events of the project are newer than this one."""
    return one_number(
        database, "select count(*) from rating_event where project = :p and id > :e", p=project, e=event_id
    )
