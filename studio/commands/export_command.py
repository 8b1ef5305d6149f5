"""`studio export`: a dataset folder with card and manifest."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli import OK, add_workspace, tell
from studio.commands.choices import chosen_rubric
from studio.curation.dataset import Dataset
from studio.curation.formats import FORMATS
from studio.curation.recipe_file import read_recipe
from studio.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--format", required=True, choices=[one.name for one in FORMATS], metavar="F")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument("--rubric", metavar="FILE", help="a rubric file or name; the project's own if left out")
    parser.add_argument("--recipe", type=Path, metavar="FILE", help="what to choose; everything she rated if left out")
    parser.add_argument("--rater", metavar="WHO", help="whose ratings count; see studio compare")
    parser.add_argument("--licence", default="", metavar="NAME", help="stands on the card")
    parser.add_argument("--replace", action="store_true", help="write over an older export in this folder")
    parser.epilog = "Formats: " + "; ".join(f"{one.name} ({one.title})" for one in FORMATS)


def run(arguments: argparse.Namespace) -> int:
    """Writes the dataset whole or not at all."""
    workspace = Workspace(arguments.workspace, read_only=True)
    project = workspace.project(arguments.project)
    rubric = chosen_rubric(workspace, project, wanted=arguments.rubric)
    made = workspace.export(
        project,
        rubric=rubric,
        format=arguments.format,
        folder=arguments.out,
        recipe=read_recipe(arguments.recipe) if arguments.recipe else None,
        rater=arguments.rater,
        licence=arguments.licence,
        replace=arguments.replace,
    )
    told = {"folder": str(made.folder), "format": made.format, "rows": dict(made.rows), "new": made.is_new}
    tell(told, as_json=arguments.json, words=_words(made))
    return OK


def _words(made: Dataset) -> str:
    rows = ", ".join(f"{name}: {count:,} rows" for name, count in made.rows.items())
    return f"{'Written' if made.is_new else 'Already there, unchanged'}: {made.folder}\n{rows}"
