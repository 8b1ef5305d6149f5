"""A store in a temporary folder, and files written into another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.interchange.importing import import_files
from studio.interchange.report import ImportReport
from studio.store.store import Store

Write = Callable[..., Path]
Import = Callable[..., ImportReport]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "workspace" / "studio.db")
    yield store
    store.close()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of this name: bytes, a text, or objects as JSON lines."""

    def written(name: str, content: Any) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = "".join(json.dumps(row) + "\n" for row in content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def take(store: Store) -> Import:
    """Imports files into the project `p`."""

    def taken(*paths: Path, **options: Any) -> ImportReport:
        return import_files(store=store, project_id="p", paths=paths, **options)

    return taken
