"""Judges, by content."""

from __future__ import annotations

import json
from typing import Any

from studio.judge_settings import settings_from
from studio.records import Judge
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import as_json, execute, rows


def save_judge(database: Database, judge: Judge) -> None:
    """Keeps this judge; the same judge under a new name is renamed. Its rubric must be kept already."""
    execute(
        database,
        """insert into judge values (:id, :rubric_id, :model, :mode, :settings, :name, :imported, :created_at)
           on conflict (id) do update set name = excluded.name where excluded.name <> ''""",
        id=judge.id,
        rubric_id=judge.rubric_id,
        model=judge.model,
        mode=judge.mode,
        settings=as_json(judge.settings.changed()),
        name=judge.name,
        imported=int(judge.imported),
        created_at=now(),
    )


def judges_used(database: Database, project_id: str, *, rubric_id: str | None = None) -> list[Judge]:
    """Judges with verdicts in the project, juries of such judges among them, in the order they came."""
    # Two questions and not one "or": each goes by the index, both together would read every verdict.
    return judges_where(
        database,
        """(:rubric is null or rubric_id = :rubric) and (
               exists (select 1 from verdict where project = :p and judge_id = judge.id)
               or exists (select 1 from verdict where project = :p and judge_id in (
                   select value from json_each(judge.settings, '$.members'))))""",
        p=project_id,
        rubric=rubric_id,
    )


def judges_where(database: Database, condition: str, **parameters: Any) -> list[Judge]:
    """The judges of which this holds, in the order they came."""
    return [
        _record(row) for row in rows(database, f"select * from judge where {condition} order by rowid", **parameters)
    ]


def forget_jury(database: Database, judge_id: str) -> int:
    """Lets a jury go; its members and their verdicts stay as they are."""
    return execute(database, "delete from judge where id = :id and model like 'jury:%' and not imported", id=judge_id)


def judge_of(database: Database, judge_id: str) -> Judge | None:
    """The judge of this id."""
    found = rows(database, "select * from judge where id = :id", id=judge_id)
    return _record(found[0]) if found else None


def _record(row: dict[str, Any]) -> Judge:
    return Judge(
        model=row["model"],
        rubric_id=row["rubric_id"],
        mode=row["mode"],
        settings=settings_from(json.loads(row["settings"])),
        name=row["name"],
        imported=bool(row["imported"]),
    )
