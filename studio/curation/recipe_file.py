"""Reads and saves recipe files, YAML or JSON, by the same strict rules as rubric files; it runs no recipe."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from studio.atomic_file import write_atomically
from studio.curation.recipe import Recipe, recipe_from
from studio.errors import NotFound, RubricError, StudioError
from studio.rubric.source import checked_text, decoded
from studio.rubric.tree import read_tree, values


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise NotFound(
            happened=f"The recipe {path.name} cannot be read ({trouble.strerror}).",
            safe="Nothing was written.",
            to_do="Check the name of the file.",
        ) from None
    return recipe_from_text(content, file=path.name)


def recipe_from_text(content: bytes | str, *, file: str) -> Recipe:
    """The recipe in the text of a YAML or JSON file; tags, anchors, aliases and doubled keys are refused."""
    try:
        text = checked_text(decoded(content, file=file) if isinstance(content, bytes) else content, file=file)
        parsed: Any = values(read_tree(text, file=file))
    except RubricError as wrong:
        raise StudioError(
            happened=f"{wrong.happened}", safe="Nothing was written.", to_do="Mend the recipe and read it again."
        ) from None
    return recipe_from(parsed, source=file)


def recipe_text(recipe: Recipe) -> str:
    """The recipe as YAML, with what differs from the standard only."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 120
    out = io.StringIO()
    yaml.dump(json.loads(recipe.model_dump_json(exclude_defaults=True)), out)
    return out.getvalue()


def save_recipe(recipe: Recipe, *, path: Path) -> None:
    """Writes the recipe; the file is always the old one or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text=recipe_text(recipe))
    except OSError as trouble:
        raise StudioError(
            happened=f"The recipe {path.name} cannot be saved ({trouble.strerror}).",
            safe="The old file, if there was one, is untouched.",
            to_do="Choose a folder you may write to, or free some space.",
        ) from None
