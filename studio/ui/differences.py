"""Two texts side by side with the words that differ marked; it compares words, not meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from rapidfuzz.distance import Indel

from studio.ui.plain import escaped, plain
from studio.ui.untrusted import MEASURE_PIXELS, show_untrusted

COMPARE_UP_TO_WORDS = 4_000
"""Longer texts are shown as they stand, folded and without marks: drawing thousands of marks holds up the page."""
_WORD_OR_BREAK = re.compile(r"\n|\S+[^\S\n]*|[^\S\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of one text, and whether the other text lacks it."""

    text: str
    differs: bool


def word_differences(texts: tuple[str, str]) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut into the words they share and the words only one has; joined again they are the texts."""
    ours, theirs = (_WORD_OR_BREAK.findall(text) for text in texts)
    left: list[Piece] = []
    right: list[Piece] = []
    # Blanks stay with the word before them and do not count.
    words = [[word.strip() for word in side] for side in (ours, theirs)]
    for step in Indel.opcodes(*words):
        left += _piece(ours[step.src_start : step.src_end], differs=step.tag != "equal")
        right += _piece(theirs[step.dest_start : step.dest_end], differs=step.tag != "equal")
    return left, right


def show_differences(texts: tuple[str, str], *, key: str, labels: tuple[str, str]) -> None:
    """Two columns: what only the left text has in orange, what only the right one has in blue."""
    comparable = all(len(text.split()) <= COMPARE_UP_TO_WORDS for text in texts)
    pieces = word_differences(texts) if comparable else ([], [])
    for side, column in enumerate(st.columns(2, gap="medium")):
        with column:
            if not comparable or not texts[side].strip():
                show_untrusted(texts[side], key=f"{key}_{side}", label=labels[side])
                continue
            st.caption(plain(labels[side]))
            st.markdown(marked(pieces[side], colour=("orange", "blue")[side]), width=MEASURE_PIXELS)
    if not comparable:
        st.caption("These texts are too long to mark their differences.")


def marked(pieces: Sequence[Piece], *, colour: str) -> str:
    """Markdown of ours in which the differing words stand on a coloured ground and under a line of bold."""
    drawn = []
    for piece in pieces:
        for part in re.split(r"(\n)", piece.text):
            drawn.append("  \n" if part == "\n" else _drawn(part, colour=colour if piece.differs else None))
    # An empty line is a paragraph of its own; the two blanks before it would otherwise be drawn.
    return re.sub(r"(?:  \n){2,}", "\n\n", "".join(drawn)).strip()


def _piece(words: list[str], *, differs: bool) -> list[Piece]:
    return [Piece(text="".join(words), differs=differs)] if words else []


def _drawn(text: str, *, colour: str | None) -> str:
    if not text.strip():
        return " " if text else ""
    before, after = " " * text[0].isspace(), " " * text[-1].isspace()
    inner = escaped(text)
    return before + (f":{colour}-background[{inner}]" if colour else inner) + after
