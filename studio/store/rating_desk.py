"""What a rater needs to see of one subject, and what she has answered so far: read at every key, so read at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.records import Value
from studio.store.engine import Database
from studio.store.queries import marks
from studio.store.rating_queue import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a rater says now of one subject on one criterion."""

    subject: str
    criterion: str
    value: Value | None
    """None: she was unsure."""
    note: str
    event_id: int
    uid: str
    inclusion: float | None
    reason: str
    answered_at: str


_STANDING = """select rating.subject, rating.criterion, rating.value, rating.note, rating.event_id, event.uid,
                   rating.inclusion, event.reason, rating.created_at
               from rating join rating_event as event on event.id = rating.event_id
               where rating.project = ? and rating.rater = ? and rating.rubric_id = ?
                 and rating.criterion in ({marks})"""


def answers_of(database: Database, desk: Desk) -> list[Answer]:
    """Everything she has answered on these criteria, in the order she did."""
    sql = _STANDING.format(marks=marks(len(desk.criteria)))
    kind = "pair" if desk.kind == "pairwise" else "sample"
    cursor = database.conn.execute(
        f"{sql} and exists (select 1 from {kind} where id = rating.subject) order by rating.event_id", _keys(desk)
    )
    return [_answer(row) for row in cursor]


def answers_on(database: Database, desk: Desk, *, subjects: Sequence[str]) -> list[Answer]:
    """Her answers on a few subjects."""
    sql = f"{_STANDING.format(marks=marks(len(desk.criteria)))} and rating.subject in ({marks(len(subjects))})"
    return [_answer(row) for row in database.conn.execute(sql, [*_keys(desk), *subjects])]


def is_flagged(database: Database, desk: Desk, *, subject: str) -> bool:
    """Whether this rater's last flag of the subject that was not taken back still stands."""
    row = database.conn.execute(
        """select action from rating_event as event
           where subject = ? and project = ? and rater = ? and action in ('flag', 'unflag')
             and not exists (select 1 from rating_event as undo where undo.undoes = event.uid)
           order by id desc limit 1""",
        (subject, desk.project, desk.rater),
    ).fetchone()
    return row is not None and row[0] == "flag"


def last_event_number(database: Database) -> int:
    """The number of the newest rating event: what came later has a larger one."""
    return int(database.conn.execute("select coalesce(max(id), 0) from rating_event").fetchone()[0])


def rated_elsewhere(database: Database, desk: Desk, *, uid: str, seen: str) -> bool:
    """Whether she rated the same just before this event without this tab having seen it."""
    row = database.conn.execute(
        """select before.uid from rating_event as own join rating_event as before
               on before.project = own.project and before.rater = own.rater and before.rubric_id = own.rubric_id
              and before.criterion = own.criterion and before.subject = own.subject and before.id < own.id
           where own.uid = ? and own.project = ? and before.action in ('rate', 'skip')
             and not exists (select 1 from rating_event as undo where undo.undoes = before.uid)
           order by before.id desc limit 1""",
        (uid, desk.project),
    ).fetchone()
    return row is not None and row[0] != seen


def _keys(desk: Desk) -> list[str]:
    return [desk.project, desk.rater, desk.rubric_id, *desk.criteria]


def _answer(row: tuple[str, str, Value | None, str, int, str, float | None, str, str]) -> Answer:
    subject, criterion, value, note, event_id, uid, inclusion, reason, answered_at = row
    return Answer(
        subject=subject,
        criterion=criterion,
        value=value,
        note=note,
        event_id=event_id,
        uid=uid,
        inclusion=inclusion,
        reason=reason,
        answered_at=answered_at,
    )


def answers_asked_again(database: Database, desk: Desk) -> list[tuple[Value, Value]]:
    """Each blind second answer that still stands, with the answer it followed."""
    cursor = database.conn.execute(
        f"""select (select value from rating_event as before
                    where before.project = again.project and before.rater = again.rater
                      and before.rubric_id = again.rubric_id and before.criterion = again.criterion
                      and before.subject = again.subject and before.id < again.id and before.action = 'rate'
                      and not exists (select 1 from rating_event as undo where undo.undoes = before.uid)
                    order by before.id desc limit 1), again.value
            from rating_event as again
            where again.project = ? and again.rater = ? and again.rubric_id = ?
              and again.criterion in ({marks(len(desk.criteria))}) and again.reason = 'again' and again.action = 'rate'
              and not exists (select 1 from rating_event as undo where undo.undoes = again.uid)""",
        _keys(desk),
    )
    return [(before, after) for before, after in cursor if before is not None]
