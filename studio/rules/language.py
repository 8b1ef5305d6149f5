"""Which language a text is in, by its letters and its small words; it says nothing of short or mixed texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from studio.rules.found import Asked, Found, broken, holds, untold
from studio.rules.small_words import SMALL_WORDS

SAME_AS_INPUT = "same_as_input"
MOST_CHARACTERS = 5_000
FEWEST_LETTERS = 12
CLEAR_LEAD = 1.4
"""By how much the best language must beat the next one."""

LANGUAGES: Mapping[str, str] = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "pl": "Polish",
    "cs": "Czech", "ro": "Romanian", "hu": "Hungarian", "tr": "Turkish", "id": "Indonesian", "vi": "Vietnamese",
    "ru": "Russian", "uk": "Ukrainian", "el": "Greek", "he": "Hebrew", "ar": "Arabic", "hi": "Hindi",
    "th": "Thai", "ko": "Korean", "ja": "Japanese", "zh": "Chinese",
}  # fmt: skip

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_WORD = re.compile(r"[^\W\d_]+")


def language_rule(asked: Asked, setting: str) -> Found:
    """Whether the output is in the named language, or in that of its input."""
    wanted = language_of(asked.input_text) if setting == SAME_AS_INPUT else setting
    found = language_of(asked.output)
    if found is None:
        return untold("It is too short, or too mixed, to tell its language.")
    if wanted is None:
        return untold(f"It is in {LANGUAGES[found]}; the input's language cannot be told.")
    if found != wanted:
        return broken(f"It is in {LANGUAGES[found]}, not in {LANGUAGES[wanted]}.")
    return holds(f"It is in {LANGUAGES[found]}.")


def language_of(text: str) -> str | None:
    """The language of a text; None where its first 5,000 characters do not make it clear."""
    text = text[:MOST_CHARACTERS]
    letters = sum(map(len, words := _WORD.findall(text.lower())))
    if not letters:
        return None
    for name, script in _SCRIPTS:
        # A few signs of Japanese among many Chinese ones are Japanese; other scripts must be the greater part.
        if len(script.findall(text)) > letters * (0.1 if name == "ja" else 0.4):
            return name
    return _by_small_words(words) if letters >= FEWEST_LETTERS else None


def _by_small_words(words: list[str]) -> str | None:
    counts = Counter(words)
    hits = {name: sum(counts[word] for word in small) for name, small in SMALL_WORDS.items()}
    best, second = sorted(hits, key=lambda name: -hits[name])[:2]
    if hits[best] < 2 or hits[best] < 0.08 * len(words):
        return None
    if hits[best] >= CLEAR_LEAD * hits[second]:
        return best
    return _by_own_letters(" ".join(words), best, second)


_OWN_LETTERS = {"sv": "äö", "da": "æø", "no": "æø", "pt": "ãõç", "es": "ñ¿", "uk": "іїєґ", "ru": "ыэъё", "cs": "ěřů"}


def _by_own_letters(text: str, *names: str) -> str | None:
    having = [name for name in names if any(letter in text for letter in _OWN_LETTERS.get(name, ""))]
    return having[0] if len(having) == 1 else None
