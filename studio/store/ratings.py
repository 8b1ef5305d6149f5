"""Ratings: events that are only ever appended, and what they amount to now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from studio.records import Rating, Value
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute_many, first_row, marks, rows

SHORT_REASON = 60
REASONS_OFFERED = 6
Action = Literal["rate", "skip", "flag", "unflag", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingEvent:
    """One thing a rater did; `uid` is the same wherever the event travels."""

    project: str
    rater: str
    subject: str
    rubric_id: str
    criterion: str
    action: Action = "rate"
    value: Value | None = None
    note: str = ""
    blind: bool = True
    inclusion: float | None = None
    reason: str = ""
    """Why the queue asked for this one."""
    shown: str = ""
    """Pairs only: `AB` when output A stood on the left."""
    undoes: str | None = None
    created_at: str = field(default_factory=now)
    uid: str = field(default_factory=lambda: uuid4().hex)


_COLUMNS = """uid, project, rater, subject, rubric_id, criterion, action, value, note, blind, inclusion, reason,
              shown, undoes, created_at"""


def append_events(database: Database, events: Iterable[RatingEvent]) -> int:
    """Appends events that are not there yet; returns how many that were."""
    # Not "insert or ignore": that would turn the trigger's "insert or replace" into an ignore as well.
    return execute_many(
        database,
        f"""insert into rating_event ({_COLUMNS}) values (
            :uid, :project, :rater, :subject, :rubric_id, :criterion, :action, :value, :note, :blind, :inclusion,
            :reason, :shown, :undoes, :created_at) on conflict (uid) do nothing""",
        (event_row(event) for event in events),
    )


def event_row(event: RatingEvent) -> dict[str, Any]:
    """The event as the plain fields it travels with."""
    fields = {name: getattr(event, name) for name in RatingEvent.__dataclass_fields__}
    return fields | {"blind": int(event.blind)}


def event_of(row: dict[str, Any]) -> RatingEvent:
    """The event of such plain fields."""
    known = {name: row[name] for name in RatingEvent.__dataclass_fields__ if name in row}
    return RatingEvent(**known | {"blind": bool(known["blind"])})


# Looked up only where the queue picked: a hundred thousand imported ratings need no second table.
_REASON = """case when inclusion is null then ''
              else (select reason from rating_event as event where event.id = rating.event_id) end as reason"""


def events(database: Database, project_id: str, *, rater: str | None = None) -> list[RatingEvent]:
    """Every event of the project in the order it happened, undone ones included."""
    found = rows(
        database,
        f"""select {_COLUMNS} from rating_event where project = :p and (:rater is null or rater = :rater)
            order by id""",
        p=project_id,
        rater=rater,
    )
    return [event_of(row) for row in found]


def passed_events(database: Database, subjects: Sequence[str]) -> list[dict[str, Any]]:
    """What was done with a few subjects beside the answers that stand: replaced and taken back ones, undos, flags.

    As the plain fields they travel with, and with the rater's name, in the order they happened.
    """
    cursor = database.conn.execute(
        f"""select {_COLUMNS}, (select name from rater where rater.id = event.rater) as rater_name
            from rating_event as event where subject in ({marks(len(subjects))})
              and not exists (select 1 from rating where rating.subject = event.subject and rating.event_id = event.id)
            order by id""",
        list(subjects),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def ratings(
    database: Database, project_id: str, *, rubric_id: str | None = None, rater: str | None = None
) -> list[Rating]:
    """The ratings as they stand now; skips are there with no value."""
    found = rows(
        database,
        f"""select rater, subject, rubric_id, criterion, value, note, blind, inclusion, created_at as rated_at,
                   {_REASON}
           from rating where project = :p
             and (:rubric is null or rubric_id = :rubric) and (:rater is null or rater = :rater)
           order by event_id""",
        p=project_id,
        rubric=rubric_id,
        rater=rater,
    )
    return [Rating(**row | {"blind": bool(row["blind"])}) for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPick:
    """How a subject first came to be answered, whatever was answered later."""

    event_id: int
    reason: str
    chance: float | None


def first_picks(database: Database, project_id: str, *, criterion: str) -> dict[tuple[str, str, str], FirstPick]:
    """By rater, rubric and subject the first answer on a criterion, skips too, that was not taken back."""
    cursor = database.conn.execute(
        """select rater, rubric_id, subject, min(id), reason, inclusion from rating_event as event
           where project = ? and criterion = ? and action in ('rate', 'skip')
             and not exists (select 1 from rating_event as undo where undo.undoes = event.uid)
           group by rater, rubric_id, subject""",
        (project_id, criterion),
    )
    return {
        (rater, rubric, subject): FirstPick(event_id=event_id, reason=reason, chance=chance)
        for rater, rubric, subject, event_id, reason, chance in cursor
    }


def ratings_of_subjects(database: Database, subjects: Sequence[str]) -> list[Rating]:
    """The ratings, as they stand now, of a few subjects."""
    cursor = database.conn.execute(
        f"""select rater, subject, rubric_id, criterion, value, note, blind, inclusion, created_at as rated_at,
                   {_REASON},
                   (select uid from rating_event as event where event.id = rating.event_id) as uid
            from rating where subject in ({marks(len(subjects))}) order by event_id""",
        list(subjects),
    )
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor]
    return [Rating(**row | {"blind": bool(row["blind"])}) for row in found]


def last_event(database: Database, project_id: str, *, rater: str) -> RatingEvent | None:
    """The rater's last event that is not undone and is not itself an undo: what U takes back."""
    row = first_row(
        database,
        # The plus signs keep SQLite from collecting all her events by index only to sort them for the last one.
        f"""select {_COLUMNS} from rating_event as event where +project = :p and +rater = :rater and action <> 'undo'
              and not exists (select 1 from rating_event as undo where undo.undoes = event.uid)
            order by id desc limit 1""",
        p=project_id,
        rater=rater,
    )
    return event_of(row) if row else None


def undo_of(event: RatingEvent) -> RatingEvent:
    """The event that takes another one back."""
    return RatingEvent(
        project=event.project,
        rater=event.rater,
        subject=event.subject,
        rubric_id=event.rubric_id,
        criterion=event.criterion,
        action="undo",
        undoes=event.uid,
    )


def ratings_by_rubric(database: Database, project_id: str) -> dict[str, int]:
    """How many ratings stand under each content of a rubric."""
    cursor = database.conn.execute(
        "select rubric_id, count(*) from rating where project = ? and action = 'rate' group by rubric_id", (project_id,)
    )
    return dict(cursor.fetchall())


def rating_reasons(
    database: Database, project_id: str, *, rater: str, criterion: str, limit: int = REASONS_OFFERED
) -> list[str]:
    """Reasons this rater gave before on a criterion, the most used first; others' would tell her what they think."""
    cursor = database.conn.execute(
        f"""select note from rating
           where project = ? and rater = ? and criterion = ? and note <> '' and length(note) <= {SHORT_REASON}
           group by note order by count(*) desc, max(event_id) desc limit ?""",
        (project_id, rater, criterion, limit),
    )
    return [row[0] for row in cursor]
