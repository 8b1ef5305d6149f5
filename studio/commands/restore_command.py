"""`studio restore`: puts a backup in place of the database; what stood there is set aside, not deleted."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli import OK, add_workspace, tell
from studio.errors import NotFound
from studio.store.backups import backups, restore
from studio.workspace import DATABASE
from studio.workspace_lock import workspace_lock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("backup", nargs="?", type=Path, metavar="FILE", help="the newest one if left out")


def run(arguments: argparse.Namespace) -> int:
    """Restores one backup and says what became of the old database."""
    folder = arguments.workspace.resolve()
    chosen = arguments.backup or next(iter(backups(folder / "backups")), None)
    if chosen is None or not chosen.is_file():
        raise NotFound(happened="There is no such backup.", safe="Nothing was changed.", to_do="Name a backup file.")
    with workspace_lock(folder, purpose="studio restore"):
        restore(chosen, to=folder / DATABASE)
    tell(
        {"restored": str(chosen)},
        as_json=arguments.json,
        words=f"{chosen.name} is now the database. The one before it was moved aside in the same folder.",
    )
    return OK
