"""Lets one process at a time write to a workspace and tells the others who it is; it never waits or breaks a lock."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from studio.errors import StudioError, WorkspaceBusy

LOCK_FILE = "studio.lock"
OWNER_FILE = "studio.open.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOwner:
    """Who holds the lock, as that process wrote it down."""

    pid: int
    purpose: str
    url: str | None = None


@contextmanager
def workspace_lock(folder: Path, *, purpose: str, url: str | None = None) -> Iterator[None]:
    """Hold the folder's lock for the length of the block, or raise WorkspaceBusy at once; nests within one process.

    The operating system frees the lock when its holder dies, so nothing is left to clean up after a kill -9.
    """
    lock = _acquired(folder, purpose=purpose, url=url)
    try:
        yield
    finally:
        if lock.lock_counter == 1:
            (folder / OWNER_FILE).unlink(missing_ok=True)
        lock.release()


def announce_url(folder: Path, *, url: str) -> None:
    """Write down where the studio that holds this lock answers, for whoever comes second."""
    owner = lock_owner(folder)
    _write_owner(folder, LockOwner(pid=os.getpid(), purpose=owner.purpose if owner else "the studio", url=url))


def lock_owner(folder: Path) -> LockOwner | None:
    """Who wrote itself down last as holder of the lock; None when nobody did or the note cannot be read."""
    try:
        note = json.loads((folder / OWNER_FILE).read_text(encoding="utf-8"))
        return LockOwner(pid=int(note["pid"]), purpose=str(note["purpose"]), url=note["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _acquired(folder: Path, *, purpose: str, url: str | None) -> FileLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # One object for each path in this process: a second lock in the same process nests instead of refusing itself.
        lock = FileLock(folder / LOCK_FILE, is_singleton=True, thread_local=False)
        lock.acquire(timeout=0)
        if lock.lock_counter == 1:
            _write_owner(folder, LockOwner(pid=os.getpid(), purpose=purpose, url=url))
    except Timeout:
        owner = lock_owner(folder)
        raise WorkspaceBusy(
            pid=owner.pid if owner else None,
            url=owner.url if owner else None,
            purpose=owner.purpose if owner else "another process",
        ) from None
    except OSError as error:
        raise StudioError(
            happened=f"The workspace folder {folder} cannot be written to: {error.strerror or error}.",
            safe="Nothing was changed.",
            to_do="Choose another folder with --workspace, or allow yourself to write to this one.",
        ) from None
    return lock


def _write_owner(folder: Path, owner: LockOwner) -> None:
    # Replaced in one step, so that a second process never reads half a note.
    draft = folder / f"{OWNER_FILE}.{os.getpid()}"
    draft.write_text(json.dumps(asdict(owner)), encoding="utf-8")
    draft.replace(folder / OWNER_FILE)
