"""What a run has to do, as the scheduler sees it: tasks to ask, replies to read, results to save."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from studio.calls import Failure, Reply, Request
from studio.records import FailureKind, Usage
from studio.store.engine import Database

Price = Callable[[str, Usage], float | None]
"""What so many tokens cost at a model's address; None when the price is unknown."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to ask one model."""

    subject: str
    request: Request
    key: Any
    """Whatever the work needs to save the outcome."""
    name: str = ""
    """What a batch or a file of requests calls it; the same task has the same name in every process."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A reply nothing could be read from; `repair` is the one further try, where there is one."""

    message: str
    repair: Request | None
    kind: FailureKind = "unreadable"


@dataclass(frozen=True, slots=True)
class Saved:
    """What one outcome added to the store."""

    done: int
    failures: tuple[FailureKind, ...] = ()


class Lane(Protocol):
    """One judge's, or one model's, part of a run: its tasks go to one model address."""

    label: str
    """The judge or the prompt and model, in words."""
    address: str
    """`provider:model`."""
    settled: int
    """Results that were there before the run began."""
    expected: int
    """Results there will be when nothing is missing."""

    def pages(self) -> Iterator[Sequence[Task]]:
        """What is missing now, a page at a time, read from the store as it is needed."""

    def read(self, task: Task, reply: Reply) -> Unreadable | None:
        """Whether a usable result can be read from the reply."""

    def save(self, database: Database, task: Task, outcome: Reply | Failure, call_id: int) -> Saved:
        """Writes the outcome down."""

    def expected_cost_usd(self, request: Request) -> float | None:
        """The most this request will probably cost; None when the price is unknown."""


@runtime_checkable
class LeavesAside(Protocol):
    """A lane that leaves to others what they have in hand already."""

    def left_aside(self) -> str:
        """What it has left to others so far and how to get it, in words; empty for nothing."""


class BatchLane(Lane, Protocol):
    """A lane whose tasks can be answered hours later, by another process."""

    id: str
    """The judge."""

    def tasks_named(self, names: Sequence[str]) -> dict[str, Task]:
        """The tasks of these names, as far as they are this lane's and their samples are still there."""
