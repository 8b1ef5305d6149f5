"""`studio backup`: a consistent copy of the database, made while nobody writes."""

from __future__ import annotations

import argparse

from studio.cli import OK, add_workspace, tell
from studio.commands.running import workspace_for_writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)


def run(arguments: argparse.Namespace) -> int:
    """Makes one backup and says where it is."""
    with workspace_for_writing(arguments.workspace, purpose="studio backup") as workspace:
        made = workspace.store.back_up()
    size = made.stat().st_size
    tell({"backup": str(made), "bytes": size}, as_json=arguments.json, words=f"Backed up to {made} ({size:,} bytes).")
    return OK
