"""Plain numbers on an output and its input, each with the words in which it is spoken of; no model is asked."""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MOST_CHARACTERS = 20_000
"""What is read of a text; its whole length counts all the same."""
SMALL_WINDOW = 12
"""Two to the power of this: bytes."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LIST_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s")
_PROPER_END = re.compile(r"[.!?:;)\"”'’\]}>`]\s*\Z")
_SMALL_WORDS = frozenset(
    (
        *("the", "a", "an", "of", "to", "and", "in", "is", "that", "it", "for", "on", "with", "as", "are", "this"),
        *("be", "was", "by", "or", "at", "from", "not", "you", "your", "i", "we", "they", "he", "she", "his", "her"),
        *("their", "has", "have", "had", "will", "can", "but", "if", "so", "do", "does"),
    )
)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number on an answer, with what it means for the answer to have much or little of it."""

    name: str
    more: str
    less: str


STATISTICS: tuple[Statistic, ...] = (
    Statistic("log_words", "is longer", "is shorter"),
    Statistic("log_words_squared", "is very long", "is not very long"),
    Statistic("log_characters", "has more text", "has less text"),
    Statistic("empty", "is empty", "is not empty"),
    Statistic("tiny", "is one to three words", "is more than three words"),
    Statistic("log_longer_than_input", "is longer than its input", "is shorter than its input"),
    Statistic("different_words", "uses many different words", "uses the same words again"),
    Statistic("words_used_once", "uses most words once", "uses most words more than once"),
    Statistic("repeated_phrases", "repeats its phrases", "does not repeat its phrases"),
    Statistic("repeated_two_words", "repeats pairs of words", "does not repeat pairs of words"),
    Statistic("repeated_sentences", "repeats its sentences", "does not repeat its sentences"),
    Statistic("favourite_word", "leans on one word", "leans on no single word"),
    Statistic("compressibility", "has little in it that repeats", "has much in it that repeats"),
    Statistic("copied_phrases", "copies phrases of the input", "copies no phrases of the input"),
    Statistic("words_of_the_input", "keeps to the input's words", "uses words that are not in the input"),
    Statistic("input_taken_up", "takes up what the input speaks of", "leaves out what the input speaks of"),
    Statistic("is_the_input", "is the input again", "is not the input again"),
    Statistic("proper_end", "ends properly", "breaks off"),
    Statistic("capital_start", "starts with a capital letter", "starts with a small letter"),
    Statistic("lines", "has more lines", "has fewer lines"),
    Statistic("list_items", "has a list", "has no list"),
    Statistic("sentences", "has more sentences", "has fewer sentences"),
    Statistic("sentence_words", "has long sentences", "has short sentences"),
    Statistic("word_letters", "has long words", "has short words"),
    Statistic("small_words", "has many small words", "has few small words"),
    Statistic("digits", "has many digits", "has few digits"),
    Statistic("punctuation", "has much punctuation", "has little punctuation"),
    Statistic("capitals", "has many capital letters", "has few capital letters"),
    Statistic("other_letters", "has letters beyond a to z", "has only letters from a to z"),
    Statistic("questions", "asks back", "asks nothing back"),
    Statistic("exclaims", "exclaims", "does not exclaim"),
    Statistic("colons", "has colons", "has no colons"),
    Statistic("code_signs", "has signs of code", "has no signs of code"),
    Statistic("links", "has a link", "has no link"),
)


def words_in(text: str) -> list[str]:
    """The words of what is read of a text, in small letters."""
    return _WORD.findall(text[:MOST_CHARACTERS].lower())


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of an input, in the forms in which outputs are held against them."""

    count: int
    text: str
    threes: frozenset[str]
    topics: frozenset[str]


@lru_cache(maxsize=512)
def asked_words(input_text: str) -> AskedWords:
    """The words of what is read of an input."""
    words = words_in(input_text)
    return AskedWords(
        count=len(words),
        text=input_text[:MOST_CHARACTERS].strip().lower(),
        threes=frozenset(_threes(words)),
        topics=frozenset(word for word in words if word not in _SMALL_WORDS),
    )


def statistics_of(*, input_text: str, output: str, words: Sequence[str]) -> tuple[float, ...]:
    """One number for each of STATISTICS; `words` are the output's."""
    text, asked = output[:MOST_CHARACTERS], asked_words(input_text)
    sentences = _sentences(text)
    threes = _threes(words)
    return (
        *_lengths(output, words=len(words), asked=asked.count),
        *_repetition(text, words=words, threes=threes, sentences=sentences),
        *_closeness(words, threes=threes, asked=asked),
        float(bool(text) and text.strip().lower() == asked.text),
        *_form(text, words=words, sentences=len(sentences)),
        *_signs(text, words=len(words)),
    )


def _threes(words: Sequence[str]) -> list[str]:
    return list(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def _sentences(text: str) -> list[str]:
    # Replacing is ten times faster than one pattern that looks behind every letter.
    split = text.lower().replace(". ", ".\n").replace("! ", "!\n").replace("? ", "?\n").split("\n")
    return [sentence for part in split if (sentence := part.strip())]


def _lengths(output: str, *, words: int, asked: int) -> tuple[float, ...]:
    size = math.log1p(words)
    return (
        size,
        size * size / 4,
        math.log1p(len(output)),
        float(words == 0),
        float(0 < words <= 3),
        size - math.log1p(asked),
    )


def _repetition(
    text: str, *, words: Sequence[str], threes: Sequence[object], sentences: Sequence[str]
) -> tuple[float, ...]:
    counts = Counter(words)
    count = len(words) or 1
    return (
        len(counts) / count if words else 1.0,
        list(counts.values()).count(1) / count if words else 1.0,
        _repeated(threes),
        _repeated(list(map(" ".join, pairwise(words)))),
        _repeated(sentences),
        math.log1p(10 * max(counts.values()) / count) if words else 0.0,
        _compressed(text),
    )


def _repeated(parts: Sequence[object]) -> float:
    return 1 - len(set(parts)) / len(parts) if parts else 0.0


def _compressed(text: str) -> float:
    encoded = text.encode("utf-8", "replace")
    # A small window where the text is small: to clear a large one takes longer than the text itself.
    window = SMALL_WINDOW if len(encoded) <= 2**SMALL_WINDOW else zlib.MAX_WBITS
    packer = zlib.compressobj(1, zlib.DEFLATED, -window, 4)
    return (len(packer.compress(encoded)) + len(packer.flush())) / max(20, len(encoded)) if encoded else 1.0


def _closeness(words: Sequence[str], *, threes: Sequence[str], asked: AskedWords) -> tuple[float, ...]:
    content = [word for word in words if word not in _SMALL_WORDS]
    topics = asked.topics
    return (
        sum(map(asked.threes.__contains__, threes)) / len(threes) if threes and asked.threes else 0.0,
        sum(map(topics.__contains__, content)) / len(content) if content else 0.0,
        len(topics.intersection(content)) / len(topics) if topics else 0.0,
    )


def _form(text: str, *, words: Sequence[str], sentences: int) -> tuple[float, ...]:
    count = len(words)
    return (
        float(bool(_PROPER_END.search(text[-200:]))),
        float(text.lstrip()[:1].isupper()),
        math.log1p(text.count("\n")),
        math.log1p(sum(_LIST_ITEM.match(line) is not None for line in text.split("\n"))),
        math.log1p(sentences),
        math.log1p(count / max(1, sentences)),
        sum(map(len, words)) / count / 5 if count else 0.0,
        sum(map(_SMALL_WORDS.__contains__, words)) / count if count else 0.0,
    )


def _signs(text: str, *, words: int) -> tuple[float, ...]:
    size = max(1, len(text))
    letters = text.encode("latin-1", "replace")
    digits, punctuation, capitals, code = (len(letters) - len(letters.translate(None, kind)) for kind in _SIGN_KINDS)
    return (
        digits / size,
        punctuation / size,
        capitals / size,
        0.0 if text.isascii() else sum(letter > "\x7f" for letter in text) / size,
        float("?" in text),
        float("!" in text),
        text.count(":") / max(1, words),
        code / size,
        float("http" in text or "www." in text),
    )


def _sign_kinds() -> list[bytes]:
    """Of the first 256 characters the digits, punctuation, capitals and signs of code."""
    signs = [chr(number) for number in range(256)]
    kinds = (
        filter(str.isdigit, signs),
        (sign for sign in signs if not sign.isalnum() and not sign.isspace()),
        filter(str.isupper, signs),
        "{}<>=;`\\|",
    )
    return ["".join(kind).encode("latin-1") for kind in kinds]


_SIGN_KINDS = _sign_kinds()
