"""Escapes a foreign string for use inside Markdown of ours or a widget's label; it keeps the words and no marks."""

from __future__ import annotations

import re

from studio.ui.visible import visible

WORD_JOINER = "\u2060"
"""Invisible; breaks what Streamlit rewrites after the Markdown is parsed, where a backslash no longer helps."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Emoji and icon codes, addresses and arrows are looked for in the finished text, escaped or not.
_ICON_OR_ADDRESS = re.compile(r":(?=[\w+\-/])|@|(?<=www)(?=\.)", re.IGNORECASE)
_ARROW = re.compile(r"(?<!\S)(<->|->|<-|--|>=|<=|~=)(?!\S)")


def plain(text: object) -> str:
    """One line that Markdown shows letter by letter; blank text becomes "(empty)"."""
    return escaped(str(text)) or r"\(empty\)"


def escaped(text: str) -> str:
    """The text on one line with every Markdown mark, directive, address and icon code made inert."""
    line = " ".join(visible(text).split())
    line = _ICON_OR_ADDRESS.sub(lambda match: match.group() + WORD_JOINER, line)
    line = _ARROW.sub(lambda match: match[1][0] + WORD_JOINER + match[1][1:], line)
    return _PUNCTUATION.sub(r"\\\1", line)
