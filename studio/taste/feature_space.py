"""Texts as rows of numbers: statistics, words and their pairs, letter triples, meaning; fitted without any rating."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.taste.arrays import Integers, Matrix
from studio.taste.meaning import COLUMNS, Meaning, Meanings, WordVectors, fit_meaning
from studio.taste.problem import LETTERS, MEANING, STATISTIC
from studio.taste.terms import KnownTerms, counted, shared_terms
from studio.taste.text_statistics import STATISTICS, statistics_of
from studio.taste.word_statistics import SMALL_WORDS, share
from studio.taste.words import MOST_CHARACTERS, Vocabulary, Words, chosen, new_vocabulary, read_words

MOST_TERMS = 5_000
BUCKETS = 2_048
DIRECTIONS = 50
TEXTS_AT_ONCE = 250
FEWEST_WORDS = 5
STATISTIC_COUNT = len(STATISTICS)
_MIXING = np.uint32(2_654_435_761)


@dataclass(frozen=True, slots=True)
class Text:
    """An output with its input."""

    input_text: str
    output: str


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """What texts of one project are described with."""

    terms: tuple[str, ...]
    """Words and pairs of words that stand in at least two texts, by how many."""
    term_rarity: Matrix
    term_directions: Matrix
    """Terms x directions: what goes together in these texts (latent semantic analysis)."""
    triple_rarity: Matrix
    triple_directions: Matrix
    meaning: Meaning | None = None
    """None where no vectors of words were at hand."""

    @property
    def blocks(self) -> Integers:
        """For each number of a text which block it is of: STATISTIC, LETTERS or MEANING."""
        letters = self.term_directions.shape[1] + self.triple_directions.shape[1]
        sizes = (STATISTIC_COUNT, letters, COLUMNS if self.meaning else 0)
        return np.repeat(np.array([STATISTIC, LETTERS, MEANING]), sizes)


def fit_space(texts: Sequence[str], *, vectors: WordVectors | None = None) -> FeatureSpace:
    """The space of these outputs (Deerwester et al. 1990); the same texts give the same space."""
    vocabulary = new_vocabulary(SMALL_WORDS)
    read = [read_words(part, vocabulary) for part in _parts(texts)]
    terms = shared_terms(read, vocabulary, most=MOST_TERMS)
    known = KnownTerms(terms, vocabulary)
    by_term = _stacked([known.counts(words) for words in read], width=max(1, len(terms)))
    by_triple = _stacked([_triple_matrix(part) for part in _parts(texts)], width=BUCKETS)
    term_rarity, term_directions = _directions(by_term)
    triple_rarity, triple_directions = _directions(by_triple)
    meaning = fit_meaning(read, vocabulary, vectors) if vectors and read else None
    return FeatureSpace(terms, term_rarity, term_directions, triple_rarity, triple_directions, meaning)


def described(
    space: FeatureSpace, texts: Sequence[Text], *, vectors: WordVectors | None = None
) -> tuple[Matrix, Matrix]:
    """Texts x numbers, and for each text the share of its words that the space does not know.

    `vectors` are those the space was fitted with; it needs them where it tells of meaning.
    """
    vocabulary = new_vocabulary(SMALL_WORDS)
    known = KnownTerms(space.terms, vocabulary)
    meanings = Meanings(space.meaning, vectors) if space.meaning and vectors else None
    rows, unknown = [np.zeros((0, len(space.blocks)))], [np.zeros(0)]
    for part in _parts(texts):
        outputs = [text.output for text in part]
        words, asked = read_words(outputs, vocabulary), _asked_words(part, vocabulary)
        inputs = [text.input_text for text in part]
        numbers = statistics_of(inputs=inputs, outputs=outputs, asked=asked, words=words)
        terms = _weighted(known.counts(words), space.term_rarity) @ space.term_directions
        triples = _weighted(_triple_matrix(outputs), space.triple_rarity) @ space.triple_directions
        blocks = [numbers, terms, triples]
        if meanings:
            blocks.append(meanings.columns(words, asked=asked, vocabulary=vocabulary))
        rows.append(np.hstack(blocks))
        unknown.append(_unknown_share(words, known))
    return np.vstack(rows), np.concatenate(unknown)


def _asked_words(texts: Sequence[Text], vocabulary: Vocabulary) -> Words:
    """The words of the inputs; one that several answers share is read once."""
    places = {text: place for place, text in enumerate(dict.fromkeys(text.input_text for text in texts))}
    words = read_words(list(places), vocabulary)
    return chosen(words, np.array([places[text.input_text] for text in texts]))


def _unknown_share(words: Words, known: KnownTerms) -> Matrix:
    # One or two rare words are no sign: every short answer would be strange.
    found = np.bincount(words.rows[known.has(words)], minlength=len(words.counts))
    return np.where(words.counts >= FEWEST_WORDS, 1 - share(found, words.counts), 0.0)


def _parts(texts: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        yield texts[start : start + TEXTS_AT_ONCE]


def _triple_matrix(texts: Sequence[str]) -> Any:
    """Counts of letter triples, in a fixed number of buckets: no list of them has to be kept."""
    encoded = [f" {text[:MOST_CHARACTERS].lower()} ".encode("utf-8", "replace") for text in texts]
    first = np.repeat(np.arange(len(texts), dtype=np.uint32) * BUCKETS, list(map(len, encoded)))
    mixed = np.frombuffer(b"".join(encoded), dtype=np.uint8) * _MIXING
    places = (mixed[:-2] * np.uint32(65_536) + mixed[1:-1] * np.uint32(256) + mixed[2:]) >> np.uint32(21)
    return counted((first[:-2] + places)[first[:-2] == first[2:]], shape=(len(texts), BUCKETS))


def _stacked(parts: Sequence[Any], *, width: int) -> Any:
    from scipy.sparse import csr_matrix, vstack

    return vstack(parts, format="csr") if parts else csr_matrix((0, width))


def _weighted(counts: Any, rarity: Matrix) -> Any:
    """1 + log(count), times rarity, each text of length one."""
    weighted = counts.copy()
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    weights = (1 + np.log(counts.data)) * rarity[counts.indices]
    weighted.data = weights / np.sqrt(np.bincount(rows, weights=weights**2))[rows]
    return weighted


def _directions(counts: Any) -> tuple[Matrix, Matrix]:
    from sklearn.decomposition import TruncatedSVD

    texts, terms = counts.shape
    spread = np.bincount(counts.indices, minlength=terms)
    rarity = np.log((1 + texts) / (1 + spread)) + 1
    wanted = min(DIRECTIONS, texts - 1, terms - 1)
    if wanted < 1 or not counts.nnz:
        return rarity, np.zeros((terms, 0))
    found = TruncatedSVD(wanted, random_state=0, n_iter=4).fit(_weighted(counts, rarity))
    return rarity, np.ascontiguousarray(found.components_.T)
