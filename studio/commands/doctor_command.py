"""`studio doctor`: versions, SQLite, free space, keys found (never shown), local models and servers, the port."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import platform
import shutil
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from studio import __version__
from studio.cli import FINDING, OK, add_workspace, tell
from studio.errors import StudioError
from studio.keys import VENDOR_KEY_NAMES, find_key, has_key_store
from studio.providers.model_file import what_is_missing
from studio.providers.registry import answering_servers
from studio.settings import load_settings
from studio.store.backups import backups, is_damaged
from studio.workspace import DATABASE

PACKAGES = ("streamlit", "sqlite-utils", "openai", "anthropic", "altair", "numpy", "pydantic", "ruamel.yaml")
LEAST_FREE_BYTES = 500_000_000
STRICT_TABLES_SINCE = (3, 37, 0)
SYNCED_FOLDERS = ("onedrive", "dropbox", "icloud", "google drive", "googledrive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    well: bool
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)


def run(arguments: argparse.Namespace) -> int:
    """Looks at everything; 1 when something needs a hand."""
    folder = arguments.workspace.resolve()
    looks: tuple[Callable[[Path], Finding], ...] = (
        _versions,
        _sqlite,
        _folder,
        _space,
        _database,
        _backups,
        _keys,
        _key_store,
        _local_model,
        _servers,
        _port,
    )
    findings = [look(folder) for look in looks]
    told = [{"name": one.name, "well": one.well, "words": one.words} for one in findings]
    words = "\n".join(f"{'ok  ' if one.well else 'look'}  {one.name}: {one.words}" for one in findings)
    tell({"findings": told}, as_json=arguments.json, words=words)
    return OK if all(one.well for one in findings) else FINDING


def _versions(_: Path) -> Finding:
    missing = [name for name in PACKAGES if importlib.util.find_spec(name.replace("-", "_")) is None]
    found = ", ".join(f"{name} {_version(name)}" for name in PACKAGES if name not in missing)
    words = f"Rubric Studio {__version__}, Python {platform.python_version()}, {found}"
    return Finding(
        name="versions", well=not missing, words=words + (f"; missing: {', '.join(missing)}" if missing else "")
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(version unknown)"


def _sqlite(_: Path) -> Finding:
    found = sqlite3.sqlite_version_info
    words = sqlite3.sqlite_version + ("" if found >= STRICT_TABLES_SINCE else ", too old: 3.37 is the least")
    return Finding(name="SQLite", well=found >= STRICT_TABLES_SINCE, words=words)


def _folder(folder: Path) -> Finding:
    if any(part in str(folder).lower() for part in SYNCED_FOLDERS):
        return Finding(
            name="folder",
            well=False,
            words=f"{folder} looks like a synced folder, which can damage a database. Use a folder that is not synced.",
        )
    return Finding(
        name="folder", well=folder.is_dir(), words=str(folder) if folder.is_dir() else f"{folder} is missing"
    )


def _space(folder: Path) -> Finding:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    return Finding(name="free space", well=free >= LEAST_FREE_BYTES, words=f"{free / 1e9:,.1f} GB")


def _database(folder: Path) -> Finding:
    path = folder / DATABASE
    if not path.exists():
        return Finding(name="database", well=True, words="none yet")
    if is_damaged(path):
        return Finding(name="database", well=False, words="damaged; studio start puts the last backup in its place")
    return Finding(name="database", well=True, words=f"sound, {path.stat().st_size / 1e6:,.1f} MB")


def _backups(folder: Path) -> Finding:
    kept = backups(folder / "backups")
    return Finding(name="backups", well=True, words=f"{len(kept)} kept" + (f", newest {kept[0].name}" if kept else ""))


def _keys(folder: Path) -> Finding:
    told = []
    for provider, name in VENDOR_KEY_NAMES.items():
        key = find_key(name, workspace=folder)
        told.append(f"{provider} {f'found in the {key.source}' if key else 'none'}")
    return Finding(name="keys", well=True, words=", ".join(told))


def _key_store(_: Path) -> Finding:
    words = "there" if has_key_store() else "none; a key that is saved is kept in a file only you can read"
    return Finding(name="key store", well=True, words=words)


def _local_model(_: Path) -> Finding:
    missing: StudioError | None = what_is_missing()
    if missing is None:
        return Finding(name="built-in model", well=True, words="there")
    return Finding(name="built-in model", well=False, words=f"{missing.happened} {missing.to_do}")


def _servers(folder: Path) -> Finding:
    try:
        answering = asyncio.run(answering_servers(load_settings(folder), workspace=folder))
    except StudioError as error:
        return Finding(name="servers here", well=False, words=f"{error.happened} {error.to_do}")
    told = [f"{name} with {len(models)} models" for name, models in answering.items()]
    return Finding(name="servers here", well=True, words=", ".join(told) or "none answers")


def _port(_: Path) -> Finding:
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", 8501)) == 0
    return Finding(name="port 8501", well=True, words="taken; the studio takes the next free one" if taken else "free")
