"""What a rater has been told of a subject: who wrote it, or what judges or other people said of it."""

from __future__ import annotations

from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute, first_row


def tell(database: Database, *, project: str, rater: str, subject: str) -> None:
    """Remembers that this rater has seen it; from now on her answers on it are not blind."""
    execute(
        database,
        "insert into told values (:project, :rater, :subject, :told_at) on conflict do nothing",
        project=project,
        rater=rater,
        subject=subject,
        told_at=now(),
    )


def was_told(database: Database, *, rater: str, subject: str) -> bool:
    """Whether this rater has been told of the subject, or of one side of the pair."""
    found = first_row(
        database,
        """select 1 from told where rater = :rater and subject in (
               select :subject union all select sample_a from pair where id = :subject
               union all select sample_b from pair where id = :subject) limit 1""",
        rater=rater,
        subject=subject,
    )
    return found is not None
