"""What is counted by words: how long, how much of it again, how near to the input; a column a number, a row a text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.taste.arrays import Column, Integers, Marks, Matrix
from studio.taste.words import Words, different, phrases, places_in, rows_of, run_starts

SMALL_WINDOW = 12
"""Two to the power of this: bytes."""
SMALL_WORDS = tuple(
    (
        *("the", "a", "an", "of", "to", "and", "in", "is", "that", "it", "for", "on", "with", "as", "are", "this"),
        *("be", "was", "by", "or", "at", "from", "not", "you", "your", "i", "we", "they", "he", "she", "his", "her"),
        *("their", "has", "have", "had", "will", "can", "but", "if", "so", "do", "does"),
    )
)


def lengths(outputs: Sequence[str], *, words: Words, asked: Words) -> tuple[Column, ...]:
    """How long, on scales on which twice as long is one step."""
    count = words.counts
    size = np.log1p(count)
    return (
        size,
        size * size / 4,
        np.log1p(list(map(len, outputs))),
        count == 0,
        (count > 0) & (count <= 3),
        size - np.log1p(asked.counts),
    )


def repetition(texts: Sequence[str], *, words: Words, sentences: Integers) -> tuple[Column, ...]:
    """How much of it is said again, in words, phrases, sentences, and as a machine packs it."""
    total = words.counts
    found = different(phrases(words, length=1))
    starts = run_starts(found.rows)
    most = np.zeros(len(total))
    most[found.rows[starts]] = np.maximum.reduceat(found.times, starts) if len(starts) else 0
    once = np.bincount(found.rows[found.times == 1], minlength=len(total))
    return (
        share(np.bincount(found.rows, minlength=len(total)), total, nothing=1.0),
        share(once, total, nothing=1.0),
        _repeated(phrases(words, length=3), count=len(total)),
        _repeated(phrases(words, length=2), count=len(total)),
        share(sentences[:, 0] - sentences[:, 1], sentences[:, 0]),
        np.log1p(10 * share(most, total)),
        np.array(list(map(_compressed, texts))),
    )


def closeness(words: Words, *, asked: Words) -> tuple[Column, ...]:
    """Which shares of its phrases and topics are the input's, and how many of the input's topics it takes up."""
    count = len(words.counts)
    phrased, given = phrases(words, length=3), np.sort(phrases(asked, length=3))
    content, topics = _topics(words), different(_topics(asked)).marks
    kept = content[places_in(topics, content) >= 0]
    return (
        share(_by_row(phrased[places_in(given, phrased) >= 0], count), _by_row(phrased, count)),
        share(_by_row(kept, count), _by_row(content, count)),
        share(_by_row(different(kept).marks, count), _by_row(topics, count)),
    )


def sentence_counts(texts: Sequence[str]) -> Integers:
    """Texts x (sentences, different sentences)."""
    return np.array(list(map(_sentences, texts))).reshape(len(texts), 2)


def share(part: Any, whole: Any, *, nothing: float = 0.0) -> Matrix:
    """Part of a whole; `nothing` where there is no whole."""
    return np.where(whole > 0, part / np.maximum(whole, 1), nothing)


def _topics(words: Words) -> Marks:
    # A vocabulary begins with the small words.
    return phrases(words, length=1)[words.numbers >= len(SMALL_WORDS)]


def _by_row(marks: Marks, count: int) -> Integers:
    return np.bincount(rows_of(marks), minlength=count)


def _repeated(marks: Marks, *, count: int) -> Matrix:
    total = _by_row(marks, count)
    return share(total - _by_row(different(marks).marks, count), total)


def _sentences(text: str) -> tuple[int, int]:
    # Replacing is ten times faster than one pattern that looks behind every letter.
    split = text.lower().replace(". ", ".\n").replace("! ", "!\n").replace("? ", "?\n").split("\n")
    sentences = [sentence for part in split if (sentence := part.strip())]
    return len(sentences), len(set(sentences))


def _compressed(text: str) -> float:
    encoded = text.encode("utf-8", "replace")
    # A small window where the text is small: to clear a large one takes longer than the text itself.
    window = SMALL_WINDOW if len(encoded) <= 2**SMALL_WINDOW else zlib.MAX_WBITS
    packer = zlib.compressobj(1, zlib.DEFLATED, -window, 4)
    return (len(packer.compress(encoded)) + len(packer.flush())) / max(20, len(encoded)) if encoded else 1.0
