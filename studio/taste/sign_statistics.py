"""What is counted by signs: lines, lists, digits, punctuation; every character of many texts is looked at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from studio.taste.arrays import Column, Integers
from studio.taste.word_statistics import SMALL_WORDS, share
from studio.taste.words import Words

_LIST_ITEM = re.compile(r"^[^\S\n]*(?:[-*•]|\d{1,3}[.)])[^\S\n]", re.MULTILINE)
_PROPER_END = re.compile(r"[.!?:;)\"”'’\]}>`]\s*\Z")
_CODE = "{}<>=;`\\|"
_OTHER, _DIGIT, _CAPITAL, _LINE, _MARK, _CODED, _COLON, _QUESTION, _EXCLAMATION = range(9)
_FOREIGN = 16
"""Added to the kind of a character beyond ASCII."""
_KINDS = 32
_FIRST_UNLISTED = 256


def kind_counts(texts: Sequence[str]) -> Integers:
    """Texts x kinds of characters: how many of each."""
    whole = "".join(texts).encode("utf-32-le", "surrogatepass")
    kinds = _KIND_OF[np.minimum(np.frombuffer(whole, dtype="<u4"), _FIRST_UNLISTED)]
    rows = np.repeat(np.arange(len(texts)) * _KINDS, list(map(len, texts)))
    return np.bincount(rows + kinds, minlength=len(texts) * _KINDS).reshape(len(texts), _KINDS)


def form(texts: Sequence[str], *, words: Words, kinds: Integers, sentences: Integers) -> tuple[Column, ...]:
    """How it begins and ends, and what it is made up of."""
    count = words.counts
    small = np.bincount(words.rows[words.numbers < len(SMALL_WORDS)], minlength=len(count))
    return (
        np.array([_PROPER_END.search(text[-200:]) is not None for text in texts]),
        np.array([text.lstrip()[:1].isupper() for text in texts]),
        np.log1p(kinds[:, _LINE]),
        np.log1p([len(_LIST_ITEM.findall(text)) for text in texts]),
        np.log1p(sentences),
        np.log1p(count / np.maximum(1, sentences)),
        share(words.letters, count) / 5,
        share(small, count),
    )


def signs(texts: Sequence[str], *, words: Words, kinds: Integers) -> tuple[Column, ...]:
    """Which characters it is written in."""
    size = np.maximum(1, kinds.sum(axis=1))
    foreign = kinds[:, _FOREIGN:].sum(axis=1)
    found = kinds[:, :_FOREIGN] + kinds[:, _FOREIGN:]
    return (
        found[:, _DIGIT] / size,
        found[:, _MARK:].sum(axis=1) / size,
        found[:, _CAPITAL] / size,
        foreign / size,
        found[:, _QUESTION] > 0,
        found[:, _EXCLAMATION] > 0,
        found[:, _COLON] / np.maximum(1, words.counts),
        found[:, _CODED] / size,
        np.array(["http" in text or "www." in text for text in texts]),
    )


def _kind(sign: str) -> int:
    if sign in _NAMED:
        return _NAMED[sign]
    if sign.isalpha():
        return _CAPITAL if sign.isupper() else _OTHER
    return _DIGIT if sign.isdigit() else _OTHER if sign.isalnum() or sign.isspace() else _MARK


_NAMED = {"\n": _LINE, ":": _COLON, "?": _QUESTION, "!": _EXCLAMATION} | dict.fromkeys(_CODE, _CODED)
# The last one stands for all characters that are not listed, whatever they are.
_KIND_OF = np.array(
    [_kind(chr(number)) + (_FOREIGN if number > 127 else 0) for number in range(_FIRST_UNLISTED)] + [_MARK + _FOREIGN]
)
