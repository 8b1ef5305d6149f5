"""Projects in the store."""

from __future__ import annotations

from studio.records import Project
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute, first_row, one_number, rows


def save_project(database: Database, project: Project) -> None:
    """Adds a project, or changes its title, task and rubric."""
    execute(
        database,
        """insert into project (id, title, task, rubric, demo, created_at)
           values (:id, :title, :task, :rubric, :demo, :created_at)
           on conflict (id) do update set title = excluded.title, task = excluded.task, rubric = excluded.rubric""",
        id=project.id,
        title=project.title,
        task=project.task,
        rubric=project.rubric,
        demo=int(project.demo),
        created_at=project.created_at or now(),
    )


def projects(database: Database) -> list[Project]:
    """Every project, the demo last, otherwise the newest first."""
    found = rows(database, "select * from project order by demo, created_at desc, id")
    return [Project(**{**row, "demo": bool(row["demo"])}) for row in found]


def project(database: Database, project_id: str) -> Project | None:
    """The project of this id."""
    row = first_row(database, "select * from project where id = :id", id=project_id)
    return Project(**{**row, "demo": bool(row["demo"])}) if row else None


def delete_project(database: Database, project_id: str) -> None:
    """Removes a project with its inputs, samples, ratings, verdicts and runs."""
    execute(database, "delete from project where id = :id", id=project_id)


def project_counts(database: Database, project_id: str) -> dict[str, int]:
    """How many inputs, samples, pairs, ratings and verdicts the project holds."""
    counts = {
        "inputs": "select count(*) from input where project = :p",
        "samples": "select count(*) - (select count(*) from sample where project = :p and failure is not null)"
        " from sample where project = :p",
        "failed_samples": "select count(*) from sample where project = :p and failure is not null",
        "pairs": "select count(*) from pair where project = :p",
        "ratings": "select count(*) from rating where project = :p and action = 'rate'",
        "verdicts": "select count(*) - (select count(*) from verdict where project = :p and failure is not null)"
        " from verdict where project = :p",
        "failed_verdicts": "select count(*) from verdict where project = :p and failure is not null",
    }
    return {name: one_number(database, sql, p=project_id) for name, sql in counts.items()}
