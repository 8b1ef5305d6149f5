"""Cuts a pasted text into inputs: one a line, or one a paragraph; it changes no words."""

from __future__ import annotations

import re
from typing import Literal

Cut = Literal["line", "paragraph"]

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def pasted_inputs(text: str, *, cut: Cut) -> list[str]:
    """The inputs in a pasted text, each once, in their order."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = whole.split("\n") if cut == "line" else _BLANK_LINES.split(whole)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def likely_cut(text: str) -> Cut:
    """By paragraph where blank lines stand between longer parts, else by line."""
    return "paragraph" if _BLANK_LINES.search(text.replace("\r\n", "\n").strip()) else "line"
