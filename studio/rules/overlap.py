"""How much of an output is copied from its input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.rules.found import Asked, Found, untold
from studio.rules.limits import within
from studio.rules.sentences import words_of

PHRASE_WORDS = 5


def overlap_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """The share of the output's five-word phrases that stand in the input, between the two ends."""
    share = copied_share(asked.output, source=asked.input_text)
    if share is None:
        return untold(f"It has fewer than {PHRASE_WORDS} words.")
    limits = {name: 100 * end for name, end in setting.items()}
    told = f"{100 * share:.0f} % of its {PHRASE_WORDS}-word phrases stand in the input"
    return within(100 * share, limits, told=told, ends="{:.0f} %")


def copied_share(text: str, *, source: str) -> float | None:
    """The share of a text's five-word phrases that stand in the source too; None for a text of fewer words."""
    phrases = _phrases(text)
    if not phrases:
        return None
    known = set(_phrases(source))
    return sum(phrase in known for phrase in phrases) / len(phrases)


def _phrases(text: str) -> list[tuple[str, ...]]:
    words = [word.casefold() for word in words_of(text)]
    return [tuple(words[at : at + PHRASE_WORDS]) for at in range(len(words) - PHRASE_WORDS + 1)]
