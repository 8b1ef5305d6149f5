"""What stands behind a content of a rubric: only tried as a draft, saved here, or somebody else's that she has read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.records import Rubric
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute, first_row, rows
from studio.store.rubrics import rubric_versions, save_rubric

Standing = Literal["tried", "saved", "trusted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricVersion:
    """One content that a rubric of this name had."""

    rubric: Rubric
    kept_at: str
    standing: Standing | None
    """None where nobody said: an import or a command brought it."""


def set_standing(database: Database, rubric: Rubric, *, standing: Standing) -> None:
    """Keeps the content and what stands behind it; what was only tried never takes the place of what was saved."""
    save_rubric(database, rubric)
    if standing != "tried":
        # What was tried before may have got its number and its title only when it was saved.
        execute(
            database,
            "update rubric set version = :version, title = :title where id = :id",
            version=rubric.version,
            title=rubric.title,
            id=rubric.id,
        )
    weaker = "do nothing" if standing == "tried" else "do update set standing = excluded.standing, created_at = :at"
    execute(
        database,
        f"insert into rubric_standing values (:id, :name, :standing, :at) on conflict (rubric_id) {weaker}",
        id=rubric.id,
        name=rubric.name,
        standing=standing,
        at=now(),
    )


def standing_of(database: Database, rubric_id: str) -> Standing | None:
    """What stands behind this content, if anybody said."""
    row = first_row(database, "select standing from rubric_standing where rubric_id = :id", id=rubric_id)
    return row["standing"] if row else None


def kept_versions(database: Database, name: str) -> list[RubricVersion]:
    """The contents of the rubric of this name, oldest first, without drafts that were only tried."""
    known = {
        row["rubric_id"]: row for row in rows(database, "select * from rubric_standing where name = :name", name=name)
    }
    kept = rows(database, "select id, created_at from rubric where name = :name", name=name)
    first_kept = {row["id"]: row["created_at"] for row in kept}
    versions = [
        RubricVersion(
            rubric=rubric,
            kept_at=known[rubric.id]["created_at"] if rubric.id in known else first_kept[rubric.id],
            standing=known[rubric.id]["standing"] if rubric.id in known else None,
        )
        for rubric in reversed(rubric_versions(database, name))
    ]
    return sorted((one for one in versions if one.standing != "tried"), key=lambda one: one.kept_at)
