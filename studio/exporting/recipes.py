"""The recipes kept in a workspace, one file each, and the files they name; it reads nothing outside the workspace."""

from __future__ import annotations

from pathlib import Path

from studio.curation.held_out import HeldOut, read_held_out
from studio.curation.recipe import Recipe
from studio.curation.recipe_file import read_recipe, save_recipe
from studio.errors import NotFound, StudioError

FOLDER = "recipes"
HELD_OUT_FOLDER = "held-out"


def recipe_names(workspace: Path) -> list[str]:
    """The names of the recipes kept here."""
    return sorted(path.stem for path in (workspace / FOLDER).glob("*.yaml"))


def recipe_named(name: str, *, workspace: Path) -> Recipe:
    """The recipe of this name, or the one in the file of this path."""
    kept = workspace / FOLDER / f"{name}.yaml"
    if name in recipe_names(workspace):
        return read_recipe(kept)
    if Path(name).is_file():
        return read_recipe(Path(name))
    known = ", ".join(recipe_names(workspace)) or "none yet"
    raise NotFound(
        happened=f"There is no recipe {name!r}.",
        safe="Nothing was written.",
        to_do=f"Name a recipe file, or one kept in the workspace: {known}.",
    )


def keep_recipe(recipe: Recipe, *, workspace: Path) -> Path:
    """Saves the recipe under its name, over an older one of that name."""
    path = workspace / FOLDER / f"{recipe.recipe}.yaml"
    save_recipe(recipe, path=path)
    return path


def held_out_of(recipe: Recipe, *, workspace: Path) -> HeldOut | None:
    """What the recipe keeps out, read from the file it names in the workspace; None where it names none."""
    name = recipe.hygiene.held_out
    if name is None:
        return None
    path = (workspace / name).resolve()
    if not path.is_relative_to(workspace.resolve()):
        raise StudioError(
            happened=f"The recipe keeps out what stands in {name}, which lies outside the workspace.",
            safe="That file was not read, and nothing was written.",
            to_do=f"Put a copy into the workspace, for instance into {HELD_OUT_FOLDER}, and name that.",
        )
    return read_held_out(path, name=name, words=recipe.hygiene.held_out_words)


def held_out_names(workspace: Path) -> list[str]:
    """The files in the workspace's folder for held-out texts, as a recipe names them."""
    files = (path for path in (workspace / HELD_OUT_FOLDER).glob("*") if path.is_file())
    return sorted(path.relative_to(workspace).as_posix() for path in files)
