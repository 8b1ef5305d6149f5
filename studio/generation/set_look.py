"""A look at a whole set of inputs on a thread of its own: near-duplicates and how varied it is; it changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.curation.near_duplicates import NearDuplicate, near_duplicates
from studio.curation.set_quality import compression_ratio, distinct_n, mean_pairwise_similarity

MOST_TEXTS = 5_000


@dataclass(slots=True, kw_only=True)
class SetLook:
    """What is known so far; the page only reads it."""

    version: tuple[int, int]
    """Of the inputs it was begun with."""
    texts: Mapping[str, str]
    distinct_pairs: float | None = None
    compression: float | None = None
    similarity: float | None = None
    duplicates: dict[str, NearDuplicate] = field(default_factory=dict)
    error: Exception | None = None
    ended: threading.Event = field(default_factory=threading.Event)


def look_at(texts: Mapping[str, str], *, version: tuple[int, int]) -> SetLook:
    """Begins to look; returns at once."""
    look = SetLook(version=version, texts=texts)
    threading.Thread(target=_carry_out, args=(look,), daemon=True).start()
    return look


def _carry_out(look: SetLook) -> None:
    try:
        whole = list(look.texts.values())
        look.distinct_pairs = distinct_n(whole)
        look.compression = compression_ratio(whole)
        look.similarity = mean_pairwise_similarity(whole)
        look.duplicates = near_duplicates(look.texts)
    except Exception as error:  # told on the page; a thread has nobody above it
        look.error = error
    finally:
        look.ended.set()


def variety_in_words(look: SetLook) -> list[str]:
    """What the numbers say, one plain sentence each."""
    said = []
    if look.distinct_pairs is not None:
        said.append(
            f"{_percent(look.distinct_pairs)} of all pairs of neighbouring words are different ones (distinct-2). "
            + ("The wording hardly repeats." if look.distinct_pairs >= 0.6 else "The same phrases come back often.")
        )
    if look.compression is not None:
        varied = look.compression <= 3.0
        said.append(
            f"The set can be packed to 1/{look.compression:.1f} of its size (compression ratio). "
            + ("That is usual for varied text." if varied else "Varied text packs to a half or a third: much repeats.")
        )
    if look.similarity is not None:
        apart = look.similarity <= 0.45
        said.append(
            f"Two inputs drawn at random are {_percent(look.similarity)} alike in letters (mean pairwise similarity). "
            + ("They stand well apart." if apart else "They look much like each other.")
        )
    return said


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
