"""Finds texts that say the same in nearly the same words; it knows letters, not meaning, and drops nothing."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

THRESHOLD = 0.8
"""Where the planted set of the tests is found whole and nothing else with it; see docs/generating.md."""

_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’")
# A text that holds a much shorter one whole is not its copy.
_SHORTEST_PART = 1 / 3
_RAREST_TRIPLES = 24
_MOST_CANDIDATES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicate:
    """A text that is nearly the same as one that was there before."""

    text_id: str
    """The text that was there before."""
    similarity: float
    """1.0: the same words, whatever their order, case and punctuation."""


class NearDuplicates:
    """An index that grows text by text and tells for a new one whether something like it is in it already.

    Candidates are the texts that share the rarest letter triples with the new one; rapidfuzz then compares the words
    of each. Both steps are bounded, so an answer takes milliseconds for short and long texts alike.
    """

    def __init__(self, *, threshold: float = THRESHOLD) -> None:
        self.threshold = threshold
        self._ids: list[str] = []
        self._words: list[str] = []
        self._triples: list[array[int]] = []
        """The numbers of the letter triples of each text."""
        self._same: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._places: list[array[int]] = []
        """For each letter triple, by its number, the texts that have it."""

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, *, text_id: str, text: str) -> None:
        """Takes a text into the index."""
        place, words = len(self._ids), sorted_words(text)
        numbers = array("I", (self._numbers.setdefault(t, len(self._numbers)) for t in letter_triples(words)))
        self._places.extend(array("I") for _ in range(len(self._numbers) - len(self._places)))
        for number in numbers:
            self._places[number].append(place)
        self._ids.append(text_id)
        self._words.append(words)
        self._triples.append(numbers)
        self._same.setdefault(words, place)

    def closest(self, text: str) -> NearDuplicate | None:
        """The most similar text of the index, if it is at least as similar as the threshold asks."""
        words = sorted_words(text)
        if words in self._same:
            return NearDuplicate(text_id=self._ids[self._same[words]], similarity=1.0)
        triples = letter_triples(words)
        known = {self._numbers[triple] for triple in triples if triple in self._numbers}
        best = NearDuplicate(text_id="", similarity=0.0)
        for place in self._candidates(known):
            similarity = self._similarity(place, words=words, triples=known, triple_count=len(triples))
            if similarity > best.similarity:
                best = NearDuplicate(text_id=self._ids[place], similarity=similarity)
        return best if best.similarity >= self.threshold else None

    def _candidates(self, triples: set[int]) -> list[int]:
        """The texts that share most of the rarest letter triples, in the order in which they came."""
        rarest = sorted((len(self._places[number]), number) for number in triples)[:_RAREST_TRIPLES]
        if not rarest:
            return []
        having = [np.frombuffer(self._places[number], dtype=np.uint32) for _, number in rarest]
        shared = np.bincount(np.concatenate(having))
        first_likely = max(0, len(shared) - _MOST_CANDIDATES)
        likely = np.argpartition(shared, first_likely)[first_likely:]
        return sorted(int(place) for place in likely if shared[place])

    def _similarity(self, place: int, *, words: str, triples: set[int], triple_count: int) -> float:
        """The larger of two numbers from 0 to 1: rapidfuzz's ratio of the sorted words, and the share of the shorter
        text's letter triples that stand in the longer one, unless that one is more than three times as long."""
        in_order = fuzz.ratio(words, self._words[place]) / 100
        shorter, longer = sorted((len(words), len(self._words[place])))
        if shorter < longer * _SHORTEST_PART:
            return in_order
        shared = len(triples.intersection(self._triples[place]))
        return max(in_order, shared / min(triple_count, len(self._triples[place])))


def near_duplicates(texts: Mapping[str, str], *, threshold: float = THRESHOLD) -> dict[str, NearDuplicate]:
    """The texts that are nearly the same as an earlier one, by id; what is itself listed is not compared with."""
    index = NearDuplicates(threshold=threshold)
    found: dict[str, NearDuplicate] = {}
    for text_id, text in texts.items():
        near = index.closest(text)
        if near is None:
            index.add(text_id=text_id, text=text)
        else:
            found[text_id] = near
    return found


def sorted_words(text: str) -> str:
    """The words of a text in lower case and in alphabetical order; the text itself where it has no words at all."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return " ".join(sorted(_WORD.findall(folded))) or folded.strip()


def letter_triples(words: str) -> set[str]:
    """The letter triples of each word with its borders: a changed order keeps them all, a typo loses three."""
    padded = f" {words} "
    return {padded[i : i + 3] for i in range(len(padded) - 2) if padded[i + 1] != " "}
