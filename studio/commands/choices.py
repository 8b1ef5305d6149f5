"""What a command was told to use: a rubric file or the project's own, and prompts from files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.errors import NotFound
from studio.prompting.templates import names_in, refuse_unknown_names
from studio.providers.registry import provider_entry
from studio.records import Project, Prompt, Rubric
from studio.rubric.reading import parse_rubric
from studio.store.coverage import tag_names
from studio.store.prompt_versions import prompt_versions
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


def refuse_unknown_models(workspace: Workspace, models: Sequence[str]) -> None:
    """Says what is wrong with a model's address before a run is made of it."""
    for model in models:
        provider_entry(model, settings=workspace.settings)


def chosen_prompts(workspace: Workspace, project: Project, *, files: Sequence[Path]) -> tuple[Prompt, ...]:
    """The prompts in these files; without any, the versions in use of the project's own."""
    if files:
        tags = workspace.read(lambda database: tag_names(database, project.id))
        return tuple(prompt_in(path, tags=tuple(tags)) for path in files)
    versions = workspace.read(lambda database: prompt_versions(database, project.id))
    if not versions:
        raise NotFound(
            happened=f"The project {project.id} has no prompt yet.",
            safe="Nothing was sent.",
            to_do="Name a text file with --prompt FILE.",
        )
    return tuple(found[0].prompt for found in versions.values())


def prompt_in(path: Path, *, tags: tuple[str, ...] = ()) -> Prompt:
    """The prompt in a text file: with `{{input}}` in it a template, else what the model is told before the input."""
    try:
        text = path.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise NotFound(
            happened=f"The prompt {path.name} cannot be read as a text file.",
            safe="Nothing was sent.",
            to_do="Check its name; it must be saved as UTF-8.",
        ) from None
    if "input" not in names_in(text):
        return Prompt(name=path.stem, system=text)
    refuse_unknown_names(text, known=("input", *tags))
    return Prompt(name=path.stem, template=text)
