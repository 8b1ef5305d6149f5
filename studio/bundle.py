"""Finds the files that travel with the code (pages, example rubrics, settings), in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def bundled_path(name: str) -> Path:
    """Where a shipped file or folder lies: inside the package in a wheel, beside the package in a checkout."""
    in_wheel = PACKAGE / "_bundle" / name
    return in_wheel if in_wheel.exists() else PACKAGE.parent / name
