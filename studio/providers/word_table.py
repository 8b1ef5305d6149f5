"""The table of words inside the embedded model's file: a vector for each English word; the model itself is not run."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import StudioError
from studio.providers.model_file import model_file

Vectors = np.ndarray[Any, np.dtype[np.float32]]
Places = np.ndarray[Any, np.dtype[np.int64]]

_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _LIST = 8, 9
_PACKED_BY_32 = 8
"""The file's name for numbers of one byte with a common scale for each 32 of them."""
_ALIGNED_TO = 32
_WORDS_KEPT = 100_000
_WORD_START = "Ġ"


class WordTable:
    """Called with words in small letters it gives their vectors; nothing but zeros for a word it cannot read."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        reading = _Reading(self._bytes)
        self._places = {token: place for place, token in enumerate(reading.tokens)}
        width, count, start = reading.table()
        rows = np.frombuffer(self._bytes, dtype=np.uint8, count=count * width // 32 * 34, offset=start)
        self._rows = rows.reshape(count, width // 32, 34)
        # A training asks for the same words several times.
        self._pieces = lru_cache(maxsize=_WORDS_KEPT)(self._pieces_of)

    @property
    def width(self) -> int:
        """Numbers a vector."""
        return int(self._rows.shape[1]) * 32

    def __call__(self, words: Sequence[str]) -> Vectors:
        """Words x numbers; a word of several pieces is their mean."""
        from scipy.sparse import csr_matrix

        pieces = [self._pieces(word) for word in words]
        counts = np.array(list(map(len, pieces)), dtype=np.int64)
        places, columns = np.unique(np.array(list(chain.from_iterable(pieces)), dtype=np.int64), return_inverse=True)
        shares = np.repeat(1 / np.maximum(counts, 1), counts).astype(np.float32)
        ends = np.concatenate([[0], np.cumsum(counts)])
        means: Vectors = csr_matrix((shares, columns, ends), shape=(len(words), len(places))) @ self._unpacked(places)
        return means

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        """The longest known beginning, then the longest of what is left, up to where nothing is known."""
        rest, found = _WORD_START + word if word.isascii() else "", []
        while rest:
            end = next((end for end in range(len(rest), 0, -1) if rest[:end] in self._places), 0)
            if not end:
                break
            if rest[:end] != _WORD_START:
                found.append(self._places[rest[:end]])
            rest = rest[end:]
        return tuple(found)

    def _unpacked(self, places: Places) -> Vectors:
        packed = self._rows[places]
        scales = packed[:, :, :2].copy().view(np.float16).astype(np.float32)
        vectors: Vectors = (packed[:, :, 2:].view(np.int8) * scales).reshape(len(places), self.width)
        return vectors


class _Reading:
    """Walks through the head of a GGUF file: facts first, then where each table lies."""

    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        self._at = 8
        self._tables, facts = self._number("Q"), self._number("Q")
        self.tokens: list[str] = []
        for _ in range(facts):
            name, kind = self._text(), self._number("I")
            if name == b"tokenizer.ggml.tokens":
                self.tokens = [token.decode("utf-8", "replace") for token in self._list()]
            else:
                self._skip(kind)

    def table(self) -> tuple[int, int, int]:
        """Width, words and first byte of the table of words; ValueError where it is packed in another way."""
        found = (0, 0, 0)
        for _ in range(self._tables):
            name, sizes = self._text(), [self._number("Q") for _ in range(self._number("I"))]
            packing, start = self._number("I"), self._number("Q")
            if name == b"token_embd.weight" and packing == _PACKED_BY_32:
                found = (sizes[0], sizes[1], start)
        if not found[0]:
            raise ValueError("the table of words is missing or packed in another way")
        first = -(-self._at // _ALIGNED_TO) * _ALIGNED_TO
        return found[0], found[1], first + found[2]

    def _number(self, kind: str) -> Any:
        (found,) = struct.unpack_from(f"<{kind}", self._content, self._at)
        self._at += struct.calcsize(f"<{kind}")
        return found

    def _text(self) -> bytes:
        size = self._number("Q")
        self._at += size
        return self._content[self._at - size : self._at]

    def _list(self) -> Iterator[bytes]:
        self._number("I")
        for _ in range(self._number("Q")):
            yield self._text()

    def _skip(self, kind: int) -> None:
        if kind == _TEXT:
            self._text()
        elif kind == _LIST:
            inner = self._number("I")
            for _ in range(self._number("Q")):
                self._skip(inner)
        else:
            self._number(_NUMBERS[kind])


@lru_cache(maxsize=1)
def embedded_word_table() -> WordTable | None:
    """The table of the model that comes in a package; None where that is not installed or cannot be read."""
    try:
        return WordTable(model_file("smollm2"))
    except (StudioError, OSError, ValueError, KeyError, struct.error):
        return None
