"""The part of a run that asks nobody: it reckons its results and hands them over a page at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping

from studio.records import FailureKind
from studio.runs.work import Saved
from studio.store.engine import Database

Writing = Callable[[Database], Saved]


class OwnLane(ABC):
    """A lane whose results are made here, without calls, keys or money."""

    label: str
    address: str
    settled: int
    expected: int

    @abstractmethod
    def writings(self) -> Iterator[Writing]:
        """What is to be written, page by page; runs on a thread of its own and raises StudioError in words."""

    @abstractmethod
    def open_failures(self) -> Mapping[FailureKind, int]:
        """What has failed and may be asked again."""
