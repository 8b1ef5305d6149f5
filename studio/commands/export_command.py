"""`studio export`: a dataset folder with card and manifest."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.cli import OK, add_workspace, tell
from studio.commands.choices import chosen_rubric
from studio.curation.dataset import Dataset
from studio.curation.formats import FORMATS, format_named
from studio.curation.selection import Selection
from studio.exporting.recipes import recipe_named
from studio.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--format", required=True, metavar="F")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, metavar="DIR")
    where.add_argument("--dry-run", action="store_true", help="say what would go in and why not the rest")
    parser.add_argument("--rubric", metavar="FILE", help="a rubric file or name; the project's own if left out")
    parser.add_argument(
        "--recipe", metavar="NAME", help="what to choose: a recipe kept in the workspace, or a file; all if left out"
    )
    parser.add_argument("--rater", metavar="WHO", help="whose ratings count; see studio compare")
    parser.add_argument("--licence", default="", metavar="NAME", help="stands on the card")
    parser.add_argument("--replace", action="store_true", help="write over an older export in this folder")
    parser.epilog = "Formats: " + "; ".join(f"{one.name} ({one.title})" for one in FORMATS)


def run(arguments: argparse.Namespace) -> int:
    """Writes the dataset whole or not at all, or says what it would hold."""
    # First of all: what a format cannot hold is said with the reason.
    wanted = format_named(arguments.format)
    workspace = Workspace(arguments.workspace, read_only=True)
    project = workspace.project(arguments.project)
    asked: dict[str, Any] = {
        "rubric": chosen_rubric(workspace, project, wanted=arguments.rubric),
        "format": wanted.name,
        "recipe": recipe_named(arguments.recipe, workspace=workspace.folder) if arguments.recipe else None,
        "rater": arguments.rater,
    }
    if arguments.dry_run:
        seen = workspace.preview(project, **asked)
        told: dict[str, Any] = {"format": arguments.format, "first_rows": seen.rows}
        tell({**told, **_as_json(seen.selection)}, as_json=arguments.json, words=_funnel(seen.selection))
        return OK
    made = workspace.export(
        project, **asked, folder=arguments.out, licence=arguments.licence, replace=arguments.replace
    )
    told = {"folder": str(made.folder), "format": made.format, "rows": dict(made.rows), "new": made.is_new}
    tell({**told, **_as_json(made.selection)}, as_json=arguments.json, words=_words(made))
    return OK


def _as_json(selection: Selection) -> dict[str, Any]:
    steps = [
        {"name": step.name, "left": step.left, "dropped": [asdict(dropped) for dropped in step.dropped]}
        for step in (*selection.steps, *selection.pair_steps)
    ]
    findings = [asdict(finding) for finding in selection.findings]
    return {"chosen": selection.size, "steps": steps, "findings": findings, "notes": list(selection.notes)}


def _words(made: Dataset) -> str:
    rows = ", ".join(f"{name}: {count:,} rows" for name, count in made.rows.items())
    written = f"{'Written' if made.is_new else 'Already there, unchanged'}: {made.folder}"
    return "\n".join([written, rows, _funnel(made.selection)])


def _funnel(selection: Selection) -> str:
    """What is left after each step that dropped something, with the reasons, and what the scan found."""
    lines = [f"{selection.size:,} {selection.noun}s of {selection.inputs:,} inputs."]
    for step in (*selection.steps, *selection.pair_steps):
        if step.dropped:
            lines.append(f"{step.name}: {step.left:,} left")
            lines += [f"  {dropped.count:,} left out: {dropped.reason}" for dropped in step.dropped]
    lines += [f"Found in {count:,} samples: {name}" for name, count in selection.finding_counts.items()]
    return "\n".join([*lines, *selection.notes])
