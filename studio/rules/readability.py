"""How easily an output reads: words a sentence, and for English the reading ease of Flesch (1948)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from studio.rules.found import Asked, Found, broken, holds, untold
from studio.rules.language import language_of
from studio.rules.sentences import sentences_of, words_of

FEWEST_WORDS = 10
_VOWELS = re.compile(r"[aeiouy]+")


def readability_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """Words a sentence and reading ease against what is asked."""
    words, sentences = words_of(asked.output), sentences_of(asked.output)
    if len(words) < FEWEST_WORDS:
        return untold(f"It has {len(words)} words; {FEWEST_WORDS} are needed to tell how it reads.")
    a_sentence = len(words) / len(sentences)
    most = setting.get("words_a_sentence_at_most")
    if most is not None and a_sentence > most:
        return broken(f"Its sentences have {a_sentence:.1f} words, at most {most:g} allowed.")
    wanted = setting.get("reading_ease_at_least")
    if wanted is None:
        return holds(f"Its sentences have {a_sentence:.1f} words.")
    if language_of(asked.output) not in ("en", None):
        return untold("Reading ease is known for English only.")
    ease = reading_ease(words, sentences=len(sentences))
    if ease < wanted:
        return broken(f"Its reading ease is {ease:.0f}, at least {wanted:g} asked.")
    return holds(f"Its reading ease is {ease:.0f}.")


def reading_ease(words: list[str], *, sentences: int) -> float:
    """206.835 - 1.015 words/sentences - 84.6 syllables/words; 100 very easy, 0 very hard; Flesch (1948)."""
    syllables = sum(_syllables(word.lower()) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
