"""Calls that came to nothing, one by one with what came back; what becomes of them is the run's business."""

from __future__ import annotations

from dataclasses import dataclass

from studio.records import FailureKind
from studio.store.engine import Database
from studio.store.queries import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedCall:
    """One call without a usable answer."""

    run_id: int
    model: str
    subject: str
    failure: FailureKind
    message: str
    reply: str
    created_at: str


def failed_calls(database: Database, run_id: int, *, limit: int) -> list[FailedCall]:
    """The failed calls of a run, the newest first; of a subject asked several times the last one."""
    found = rows(
        database,
        """select run_id, model, subject, failure, message, reply, created_at from call
           where run_id = :run and id in (select max(id) from call where run_id = :run group by model, subject)
             and failure is not null order by id desc limit :limit""",
        run=run_id,
        limit=limit,
    )
    return [FailedCall(**row) for row in found]
