"""What a person said when she was asked a second time, blind, beside what she had said before."""

from __future__ import annotations

from dataclasses import dataclass

from studio.records import Value
from studio.store.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRating:
    """One answer given twice."""

    subject: str
    criterion: str
    before: Value
    after: Value


def second_ratings(database: Database, project_id: str, *, rater: str, rubric_id: str) -> list[SecondRating]:
    """Every second answer of this rater that still stands under this content of the rubric, with the one before it."""
    cursor = database.conn.execute(
        """select again.subject, again.criterion,
                  (select value from rating_event as before
                   where before.project = again.project and before.rater = again.rater
                     and before.rubric_id = again.rubric_id and before.criterion = again.criterion
                     and before.subject = again.subject and before.id < again.id and before.action = 'rate'
                     and not exists (select 1 from rating_event as undo where undo.undoes = before.uid)
                   order by before.id desc limit 1) as earlier, again.value
           from rating_event as again
           where again.project = ? and again.rater = ? and again.rubric_id = ?
             and again.reason = 'again' and again.action = 'rate'
             and not exists (select 1 from rating_event as undo where undo.undoes = again.uid)
           order by again.id""",
        (project_id, rater, rubric_id),
    )
    return [
        SecondRating(subject=subject, criterion=criterion, before=before, after=after)
        for subject, criterion, before, after in cursor
        if before is not None
    ]
