"""Texts as rows of numbers: statistics, words and pairs of words, letter triples; fitted on texts, not on ratings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from studio.taste.text_statistics import MOST_CHARACTERS, STATISTICS, statistics_of, words_in

Matrix = np.ndarray[Any, np.dtype[np.float64]]

MOST_TERMS = 5_000
BUCKETS = 2_048
DIRECTIONS = 50
TEXTS_AT_ONCE = 250
FEWEST_WORDS = 5
STATISTIC_COUNT = len(STATISTICS)


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

    @property
    def width(self) -> int:
        """Numbers a text."""
        return STATISTIC_COUNT + int(self.term_directions.shape[1]) + int(self.triple_directions.shape[1])


def fit_space(texts: Sequence[str]) -> FeatureSpace:
    """The space of these outputs (Deerwester et al. 1990); the same texts give the same space."""
    tokens = [_terms_of(words_in(text)) for text in texts]
    spread = Counter(term for found in tokens for term in set(found))
    shared = sorted((-count, term) for term, count in spread.items() if count > 1)[:MOST_TERMS]
    terms = tuple(term for _, term in shared)
    by_term = _term_matrix(tokens, {term: place for place, term in enumerate(terms)})
    by_triple = _stacked([_triple_matrix(part) for part in _parts(texts)], width=BUCKETS)
    term_rarity, term_directions = _directions(by_term)
    triple_rarity, triple_directions = _directions(by_triple)
    return FeatureSpace(terms, term_rarity, term_directions, triple_rarity, triple_directions)


def described(space: FeatureSpace, texts: Sequence[Text]) -> tuple[Matrix, Matrix]:
    """Texts x numbers, and for each text the share of its words that the space does not know."""
    known = {term: place for place, term in enumerate(space.terms)}
    rows, unknown = [], []
    for part in _parts(texts):
        outputs = [text.output for text in part]
        words = [words_in(output) for output in outputs]
        tokens = [_terms_of(found) for found in words]
        numbers = [
            statistics_of(input_text=text.input_text, output=text.output, words=found)
            for text, found in zip(part, words, strict=True)
        ]
        terms = _weighted(_term_matrix(tokens, known), space.term_rarity) @ space.term_directions
        triples = _weighted(_triple_matrix(outputs), space.triple_rarity) @ space.triple_directions
        rows.append(np.hstack([np.array(numbers), terms, triples]))
        unknown += [_unknown_share(found, known) for found in words]
    return (np.vstack(rows) if rows else np.zeros((0, space.width))), np.array(unknown)


def _terms_of(words: Sequence[str]) -> list[str]:
    return [*words, *map(" ".join, pairwise(words))]


def _unknown_share(words: Sequence[str], known: dict[str, int]) -> float:
    # One or two rare words are no sign: every short answer would be strange.
    return 1 - sum(map(known.__contains__, words)) / len(words) if len(words) >= FEWEST_WORDS else 0.0


def _parts(texts: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        yield texts[start : start + TEXTS_AT_ONCE]


def _term_matrix(tokens: Sequence[Sequence[str]], known: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    places: list[int] = []
    ends = [0]
    for found in tokens:
        places += [place for place in map(known.get, found) if place is not None]
        ends.append(len(places))
    shape = (len(tokens), max(1, len(known)))
    counts = csr_matrix((np.ones(len(places)), np.array(places, dtype=np.int64), np.array(ends)), shape=shape)
    counts.sum_duplicates()
    return counts


def _triple_matrix(texts: Sequence[str]) -> Any:
    """Counts of letter triples, in a fixed number of buckets: no list of them has to be kept."""
    from scipy.sparse import csr_matrix

    encoded = [f" {text[:MOST_CHARACTERS].lower()} ".encode("utf-8", "replace") for text in texts]
    row = np.repeat(np.arange(len(texts), dtype=np.int32), list(map(len, encoded)))
    wide = np.frombuffer(b"".join(encoded), dtype=np.uint8).astype(np.uint32)
    mixed = (wide[:-2] * np.uint32(65_536) + wide[1:-1] * np.uint32(256) + wide[2:]) * np.uint32(2_654_435_761)
    cells = (row[:-2] * BUCKETS + (mixed >> np.uint32(21)).astype(np.int32))[row[:-2] == row[2:]]
    counts = np.bincount(cells, minlength=len(texts) * BUCKETS)
    filled = np.flatnonzero(counts)
    ends = np.searchsorted(filled, np.arange(len(texts) + 1) * BUCKETS)
    return csr_matrix((counts[filled].astype(np.float32), filled % BUCKETS, ends), shape=(len(texts), BUCKETS))


def _stacked(parts: Sequence[Any], *, width: int) -> Any:
    from scipy.sparse import csr_matrix, vstack

    return vstack(parts, format="csr") if parts else csr_matrix((0, width))


def _weighted(counts: Any, rarity: Matrix) -> Any:
    """1 + log(count), times rarity, each text of length one."""
    from scipy.sparse import diags

    weighted = counts.copy()
    weighted.data = 1 + np.log(weighted.data)
    weighted = weighted @ diags(rarity)
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return diags(1 / np.where(lengths > 0, lengths, 1)) @ weighted


def _directions(counts: Any) -> tuple[Matrix, Matrix]:
    from sklearn.decomposition import TruncatedSVD

    texts, terms = counts.shape
    spread = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + texts) / (1 + spread)) + 1
    wanted = min(DIRECTIONS, texts - 1, terms - 1)
    if wanted < 1 or not counts.nnz:
        return rarity, np.zeros((terms, 0))
    found = TruncatedSVD(wanted, random_state=0, n_iter=4).fit(_weighted(counts, rarity))
    return rarity, np.ascontiguousarray(found.components_.T)
