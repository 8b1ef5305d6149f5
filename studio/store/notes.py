"""Notes that people put on samples, pairs and runs."""

from __future__ import annotations

from dataclasses import dataclass

from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark; `subject` is a sample, a pair, or `run:NUMBER`."""

    project: str
    subject: str
    author: str
    text: str
    created_at: str = ""


def save_note(database: Database, note: Note) -> None:
    """Appends a note."""
    execute(
        database,
        """insert into note (project, subject, author, text, created_at)
           values (:project, :subject, :author, :text, :created_at)""",
        project=note.project,
        subject=note.subject,
        author=note.author,
        text=note.text,
        created_at=note.created_at or now(),
    )


def notes(database: Database, *, project: str, subject: str) -> list[Note]:
    """The notes on a subject, oldest first."""
    found = rows(
        database,
        """select project, subject, author, text, created_at from note
           where project = :project and subject = :subject order by id""",
        project=project,
        subject=subject,
    )
    return [Note(**row) for row in found]
