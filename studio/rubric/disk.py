"""Reads and replaces one file of a rubric folder: follows no link out of it and never leaves half a file."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from studio.errors import RubricError, StudioError
from studio.rubric.source import decoded, refuse_size

_WINDOWS = os.name == "nt"

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
    """Writes the text beside the file and puts it in its place in one step, flushed to the disk."""
    target = path.resolve()
    if not target.is_relative_to(folder.resolve()):
        happened = f"{path.name} leads out of the rubrics folder."
        raise StudioError(happened=happened, safe="Nothing was written.", to_do="Save under another name.")
    temporary = target.with_name(f".{target.name}.{os.getpid()}.saving")
    try:
        _remove_left_over(target)
        _write_flushed(temporary, text.encode("utf-8"), like=target)
        os.replace(temporary, target)
        _flush_folder(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise _not_saved(path, error) from None


def _write_flushed(path: Path, content: bytes, *, like: Path) -> None:
    with path.open("xb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    with contextlib.suppress(FileNotFoundError):
        path.chmod(stat.S_IMODE(like.stat().st_mode))


def _flush_folder(folder: Path) -> None:
    if _WINDOWS:  # a folder cannot be opened there, and its entries are flushed with the file
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_left_over(target: Path) -> None:
    """What a killed process left behind; only one process at a time writes in a workspace."""
    for path in target.parent.glob(f".{target.name}.*.saving"):
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
