"""Clears away what a killed export left beside its folder; it touches no export that is still being written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout


def writing_lock(draft: Path) -> FileLock:
    """What an export holds while it writes a draft; the system lets go of it when the process is gone."""
    return FileLock(lock_file(draft))


def clear_abandoned(folder: Path) -> None:
    """Deletes the drafts of this folder that nobody writes any more, and the dataset that the one in place replaced."""
    for left in list(_left_beside(folder)):
        try:
            with writing_lock(left).acquire(timeout=0):
                # With nothing in place yet, the replaced dataset is the only one there is.
                if left.suffix == ".partial" or (left.suffix == ".old" and folder.exists()):
                    shutil.rmtree(left, ignore_errors=True)
        except Timeout:
            continue
        lock_file(left).unlink(missing_ok=True)


def lock_file(draft: Path) -> Path:
    """The file of the lock, which is no part of the draft."""
    return draft.with_suffix(".lock")


def _left_beside(folder: Path) -> Iterator[Path]:
    name = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{8}}\.(partial|old|lock)")
    return (path for path in folder.parent.iterdir() if name.fullmatch(path.name))
