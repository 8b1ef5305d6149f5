"""`studio demo`: the demo project, made or made anew."""

from __future__ import annotations

import argparse

from studio.cli import OK, add_workspace, tell
from studio.commands.running import workspace_for_writing
from studio.demo.content import DEMO
from studio.demo.installing import install_demo
from studio.store.projects import project_counts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)


def run(arguments: argparse.Namespace) -> int:
    """Replaces the demo project by a fresh one; other projects stay as they are."""
    with workspace_for_writing(arguments.workspace, purpose="studio demo") as workspace:
        install_demo(workspace)
        counts = workspace.read(lambda database: project_counts(database, DEMO.id))
    words = f"The demo project is there: {counts['samples']} samples, {counts['ratings']} example ratings."
    tell({"project": DEMO.id} | counts, as_json=arguments.json, words=words)
    return OK
