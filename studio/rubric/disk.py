"""Reads and replaces one file of a rubric folder: follows no link out of it and never leaves half a file."""

from __future__ import annotations

import errno
import glob
import stat
from pathlib import Path

from studio.atomic_file import write_atomically
from studio.errors import RubricError, StudioError
from studio.rubric.source import decoded, refuse_size

NEW_FILE_MODE = 0o644

Stamp = tuple[int, int, int]
"""Modification time in nanoseconds, size in bytes, inode: another version of a file has another stamp."""


def stamp_of(path: Path, *, folder: Path) -> Stamp:
    """The file's stamp; raises RubricError for what is no file inside the folder."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        _refuse_link_outside(path, folder=folder)
        status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise RubricError(happened="This is no file.", file=path.name)
    return status.st_mtime_ns, status.st_size, status.st_ino


def _refuse_link_outside(path: Path, *, folder: Path) -> None:
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
    except RuntimeError:
        raise RubricError(happened="This is a link that leads to itself.", file=path.name) from None
    if not inside:
        happened = "This is a link that leads out of the folder, so it is not followed. Put the file itself here."
        raise RubricError(happened=happened, file=path.name)


def text_of(path: Path, *, folder: Path) -> str:
    """The file's text, byte order mark included; raises FileNotFoundError if it is gone."""
    _, size_bytes, _ = stamp_of(path, folder=folder)
    refuse_size(size_bytes, file=path.name)
    return decoded(path.read_bytes(), file=path.name)


def replace_file(path: Path, text: str, *, folder: Path) -> None:
    """Puts the text in the file's place in one step and keeps the file's mode; raises StudioError if it cannot."""
    target = path.resolve()
    if not target.is_relative_to(folder.resolve()):
        happened = f"{path.name} leads out of the rubrics folder."
        raise StudioError(happened=happened, safe="Nothing was written.", to_do="Save under another name.")
    try:
        _remove_left_over(target)
        write_atomically(target, text=text, mode=_mode(target))
    except OSError as error:
        raise _not_saved(path, error) from None


def _mode(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return NEW_FILE_MODE


def _remove_left_over(target: Path) -> None:
    """What a killed process left behind; only one process at a time writes in a workspace."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.*.new"):
        path.unlink(missing_ok=True)


def _not_saved(path: Path, error: OSError) -> StudioError:
    to_do = {
        errno.ENOSPC: "Free some space on the disk and save again.",
        errno.EDQUOT: "Free some space on the disk and save again.",
        errno.EROFS: "The folder is read-only. Save a copy elsewhere or change its permissions.",
        errno.EACCES: "The folder is read-only. Save a copy elsewhere or change its permissions.",
        errno.ENOENT: "The folder is gone. Create it again and save.",
    }.get(error.errno or 0, "Look at the folder, then save again.")
    return StudioError(
        happened=f"{path.name} could not be saved ({error.strerror}).",
        safe="The file on disk is as it was, and your text is still in the editor.",
        to_do=to_do,
    )
