"""Words and pairs of words that texts share, and how often each stands in a text; it weighs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.taste.arrays import Integers, Marks
from studio.taste.words import (
    PHRASE_BITS,
    WORD_BITS,
    Vocabulary,
    Words,
    different,
    phrases,
    places_in,
    rows_of,
    run_starts,
)

FEWEST_TEXTS = 2
_ONE_PHRASE = (np.uint64(1) << PHRASE_BITS) - np.uint64(1)
_ONE_WORD = (1 << WORD_BITS) - 1


def shared_terms(texts: Sequence[Words], vocabulary: Vocabulary, *, most: int) -> tuple[str, ...]:
    """The words and pairs of words that stand in two texts or more, by how many, at most so many."""
    names = list(vocabulary)
    singles, single_counts = _shared(texts, length=1, most=most)
    pairs, pair_counts = _shared(texts, length=2, most=most)
    found = [(-count, names[number]) for number, count in zip(singles, single_counts, strict=True)]
    found += [
        (-count, f"{names[pair >> WORD_BITS]} {names[pair & _ONE_WORD]}")
        for pair, count in zip(pairs, pair_counts, strict=True)
    ]
    return tuple(term for _, term in sorted(found)[:most])


def _shared(texts: Sequence[Words], *, length: int, most: int) -> tuple[list[int], list[int]]:
    """Phrases without their texts, and in how many texts each stands; those that could be among the most frequent."""
    each = [different(phrases(words, length=length)).marks & _ONE_PHRASE for words in texts]
    found, counts = np.unique(np.concatenate([np.zeros(0, np.uint64), *each]), return_counts=True)
    least = max(FEWEST_TEXTS, np.partition(counts, -most)[-most] if len(counts) > most else 0)
    return found[counts >= least].tolist(), counts[counts >= least].tolist()


class KnownTerms:
    """The terms of a space, found again in texts that are numbered by the same vocabulary."""

    def __init__(self, terms: Sequence[str], vocabulary: Vocabulary) -> None:
        single, pairs = {}, {}
        for place, term in enumerate(terms):
            one, _, other = term.partition(" ")
            if other:
                pairs[(vocabulary[one] << WORD_BITS) + vocabulary[other]] = place
            else:
                single[vocabulary[one]] = place
        self._width = max(1, len(terms))
        self._single, self._pairs = _looked_up(single), _looked_up(pairs)

    def has(self, words: Words) -> Any:
        """For each word whether it is a term by itself."""
        return places_in(self._single[0], words.numbers.astype(np.uint64)) >= 0

    def counts(self, words: Words) -> Any:
        """Texts x terms: how often each stands in it."""
        cells = [
            self._cells(phrases(words, length=length), *known)
            for length, known in ((1, self._single), (2, self._pairs))
        ]
        return counted(np.concatenate(cells), shape=(len(words.counts), self._width))

    def _cells(self, marks: Marks, known: Marks, places: Integers) -> Integers:
        found = places_in(known, marks & _ONE_PHRASE)
        hits = found >= 0
        return rows_of(marks[hits]) * self._width + places[found[hits]]


def counted(cells: Integers, *, shape: tuple[int, int]) -> Any:
    """A sparse matrix of how often each cell is named; a cell is row x width + column."""
    from scipy.sparse import csr_matrix

    texts, width = shape
    ordered = np.sort(cells.astype(np.int32))
    starts = run_starts(ordered)
    filled, counts = ordered[starts], np.diff(starts, append=len(ordered)).astype(np.float64)
    ends = np.searchsorted(filled, np.arange(texts + 1, dtype=np.int32) * width)
    return csr_matrix((counts, filled % width, ends), shape=shape)


def _looked_up(places: dict[int, int]) -> tuple[Marks, Integers]:
    ordered = sorted(places)
    return np.array(ordered, dtype=np.uint64), np.array([places[mark] for mark in ordered], dtype=np.int64)
