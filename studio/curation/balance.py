"""Cuts groups down to a size, choosing by a hash so that the choice does not depend on the order; it never adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.curation.candidate import Candidate, tags_of
from studio.curation.preferences import Preference
from studio.curation.recipe import Balance
from studio.curation.split import place
from studio.curation.value import ValueRule

Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What may be kept or not: a sample's or a preference's id, and where it counts."""

    id: str
    cell: Cell
    hard: bool = False
    """A preference with a small margin."""


def cell_of(candidate: Candidate, *, balance: Balance, rule: ValueRule) -> Cell:
    """The cell of the plan, value and model that a sample counts in."""
    return tuple(_name(name, candidate=candidate, balance=balance, rule=rule) for name in balance.over)


def _name(name: str, *, candidate: Candidate, balance: Balance, rule: ValueRule) -> str:
    if name == "prompt":
        return candidate.prompt.name if candidate.prompt else "(no prompt)"
    if name == "model":
        return candidate.sample.system or "(no model)"
    if name.startswith("tag:"):
        return tags_of(candidate).get(name[4:], "(no tag)")
    decided = rule.decided(candidate, criterion=balance.criterion)
    if decided.value is None:
        return "(no value)"
    return f"{decided.value:.1f}" if isinstance(decided.value, float) else str(decided.value)


def over_the_limit(units: Sequence[Unit], *, most: float, seed: str) -> Iterator[Unit]:
    """The units to leave out so that no cell is larger than `most` times the smallest."""
    sizes = Counter(unit.cell for unit in units)
    limit = int(min(sizes.values(), default=0) * most)
    for cell in sizes:
        yield from _beyond([unit for unit in units if unit.cell == cell], limit=limit, seed=seed)


def wrong_share_of_hard(units: Sequence[Unit], *, share: float, seed: str) -> Iterator[Unit]:
    """The preferences to leave out so that the hard ones make up this share."""
    hard = [unit for unit in units if unit.hard]
    easy = [unit for unit in units if not unit.hard]
    total = _largest_total(hard=len(hard), easy=len(easy), share=share)
    yield from _beyond(hard, limit=round(total * share), seed=seed)
    yield from _beyond(easy, limit=total - round(total * share), seed=seed)


def _largest_total(*, hard: int, easy: int, share: float) -> int:
    """How many pairs there can be at most when this share of them is hard."""
    by_hard = hard / share if share > 0 else float("inf")
    by_easy = easy / (1 - share) if share < 1 else float("inf")
    return int(min(by_hard, by_easy) + 1e-9)


def most_per_input(preferences: Sequence[Preference], *, most: int | None, seed: str) -> Iterator[Preference]:
    """The preferences of one input beyond the limit; ties count apart, so that they push out no decided ones."""
    if most is None or len(preferences) <= most:
        return
    for ties in (False, True):
        alike = sorted((p for p in preferences if p.tie is ties), key=lambda p: place(p.id, seed=seed))
        yield from alike[most:]


def _beyond(units: Sequence[Unit], *, limit: int, seed: str) -> Sequence[Unit]:
    return sorted(units, key=lambda unit: place(unit.id, seed=seed))[limit:]
