"""The prompts of a project, by content."""

from __future__ import annotations

from studio.records import Prompt
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute, rows


def save_prompt(database: Database, prompt: Prompt, *, project_id: str) -> None:
    """Keeps this content of a prompt; the same content under a new name is renamed."""
    execute(
        database,
        """insert into prompt values (:project, :id, :name, :system, :template, :created_at)
           on conflict (project, id) do update set name = excluded.name""",
        project=project_id,
        id=prompt.id,
        name=prompt.name,
        system=prompt.system,
        template=prompt.template,
        created_at=now(),
    )


def prompts(database: Database, project_id: str) -> list[Prompt]:
    """The project's prompts, oldest first."""
    found = rows(
        database,
        "select name, system, template from prompt where project = :p order by created_at, rowid",
        p=project_id,
    )
    return [Prompt(**row) for row in found]
