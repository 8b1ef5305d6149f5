"""The texts of a file that must not appear in a dataset, such as a test set; reads it and keeps only their hashes."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.curation.split import plain_text
from studio.errors import StudioError

LEAST_CHARACTERS = 8
"""Shorter texts ("yes", "thank you") appear everywhere and say nothing about overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What must not appear, by hash."""

    name: str
    sha256: str
    texts: frozenset[bytes]

    def holds(self, text: str) -> bool:
        """Whether this text stands in the file, whatever its case and spacing."""
        return _key(text) in self.texts


def read_held_out(path: Path, *, name: str) -> HeldOut:
    """The texts of a JSONL, JSON, CSV or plain text file: every text in every row, or every line."""
    try:
        content = path.read_bytes()
        texts = _texts(content.decode("utf-8-sig"), suffix=path.suffix.lower())
        keys = frozenset(_key(text) for text in texts if len(plain_text(text)) >= LEAST_CHARACTERS)
    except (OSError, ValueError, RecursionError, csv.Error) as wrong:
        raise StudioError(
            happened=f"The held-out file {name} cannot be read ({type(wrong).__name__}).",
            safe="Nothing was written.",
            to_do="Give a JSONL, JSON, CSV or text file in UTF-8, or take held_out out of the recipe.",
        ) from None
    return HeldOut(name=name, sha256=hashlib.sha256(content).hexdigest(), texts=keys)


def _texts(content: str, *, suffix: str) -> Iterator[str]:
    if suffix == ".csv":
        csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
        for row in csv.reader(content.splitlines(keepends=True)):
            yield from row
    elif suffix == ".json":
        yield from _strings(json.loads(content))
    elif suffix in (".jsonl", ".ndjson"):
        for line in content.split("\n"):
            if line.strip():
                yield from _strings(json.loads(line))
    else:
        yield from content.splitlines()


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from _strings(value)


def _key(text: str) -> bytes:
    return hashlib.sha256(plain_text(text).encode("utf-8", "surrogatepass")).digest()[:16]
