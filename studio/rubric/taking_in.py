"""Keeps somebody else's rubric as a file of one's own, under a name that is free; it overwrites none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from studio.rubric.folder import RubricFile, RubricFolder
from studio.rubric.sharing import SharedRubric
from studio.rubric.writing import write_rubric

LONGEST_STEM = 58
MOST_NAMES = 1_000


def own_copy(folder: RubricFolder, shared: SharedRubric) -> RubricFile | None:
    """The file of one's own that holds this very content already, if there is one."""
    return next((file for file in folder.load().files if file.rubric.id == shared.rubric.id), None)


def take_in(folder: RubricFolder, shared: SharedRubric) -> RubricFile:
    """Writes the shared rubric into a new file; a number is added to its id where that is taken."""
    name = free_name(shared.rubric.name, taken={file.rubric.name for file in folder.load().files})
    if name == shared.rubric.name:
        return folder.save_text(shared.text)
    return folder.save_text(write_rubric(replace(shared.rubric, name=name), source=shared.text))


def free_name(name: str, *, taken: Collection[str]) -> str:
    """The name itself, or with the first number that nobody has."""
    numbered = (name if number == 1 else f"{name[:LONGEST_STEM]}-{number}" for number in range(1, MOST_NAMES))
    return next(free for free in numbered if free not in taken)
