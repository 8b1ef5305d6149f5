"""How far a run has come, counted by result, in words a page or a terminal can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.records import FailureKind, RunState


@dataclass(slots=True)
class LaneCount:
    """The running count of one lane; only the event loop of the run changes it."""

    label: str
    address: str
    expected: int
    done: int = 0
    failed: Counter[FailureKind] = field(default_factory=Counter)
    calls: int = 0
    retries: int = 0
    cost_usd: float = 0.0
    unpriced_calls: int = 0
    began: float | None = None
    new_results: int = 0
    message: str = ""
    stopped: bool = False
    unreachable: int = 0
    """Connections that failed in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneProgress:
    """One judge's (or model's) part of a run at this moment."""

    label: str
    done: int
    failed: Mapping[FailureKind, int]
    waiting: int
    calls: int
    retries: int
    cost_usd: float | None
    """None when the price is unknown."""
    seconds_left: tuple[float, float] | None
    """Low and high; None before there is anything to reckon from."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunProgress:
    """A run at this moment."""

    run_id: int
    state: RunState
    message: str
    lanes: tuple[LaneProgress, ...]
    under_way: int
    """Calls that have been sent and not yet answered."""

    @property
    def is_live(self) -> bool:
        """Whether it is still moving."""
        return self.state in ("waiting", "running", "cancelling")


def lane_progress(count: LaneCount, *, now: float) -> LaneProgress:
    """What a page shows of a lane; nothing is shown of the future until ten results are in."""
    failed = sum(count.failed.values())
    waiting = max(0, count.expected - count.done - failed)
    return LaneProgress(
        label=count.label,
        done=count.done,
        failed=dict(count.failed),
        waiting=waiting,
        calls=count.calls,
        retries=count.retries,
        cost_usd=None if count.unpriced_calls else count.cost_usd,
        seconds_left=_seconds_left(count, waiting=waiting, now=now),
        message=count.message,
    )


def _seconds_left(count: LaneCount, *, waiting: int, now: float) -> tuple[float, float] | None:
    if count.began is None or count.new_results < 10 or count.stopped or not waiting:
        return None
    each = max(0.0, now - count.began) / count.new_results
    return 0.8 * each * waiting, 1.5 * each * waiting
