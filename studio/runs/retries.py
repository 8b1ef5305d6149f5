"""Which failures are tried again, how often and after how long; pure rules, no clock and no sleep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from studio.calls import Failure
from studio.records import FailureKind

LONGEST_WAIT_SECONDS = 120.0
FIRST_WAIT_SECONDS = 0.5

# How many calls in all, the first included; whatever is not here is called once.
MOST_TRIES: Mapping[FailureKind, int] = {
    "rate_limited": 10,
    "overloaded": 6,
    "server": 4,
    "connection": 4,
    "timeout": 3,
}

# After one of these, every further call of the same judge would fail the same way.
STOPS_THE_JUDGE: frozenset[FailureKind] = frozenset({"key_refused", "quota", "model_not_found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long to wait before the next try."""

    seconds: float
    capped_from_seconds: float | None = None
    """What the provider asked for, where that was longer than the studio waits."""


def wait_before_next(failure: Failure, *, tries: int, chance: Random) -> Wait | None:
    """The pause after this many tries, with full jitter; None when the failure stands."""
    if tries >= MOST_TRIES.get(failure.kind, 1):
        return None
    backoff = chance.uniform(0.0, min(FIRST_WAIT_SECONDS * 2**tries, LONGEST_WAIT_SECONDS))
    asked = failure.retry_after_seconds
    if asked is None:
        return Wait(seconds=backoff)
    if asked > LONGEST_WAIT_SECONDS:
        return Wait(seconds=LONGEST_WAIT_SECONDS, capped_from_seconds=asked)
    # A little jitter on top, or everyone who was told "5 seconds" comes back in the same instant.
    return Wait(seconds=max(asked, 0.0) + chance.uniform(0.0, min(1.0, 0.1 * asked + 0.05)))
