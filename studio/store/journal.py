"""A second, plain copy of every rating event as JSON lines: what a damaged database is refilled from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from studio.store.engine import Database
from studio.store.queries import one_number
from studio.store.ratings import RatingEvent, append_events, event_of, event_row


def write_down(path: Path, events: Iterable[RatingEvent]) -> None:
    """Appends events that the database has already committed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for event in events:
            file.write(json.dumps(event_row(event)) + "\n")


def journal_events(path: Path) -> list[RatingEvent]:
    """The events of the journal; a line that a crash cut off is left out."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            found.append(event_of(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def refill(database: Database, events: Iterable[RatingEvent]) -> int:
    """Puts events back whose project and rater the database still knows; returns how many were missing."""
    known = [
        event
        for event in events
        if one_number(database, "select count(*) from project where id = :id", id=event.project)
        and one_number(database, "select count(*) from rater where id = :id", id=event.rater)
    ]
    return append_events(database, known)
