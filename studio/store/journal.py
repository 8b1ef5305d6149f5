"""A second, plain copy of every rating event as JSON lines: what a damaged database is refilled from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.store.carried import Carrying, carry_ratings
from studio.store.engine import Database
from studio.store.queries import one_number
from studio.store.ratings import RatingEvent, append_events, event_of, event_row

Entry = RatingEvent | Carrying
"""What a person said, or decided to let stand; each rests on the entries before it."""


def write_down(path: Path, entries: Iterable[Entry]) -> None:
    """Appends what the database has already committed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for entry in entries:
            row = asdict(entry) if isinstance(entry, Carrying) else event_row(entry)
            file.write(json.dumps(row) + "\n")


def journal_entries(path: Path) -> list[Entry]:
    """The journal from its beginning; a line that a crash cut off is left out."""
    if not path.exists():
        return []
    found: list[Entry] = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            found.append(_entry(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def refill(database: Database, entries: Iterable[Entry]) -> int:
    """Puts back what is missing where the database still knows project and rater; returns how many events that were."""
    back = 0
    for entry in entries:
        if not one_number(database, "select count(*) from project where id = :id", id=entry.project):
            continue
        if isinstance(entry, Carrying):
            carry_ratings(database, entry)
        elif one_number(database, "select count(*) from rater where id = :id", id=entry.rater):
            back += append_events(database, [entry])
    return back


def _entry(row: dict[str, Any]) -> Entry:
    return Carrying(**row) if "criteria" in row else event_of(row)
