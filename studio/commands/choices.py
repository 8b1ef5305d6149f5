"""What a command was told to use: a rubric file or the project's own, and prompts from files."""

from __future__ import annotations

from pathlib import Path

from studio.errors import NotFound
from studio.records import Project, Rubric
from studio.rubric.reading import parse_rubric
from studio.workspace import Workspace


def chosen_rubric(workspace: Workspace, project: Project, *, wanted: str | None) -> Rubric:
    """The rubric of this file or name; without one, the project's."""
    if wanted is None:
        found = workspace.rubric_of(project)
    elif Path(wanted).is_file():
        return parse_rubric(Path(wanted).read_text("utf-8"), file=Path(wanted).name)
    else:
        found = next((rubric for rubric in workspace.rubrics.load().rubrics if rubric.name == wanted), None)
    if found is None:
        raise NotFound(
            happened=f"There is no rubric {wanted!r}." if wanted else f"The project {project.id} has no rubric yet.",
            to_do="Name a rubric file with --rubric FILE.",
        )
    return found
