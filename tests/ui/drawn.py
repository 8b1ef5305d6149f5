"""Runs a few lines that draw with the kit, and reads what a person would read."""

from __future__ import annotations

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from studio.ui.plain import WORD_JOINER


def drawn(page: Callable[[], None]) -> AppTest:
    """The page after its first run, without an exception on it."""
    test = AppTest.from_function(page, default_timeout=10).run()
    assert not test.exception
    return test


def read(test: AppTest) -> str:
    """All text of the page as a person reads it: marks of ours taken out, escapes undone."""
    written = [
        element.value
        for kind in ("title", "subheader", "markdown", "caption", "text", "code")
        for element in test.get(kind)
    ]
    return "\n".join(unmarked(text) for text in written)


def unmarked(markdown: str) -> str:
    """Markdown of ours without its colours, icons and escapes."""
    text = re.sub(r":material/\w+:\s?", "", markdown)
    text = re.sub(r"(?<!\\):[a-z-]+\[((?:\\.|[^\]\\])*)\]", r"\1", text)
    text = re.sub(r"(?<!\\)\*\*", "", text)
    return re.sub(r"\\([^\w\s])", r"\1", text).replace(WORD_JOINER, "").strip()
