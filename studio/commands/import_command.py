"""`studio import`: samples, ratings and verdicts from folders and files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from studio.cli import FINDING, OK, add_workspace, tell
from studio.commands.running import workspace_for_writing
from studio.errors import StudioError
from studio.interchange.importing import import_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="folders, JSONL, CSV, TSV, Parquet")
    parser.add_argument("--project", required=True)
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help="repeat for several")
    parser.add_argument("--encoding", metavar="NAME", help="when the studio cannot tell")
    parser.add_argument("--all-or-nothing", action="store_true", help="take nothing when a line is wrong")


def run(arguments: argparse.Namespace) -> int:
    """Takes the files in and says what was skipped and why; 1 when something was."""
    with workspace_for_writing(arguments.workspace, purpose="studio import") as workspace:
        known = next((one for one in workspace.projects() if one.id == arguments.project), None)
        report = import_files(
            store=workspace.store,
            project_id=arguments.project,
            paths=arguments.files,
            mapping=dict(_pair(text) for text in arguments.map),
            encoding=arguments.encoding,
            all_or_nothing=arguments.all_or_nothing,
            progress=_tell_progress,
            rubric=workspace.rubric_of(known) if known and known.rubric else None,
        )
    tell(report.as_json(), as_json=arguments.json, words=report.in_words())
    return FINDING if report.skipped_total else OK


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals:
        raise StudioError(happened=f"--map {text} has no =.", safe="Nothing was imported.", to_do="Write COLUMN=FIELD.")
    return column, field


def _tell_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
