"""Writes a folder so that it is there whole or not at all; it deletes nothing that it did not write itself."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from studio.curation.abandoned import clear_abandoned, lock_file, writing_lock
from studio.errors import StudioError

MANIFEST = "manifest.json"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def draft_of(folder: Path) -> Iterator[Path]:
    """A temporary folder beside the target, gone afterwards unless it was published; trouble is said in words.

    What a killed export left in the same place goes first.
    """
    draft = folder.parent / f".{folder.name}.{secrets.token_hex(4)}.partial"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        clear_abandoned(folder)
        # The name is ours alone; where the lock's own folder goes away, filelock would wait for ever.
        with writing_lock(draft).acquire(timeout=10):
            draft.mkdir()
            yield draft
    except OSError as trouble:
        raise _in_words(trouble, folder=folder) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        # Where nothing can be written, nothing was: the first trouble is the one to tell.
        with suppress(OSError):
            lock_file(draft).unlink()


def publish(draft: Path, *, folder: Path, replace: bool) -> bool:
    """Puts the finished draft in place; False when the very same dataset is there already and nothing was done."""
    if folder.exists() and any(folder.iterdir()):
        if _is_same(draft, folder=folder):
            return False
        _refuse_foreign(folder, replace=replace)
    _to_disk(draft)
    _swap(draft, folder=folder)
    return True


def refuse_unsafe(folder: Path) -> None:
    """Says no to a target that holds keys: a dataset is made to be handed on; and to one that can be none."""
    try:
        _refuse_keys(folder)
    except OSError as trouble:
        raise _in_words(trouble, folder=folder) from None
    if folder.exists() and not folder.is_dir():
        raise StudioError(
            happened=f"{folder.name} is a file, not a folder.",
            safe="It is untouched.",
            to_do="Choose another name for the dataset.",
        )


def _refuse_keys(folder: Path) -> None:
    beside = [folder / "secrets.toml", folder / ".streamlit" / "secrets.toml", folder.parent / "secrets.toml"]
    inside = folder.rglob("secrets.toml") if folder.is_dir() else ()
    if any(path.exists() for path in beside) or any(True for _ in inside):
        raise StudioError(
            happened=f"{folder.name} holds a file with keys (secrets.toml).",
            safe="Nothing was written.",
            to_do="Choose another folder for the dataset.",
        )


def sha256_of(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Writes a text file with its line ends as they are; what UTF-8 cannot hold becomes a question mark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "replace"))


def _is_same(draft: Path, *, folder: Path) -> bool:
    manifest = folder / MANIFEST
    if not manifest.is_file() or manifest.read_bytes() != (draft / MANIFEST).read_bytes():
        return False
    listed = json.loads(manifest.read_bytes())["files"]
    return all((folder / f["name"]).is_file() and sha256_of(folder / f["name"]) == f["sha256"] for f in listed)


def _refuse_foreign(folder: Path, *, replace: bool) -> None:
    if not replace:
        raise StudioError(
            happened=f"The folder {folder.name} already holds something else.",
            safe="It is untouched, and nothing was written.",
            to_do="Choose another folder, or say that the dataset in it may be replaced.",
        )
    strange = _strangers(folder)
    if strange:
        raise StudioError(
            happened=f"The folder {folder.name} holds files that no export wrote, such as {strange[0]}.",
            safe="It is untouched, and nothing was written.",
            to_do="Move those files away, or choose another folder.",
        )


def _strangers(folder: Path) -> list[str]:
    """The files that the folder's own manifest does not list; all of them where there is no manifest."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        known = {MANIFEST, *(file["name"] for file in manifest["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        known = set()
    there = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return sorted(name for name in there if name not in known)


def _swap(draft: Path, *, folder: Path) -> None:
    old = draft.with_suffix(".old")
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(draft, folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)
        raise
    _sync(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def _to_disk(draft: Path) -> None:
    """Every file, the manifest last, then the folders: after a power cut the manifest tells whether all is there."""
    files = sorted((path for path in draft.rglob("*") if path.is_file()), key=lambda path: path.name == MANIFEST)
    for path in [*files, *(path for path in draft.rglob("*") if path.is_dir()), draft]:
        _sync(path)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _in_words(trouble: OSError, *, folder: Path) -> StudioError:
    if trouble.errno in _FULL:
        return StudioError(
            happened=f"The disk is full: the dataset {folder.name} does not fit.",
            safe="Nothing half-written is left, and what was there before is untouched.",
            to_do="Free some space or choose another disk, then export again.",
        )
    return StudioError(
        happened=f"The folder {folder.name[:60]} cannot be written ({trouble.strerror or type(trouble).__name__}).",
        safe="Nothing half-written is left, and what was there before is untouched.",
        to_do="Choose a folder you may write to.",
    )
