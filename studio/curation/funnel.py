"""Counts what is left at each step and why the rest was dropped, with examples; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """One reason, how often it applied, and the first few it applied to."""

    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the funnel."""

    name: str
    left: int
    dropped: tuple[Dropped, ...] = ()


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts while candidates pass; one for samples, one for pairs."""

    came_in: int = 0
    _counts: dict[str, dict[str, int]] = field(default_factory=dict)
    _examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def drop(self, identity: str, *, step: str, reason: str, count: int = 1) -> None:
        """Counts one that did not pass a step, or several of which one is the example."""
        reasons = self._counts.setdefault(step, {})
        reasons[reason] = reasons.get(reason, 0) + count
        examples = self._examples.setdefault((step, reason), [])
        if len(examples) < EXAMPLES:
            examples.append(identity)

    def steps(self, names: Sequence[str], *, first: str) -> tuple[Step, ...]:
        """The funnel from what came in to what is left, one step a name, in this order."""
        left = self.came_in
        told = [Step(name=first, left=left)]
        for name in names:
            dropped = self._dropped(name)
            left -= sum(one.count for one in dropped)
            told.append(Step(name=name, left=left, dropped=dropped))
        return tuple(told)

    def _dropped(self, step: str) -> tuple[Dropped, ...]:
        reasons = sorted(self._counts.get(step, {}).items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            Dropped(reason=reason, count=count, examples=tuple(self._examples[step, reason]))
            for reason, count in reasons
        )
