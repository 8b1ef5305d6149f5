"""What texts are about: the mean of their words' vectors (after Arora, Liang and Ma 2017); it knows no model.

Small words are left out, what all texts have in common is taken away, and what is left is brought down to the
directions in which these texts differ most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.taste.arrays import Integers, Matrix
from studio.taste.word_statistics import SMALL_WORDS
from studio.taste.words import Vocabulary, Words

WordVectors = Callable[[Sequence[str]], Any]
"""For words in small letters their vectors, all of one width; nothing but zeros for an unknown one."""
DIRECTIONS = 50
MOST_WORDS = 20_000
"""Different words that the directions are found by."""
MOST_TEXTS = 1_500
COLUMNS = DIRECTIONS + 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the meaning of texts of one project is told by."""

    usual: Matrix
    """The mean of all texts."""
    directions: Matrix
    """Numbers of a word's vector x directions."""


def fit_meaning(words: Sequence[Words], vocabulary: Vocabulary, vectors: WordVectors) -> Meaning | None:
    """The directions of these texts, which a vocabulary that begins with the small words has numbered.

    None where fewer texts than directions have words with a vector.
    """
    from sklearn.decomposition import TruncatedSVD

    table = np.asarray(vectors(list(vocabulary)[:MOST_WORDS]), dtype=np.float64)
    known = np.flatnonzero(table.any(axis=1))
    found = np.vstack([_means(part, table, known) for part in words])[:MOST_TEXTS]
    found = found[found.any(axis=1)]
    if len(found) <= DIRECTIONS or table.shape[1] < DIRECTIONS:
        return None
    usual = found.mean(axis=0)
    directions = TruncatedSVD(DIRECTIONS, random_state=0, n_iter=4).fit(found - usual).components_.T
    return Meaning(usual, np.ascontiguousarray(directions))


class Meanings:
    """The meanings of many texts under one vocabulary; each word's vector is asked for once."""

    def __init__(self, meaning: Meaning, vectors: WordVectors) -> None:
        self._meaning, self._vectors = meaning, vectors
        self._table = np.zeros((0, DIRECTIONS))
        self._is_known = np.zeros(0, dtype=bool)

    def columns(self, words: Words, *, asked: Words, vocabulary: Vocabulary) -> Matrix:
        """Texts x COLUMNS: where each stands, and how near it is to its input (cosine)."""
        self._learn(vocabulary)
        known = np.flatnonzero(self._is_known)
        usual = self._meaning.usual @ self._meaning.directions
        outputs, inputs = (_unit(_means(part, self._table, known), usual) for part in (words, asked))
        return np.hstack([outputs, (outputs * inputs).sum(axis=1, keepdims=True)])

    def _learn(self, vocabulary: Vocabulary) -> None:
        new = list(vocabulary)[len(self._table) :]
        if new:
            found = np.asarray(self._vectors(new), dtype=np.float64)
            self._table = np.vstack([self._table, found @ self._meaning.directions])
            self._is_known = np.concatenate([self._is_known, found.any(axis=1)])


def _means(words: Words, table: Matrix, known: Integers) -> Matrix:
    """For each text the mean vector of its words, small ones left out; zeros where it has none that is known."""
    from scipy.sparse import csr_matrix

    is_counted = np.zeros(len(table) + 1, dtype=bool)
    is_counted[known[known >= len(SMALL_WORDS)]] = True
    kept = is_counted[np.minimum(words.numbers, len(table))]
    counts = np.bincount(words.rows[kept], minlength=len(words.counts))
    ends = np.concatenate([[0], np.cumsum(counts)])
    shares = np.repeat(1 / np.maximum(counts, 1), counts)
    found: Matrix = csr_matrix((shares, words.numbers[kept], ends), shape=(len(counts), len(table))) @ table
    return found


def _unit(means: Matrix, usual: Matrix) -> Matrix:
    """What sets each text apart, of length one; zeros stay zeros."""
    apart = np.where(means.any(axis=1, keepdims=True), means - usual, 0.0)
    lengths = np.linalg.norm(apart, axis=1, keepdims=True)
    return np.asarray(apart / np.where(lengths > 0, lengths, 1.0))
