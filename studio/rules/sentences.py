"""Words, sentences and lines of a text, as every rule counts them."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SENTENCE_END = re.compile(r"[.!?。！？]+(?=\s|$)|\n+")  # noqa: RUF001


def words_of(text: str) -> list[str]:
    """The words; a contraction or a hyphenated word is one."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences; a line break ends one too."""
    return [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def lines_of(text: str) -> list[str]:
    """The lines that are not empty."""
    return [line for line in text.splitlines() if line.strip()]
