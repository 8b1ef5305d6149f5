"""The prompts of a project as a person edits them: one name, its versions, the last saved one in use."""

from __future__ import annotations

from dataclasses import dataclass

from studio.records import Prompt
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.prompts import save_prompt
from studio.store.queries import execute, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptVersion:
    """One content that a prompt had."""

    prompt: Prompt
    saved_at: str
    samples: int
    """How many samples were made with it."""


def prompt_versions(database: Database, project_id: str) -> dict[str, list[PromptVersion]]:
    """Every prompt by name, in the order in which the names came, each with its versions, the last saved first."""
    found = rows(
        database,
        """select name, system, template, prompt.created_at, coalesce(used.samples, 0) as samples
           from prompt left join (
               select prompt_id, count(*) as samples from sample where project = :p group by prompt_id
           ) as used on used.prompt_id = prompt.id
           where project = :p order by prompt.created_at, prompt.rowid""",
        p=project_id,
    )
    versions: dict[str, list[PromptVersion]] = {}
    for row in found:
        prompt = Prompt(name=row["name"], system=row["system"], template=row["template"])
        version = PromptVersion(prompt=prompt, saved_at=row["created_at"], samples=row["samples"])
        versions.setdefault(prompt.name, []).insert(0, version)
    return versions


def use_prompt(database: Database, prompt: Prompt, *, project_id: str) -> None:
    """Saves a content and makes it the version in use of its name, whether it is new or was there before."""
    save_prompt(database, prompt, project_id=project_id)
    # The row moves to the end as well: two versions can be saved within one millisecond.
    execute(
        database,
        """update prompt set created_at = :now, rowid = (select max(rowid) + 1 from prompt)
           where project = :p and id = :id""",
        now=now(),
        p=project_id,
        id=prompt.id,
    )


def rename_prompt(database: Database, *, project_id: str, old: str, new: str) -> None:
    """Gives all versions of a prompt another name."""
    execute(
        database, "update prompt set name = :new where project = :p and name = :old", p=project_id, old=old, new=new
    )


def delete_prompt(database: Database, *, project_id: str, name: str) -> int:
    """Removes the versions of a prompt that no sample was made with; returns how many are left."""
    execute(
        database,
        """delete from prompt where project = :p and name = :name
             and not exists (select 1 from sample where project = :p and prompt_id = prompt.id)""",
        p=project_id,
        name=name,
    )
    return len(rows(database, "select id from prompt where project = :p and name = :name", p=project_id, name=name))
