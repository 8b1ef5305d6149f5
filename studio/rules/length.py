"""How long an output is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from studio.rules.found import Asked, Found, counted
from studio.rules.limits import within
from studio.rules.sentences import lines_of, sentences_of, words_of

_COUNTS: Mapping[str, Callable[[str], int]] = {
    "words": lambda text: len(words_of(text)),
    "characters": len,
    "sentences": lambda text: len(sentences_of(text)),
    "lines": lambda text: len(lines_of(text)),
}


def length_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """Words (or characters, sentences, lines) between the two ends."""
    unit = str(setting.get("unit", "words"))
    count = _COUNTS[unit](asked.output.strip())
    return within(count, setting, told=f"It has {counted(count, unit.removesuffix('s'))}", ends="{:,}")
