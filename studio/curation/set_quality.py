"""Numbers that say how varied a set of texts is; high or low is no verdict on the texts themselves."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

_WORD = re.compile(r"\w+|[^\w\s]")


def distinct_n(texts: Sequence[str], *, n: int = 2) -> float | None:
    """The share of different word n-grams among all: |set of n-grams| / |n-grams|.

    From near 0 (the same again and again) to 1 (no n-gram twice); None without any n-gram. It falls as a set grows,
    so only sets of about one size compare. Source: Li, Galley, Brockett, Gao and Dolan (2016).
    """
    grams = _word_grams(texts, n=n)
    return len(np.unique(grams)) / len(grams) if len(grams) else None


def compression_ratio(texts: Sequence[str]) -> float | None:
    """Bytes of all texts, one a line, over their bytes after compression (DEFLATE, level 9).

    About 2 to 3 for varied prose, higher the more repeats; None without text. Short sets compress badly: below a few
    thousand characters the number says little. Source: Shaib, Barrow, Sun, Siu, Wallace and Nenkova (2024).
    """
    whole = "\n".join(texts).encode("utf-8", "replace")
    return len(whole) / len(zlib.compress(whole, 9)) if whole else None


def mean_pairwise_similarity(texts: Sequence[str], *, pairs: int = 20_000, seed: int = 0) -> float | None:
    """The mean likeness of two different texts of the set: rapidfuzz's token sort ratio, from 0 to 1.

    Taken over all pairs where there are at most `pairs`, else over that many drawn at random with replacement, the
    same for the same seed (standard error about 0.001 at 20,000). None below two texts.
    Source: mean pairwise similarity as in Zhu et al. (2018), Self-BLEU, with an edit measure in the place of BLEU.
    """
    if len(texts) < 2:
        return None
    first, second = _pairs(len(texts), most=pairs, seed=seed)
    plain = np.array([_plain(text) for text in texts], dtype=object)
    return float(cpdist(plain[first], plain[second], scorer=fuzz.token_sort_ratio).mean()) / 100


def _pairs(size: int, *, most: int, seed: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    if size * (size - 1) // 2 <= most:
        first, second = np.triu_indices(size, k=1)
        return first, second
    rng = np.random.default_rng(seed)
    first = rng.integers(size, size=most)
    return first, (first + rng.integers(1, size, size=most)) % size


def _word_grams(texts: Sequence[str], *, n: int) -> npt.NDArray[np.uint64]:
    """A number for each word n-gram of each text; none reaches from one text into the next."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in _WORD.findall(_plain(text))] for text in texts]
    words = np.array([number for row in rows for number in row], dtype=np.uint64)
    text_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    if len(words) < n:
        return words[:0]
    whole = text_of[: len(words) - n + 1] == text_of[n - 1 :]
    # Where the words are too many for exact numbers, the product wraps; two n-grams meet once in 2**64.
    grams: npt.NDArray[np.uint64] = words[: len(words) - n + 1].copy()
    for step in range(1, n):
        grams = grams * np.uint64(len(numbers) | 1) + words[step : len(words) - n + 1 + step]
    inside: npt.NDArray[np.uint64] = grams[whole]
    return inside


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
