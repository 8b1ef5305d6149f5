"""Two wordings compared word by word, as plain records; draws nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["same", "removed", "added"]
MOST_WORDS = 3_000
"""Beyond this the comparison would take seconds; the texts are then shown one after the other."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of text that both wordings have, or only one."""

    kind: SpanKind
    text: str


def word_spans(*, before: str, after: str) -> tuple[Span, ...]:
    """The pieces in reading order; same and removed ones make up the old text, same and added ones the new one."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return tuple(_replaced(before, after))
    spans: list[Span] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            spans.append(Span(kind="same", text="".join(old[a:b])))
        else:
            spans += _replaced("".join(old[a:b]), "".join(new[c:d]))
    return tuple(spans)


def _replaced(before: str, after: str) -> Iterator[Span]:
    if before:
        yield Span(kind="removed", text=before)
    if after:
        yield Span(kind="added", text=after)
