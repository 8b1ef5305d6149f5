"""Texts as words, and words as numbers, so that many texts are counted in one go; it knows no meaning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.taste.arrays import Integers, Marks

Vocabulary = defaultdict[str, int]

MOST_CHARACTERS = 20_000
"""What is read of a text; its whole length counts all the same."""
WORD_BITS, TEXT_BITS = 26, 12
"""Of the 64 bits of a phrase's mark: two words and the text it stands in."""
PHRASE_BITS = np.uint64(2 * WORD_BITS)
_MIXING = np.uint64(0x9E3779B97F4A7C15)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NO_WORDS = {number: " " for number in range(128) if not (chr(number).isalnum() or chr(number) == "_")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several texts, text after text."""

    numbers: Integers
    rows: Integers
    """For each word which text it stands in."""
    counts: Integers
    """For each text how many words it has."""
    letters: Integers
    """For each text how many letters they have together."""


@dataclass(frozen=True, slots=True)
class Different:
    """The different phrases of several texts, text after text."""

    marks: Marks
    rows: Integers
    times: Integers
    """How often each stands in its text."""


def words_in(text: str) -> list[str]:
    """The words of what is read of a text, in small letters."""
    read = text[:MOST_CHARACTERS].lower()
    if read.isascii() and "'" not in read:
        # The same words, four times as fast as the pattern finds them.
        return read.translate(_NO_WORDS).split()
    return _WORD.findall(read)


def new_vocabulary(words: Iterable[str] = ()) -> Vocabulary:
    """Numbers for these words, 0, 1, 2 ..., and for every further word as it is met."""
    known: Vocabulary = defaultdict()
    known.default_factory = known.__len__
    for word in words:
        known[word]
    return known


def read_words(texts: Sequence[str], vocabulary: Vocabulary) -> Words:
    """The words of these texts, at most 4,096 of them, numbered by a vocabulary that learns the new ones."""
    found: list[str] = []
    counts, letters = [], []
    for text in texts:
        words = words_in(text)
        counts.append(len(words))
        letters.append(sum(map(len, words)))
        found += words
    numbers = np.fromiter(map(vocabulary.__getitem__, found), dtype=np.int64, count=len(found))
    sizes = np.array(counts, dtype=np.int64)
    return Words(numbers, np.repeat(np.arange(len(texts)), sizes), sizes, np.array(letters, dtype=np.int64))


def chosen(words: Words, places: Integers) -> Words:
    """The words of these texts again, in this order; a text may come more than once."""
    counts = words.counts[places]
    first = (np.cumsum(words.counts) - words.counts)[places] - (np.cumsum(counts) - counts)
    numbers = words.numbers[np.repeat(first, counts) + np.arange(counts.sum())]
    return Words(numbers, np.repeat(np.arange(len(places)), counts), counts, words.letters[places])


def phrases(words: Words, *, length: int) -> Marks:
    """A mark for each phrase of so many words that stands within a text: the text's row in the upper 12 of 64 bits.

    For one and two words the lower bits are their numbers; for three they are mixed, and two different phrases of one
    text share them once in millions of texts.
    """
    last = max(0, len(words.numbers) - length + 1)
    starts = np.flatnonzero(words.rows[:last] == words.rows[length - 1 :])
    numbers = words.numbers.astype(np.uint64)
    marks = numbers[starts]
    if length > 1:
        marks = (marks << np.uint64(WORD_BITS)) + numbers[starts + 1]
    if length > 2:
        # Two numbers stand side by side in 52 bits; the third finds room only when they are mixed up.
        marks = ((marks * _MIXING + numbers[starts + 2]) * _MIXING) >> np.uint64(TEXT_BITS)
    return (words.rows[starts].astype(np.uint64) << PHRASE_BITS) | marks


def rows_of(marks: Marks) -> Integers:
    """For each mark the text it stands in."""
    return (marks >> PHRASE_BITS).astype(np.int64)


def different(marks: Marks) -> Different:
    """Each phrase of each text once."""
    ordered = np.sort(marks)
    starts = run_starts(ordered)
    return Different(ordered[starts], rows_of(ordered[starts]), np.diff(starts, append=len(ordered)))


def run_starts(ordered: Any) -> Integers:
    """Where in a sorted array each value stands first."""
    is_first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return np.flatnonzero(is_first)


def places_in(known: Marks, marks: Marks) -> Integers:
    """For each mark its place among the known ones, which are sorted; -1 where it is none of them."""
    if not len(known):
        return np.full(len(marks), -1)
    nearest = np.minimum(np.searchsorted(known, marks), len(known) - 1)
    return np.where(known[nearest] == marks, nearest, -1)
