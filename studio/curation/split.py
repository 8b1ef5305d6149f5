"""Shares inputs out to train, validation and test by a hash of their text; the same input never goes two ways."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from typing import Literal

from studio.curation.recipe import Split
from studio.records import Input

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = ("train", "validation", "test")


def input_key(asked: Input) -> str:
    """What makes two inputs the same input: their text without case, spacing and look-alike signs."""
    return plain_text(asked.text) or asked.id


@lru_cache(maxsize=16)  # the samples of one input ask one after the other
def plain_text(text: str) -> str:
    """The text as it is compared: NFKC, lower case, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def text_key(text: str) -> bytes:
    """Sixteen bytes that stand for a text where many are remembered."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def place(text: str, *, seed: str) -> float:
    """A number from 0 to 1 that depends on nothing but the text and the seed, and is spread evenly."""
    digest = hashlib.sha256(f"{seed}\0{text}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


_place_of_input = lru_cache(maxsize=16)(place)


def part_of(asked: Input, *, split: Split) -> Part:
    """Where an input goes; adding other inputs never moves it."""
    where = _place_of_input(input_key(asked), seed=split.seed)
    if where < split.train:
        return "train"
    return "validation" if where < split.train + split.validation or not split.test else "test"
