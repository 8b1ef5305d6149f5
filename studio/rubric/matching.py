"""Which parts of a changed list are the old ones, so that an edit moves them instead of writing them anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]

# From the surest sign of being the same to the weakest.
_SIGNS: tuple[Callable[[Item], object], ...] = (
    repr,
    lambda item: item.get("id"),
    lambda item: item.get("question") or item.get("output"),
    lambda item: item.get("why"),
)


def matched(old: Sequence[Item], new: Sequence[Item]) -> list[int | None]:
    """For each new item the position of the old one that it continues, or None for an item that was added."""
    pairs: list[int | None] = [None] * len(new)
    free = list(range(len(old)))
    for sign in _SIGNS:
        for at, item in enumerate(new):
            if pairs[at] is None and (mark := sign(item)):
                pairs[at] = next((i for i in free if sign(old[i]) == mark), None)
                free = [i for i in free if i != pairs[at]]
    for at in range(len(new)):
        if pairs[at] is None and at in free:
            pairs[at] = at
            free.remove(at)
    return pairs
