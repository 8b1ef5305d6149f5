"""Regular expressions in time proportional to the text (RE2), so that no pattern of a shared rubric can hang."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from studio.rules.found import Asked, Found, broken, holds, quoted

LONGEST_PATTERN = 1_000
MOST_MEMORY_BYTES = 8 << 20


def refuse_unusable_pattern(pattern: str) -> str:
    """The pattern itself; ValueError in words where it is none that can be matched in linear time."""
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"a pattern has at most {LONGEST_PATTERN:,} characters")
    compiled(pattern)
    return pattern


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """The pattern, ready to search with; it has no look-around and no back-references, which could hang."""
    try:
        import re2
    except ImportError:
        raise ValueError(
            "patterns need the package google-re2, which is not installed (pip install google-re2)"
        ) from None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MOST_MEMORY_BYTES
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        told = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise ValueError(
            f"the pattern cannot be used ({told}); look-around and back-references are not allowed, "
            "because they could search for hours"
        ) from None


def searchable(text: str) -> str:
    """The text without lone halves of characters, which RE2 does not take."""
    return text.encode("utf-8", "replace").decode("utf-8")


def pattern_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """Every required pattern is found and no forbidden one."""
    text = searchable(asked.output)
    for pattern in setting.get("forbidden", ()):
        match = compiled(pattern).search(text)
        if match:
            return broken(f"{quoted(match.group())} matches the forbidden pattern {quoted(pattern)}.")
    for pattern in setting.get("required", ()):
        if not compiled(pattern).search(text):
            return broken(f"Nothing matches the required pattern {quoted(pattern)}.")
    return holds("All patterns are as asked.")
