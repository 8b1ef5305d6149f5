"""The texts of a file that must not appear in a dataset, such as a test set; reads it and keeps only their hashes."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.curation.split import plain_text, text_key
from studio.errors import StudioError

_WORD = re.compile(r"\w+")
LEAST_CHARACTERS = 8
"""Shorter texts ("yes", "thank you") appear everywhere and say nothing about overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What must not appear, by hash."""

    name: str
    sha256: str
    texts: frozenset[bytes]
    words: int | None = None
    """How many words in a row count as overlap."""
    runs: frozenset[int] = frozenset()
    """Every such row of words in the file, by a hash that holds within this process."""

    def holds(self, text: str) -> bool:
        """Whether this text stands in the file, whatever its case and spacing."""
        return _key(text) in self.texts

    def shares_words(self, text: str) -> bool:
        """Whether so many words in a row of this text stand in the file in the same order."""
        return self.words is not None and not self.runs.isdisjoint(_runs(text, words=self.words))


def read_held_out(path: Path, *, name: str, words: int | None = None) -> HeldOut:
    """The texts of a JSONL, JSON, CSV or plain text file: every text in every row, or every line."""
    try:
        content = path.read_bytes()
        texts = list(_texts(content.decode("utf-8-sig"), suffix=path.suffix.lower()))
        keys = frozenset(_key(text) for text in texts if len(plain_text(text)) >= LEAST_CHARACTERS)
    except (OSError, ValueError, RecursionError, csv.Error) as wrong:
        raise StudioError(
            happened=f"The held-out file {name} cannot be read ({type(wrong).__name__}).",
            safe="Nothing was written.",
            to_do="Give a JSONL, JSON, CSV or text file in UTF-8, or take held_out out of the recipe.",
        ) from None
    runs = frozenset(run for text in texts for run in _runs(text, words=words)) if words else frozenset()
    return HeldOut(name=name, sha256=hashlib.sha256(content).hexdigest(), texts=keys, words=words, runs=runs)


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


def _runs(text: str, *, words: int) -> Iterator[int]:
    found = _WORD.findall(plain_text(text))
    return (hash(tuple(found[start : start + words])) for start in range(len(found) - words + 1))


def _key(text: str) -> bytes:
    return text_key(plain_text(text))
