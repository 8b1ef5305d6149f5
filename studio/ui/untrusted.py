"""The one way to draw text that others wrote; it draws no HTML, fetches nothing, lets no text pose as the studio."""

from __future__ import annotations

import re
import unicodedata
from contextlib import nullcontext
from textwrap import dedent
from typing import Literal

import streamlit as st

from studio.ui.plain import WORD_JOINER, plain
from studio.ui.safe_markdown import safe_markdown
from studio.ui.visible import visible

__all__ = ["plain", "show_untrusted"]

Look = Literal["plain", "formatted", "monospace"]
MEASURE_PIXELS = 640
"""About 85 characters a line: wider lines are hard to read."""
FOLD_AT_CHARACTERS = 12_000
FORMAT_UP_TO_CHARACTERS = 60_000
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def show_untrusted(
    text: str, *, key: str, look: Look = "plain", label: str | None = None, height: int | None = None
) -> None:
    """Draw a text plain, monospace, or formatted without pictures, links, HTML; long ones fold, hidden signs show."""
    if label is None and height is None and text.strip() and len(text) <= FOLD_AT_CHARACTERS:
        # Each box is a message to the browser; a page of many short texts should need none.
        _draw(text, look=look)
        return
    with st.container(gap="xxsmall"):
        if label:
            st.caption(plain(label))
        if not text.strip():
            st.markdown(":gray[*(empty)*]")
            return
        with st.container(height=height, border=False) if height else nullcontext():
            _draw(_folded(text, key=key), look=look)
        if len(text) > FOLD_AT_CHARACTERS:
            _fold_button(len(text), key=key)


def _draw(text: str, *, look: Look) -> None:
    if look == "formatted" and len(text) <= FORMAT_UP_TO_CHARACTERS:
        st.markdown(safe_markdown(text), width=MEASURE_PIXELS, anchors=False)
        return
    shown = _kept_whole(_isolated(visible(text)))
    if look == "monospace":
        st.code(shown, language=None, wrap_lines=True, width=MEASURE_PIXELS)
    else:
        st.text(shown, width=MEASURE_PIXELS, text_alignment=_alignment(text))


def _folded(text: str, *, key: str) -> str:
    if len(text) <= FOLD_AT_CHARACTERS or st.session_state.get(_unfolded_key(key), False):
        return text
    cut = max(text.rfind(" ", 0, FOLD_AT_CHARACTERS), text.rfind("\n", 0, FOLD_AT_CHARACTERS))
    return text[: cut if cut > FOLD_AT_CHARACTERS // 2 else FOLD_AT_CHARACTERS] + " …"


def _fold_button(length: int, *, key: str) -> None:
    unfolded = bool(st.session_state.get(_unfolded_key(key), False))
    label = "Show less" if unfolded else f"Show all {length:,} characters"
    icon = ":material/unfold_less:" if unfolded else ":material/unfold_more:"
    st.button(label, key=f"{key}_fold", type="tertiary", icon=icon, on_click=_turn, args=(_unfolded_key(key),))


def _turn(state_key: str) -> None:
    st.session_state[state_key] = not st.session_state.get(state_key, False)


def _unfolded_key(key: str) -> str:
    return f"{key}_unfolded"


def _isolated(text: str) -> str:
    """Each line that holds right-to-left letters in a direction of its own, as its first strong letter says."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(f"\u2068{line}\u2069" if _RIGHT_TO_LEFT.search(line) else line for line in text.split("\n"))


def _kept_whole(text: str) -> str:
    """Guarded at both ends where Streamlit would take away indentation or blank lines."""
    return text if dedent(text).strip() == text else f"{WORD_JOINER}{text}{WORD_JOINER}"


def _alignment(text: str) -> Literal["left", "right"]:
    strong = next((d for d in map(unicodedata.bidirectional, text[:2000]) if d in ("L", "R", "AL")), "L")
    return "left" if strong == "L" else "right"
