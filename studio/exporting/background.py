"""Long work on a thread of its own, one after another, so that a page never waits for it; keeps the last results."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from studio.curation.candidate import Candidate, PairCandidate
from studio.curation.selection import Candidates

T = TypeVar("T")
KEPT = 4


class Stopped(Exception):
    """Nobody waits for this work any more."""


@dataclass(slots=True)
class Walk:
    """How far some work has come: counted by what it takes up, and stopped between two of them."""

    total: int
    done: int = 0
    stop: bool = False

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Walked:
    """Candidates that are counted while they are walked."""

    candidates: Candidates
    walk: Walk

    def __iter__(self) -> Iterator[Candidate | PairCandidate]:
        for candidate in self.candidates:
            if self.walk.stop:
                raise Stopped
            self.walk.done += 1
            yield candidate


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """One piece of work, under way or done."""

    walk: Walk
    outcome: Future[T] = field(default_factory=Future)

    def wait(self, *, seconds: float) -> bool:
        """Whether it is done within these seconds."""
        try:
            self.outcome.exception(seconds)
        except TimeoutError:
            return False
        return True


class Background:
    """Works by key: what was asked before is not done again while it is kept."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._kept = kept
        self._works: dict[Hashable, Work[object]] = {}
        self._shared: dict[Hashable, object] = {}
        self._turn = threading.Lock()
        self._list = threading.Lock()

    def ask(self, key: Hashable, work: Callable[[Walk], T], *, total: int) -> Work[T]:
        """The work of this key: begun now, or as it stands."""
        with self._list:
            known = self._works.get(key)
            if known is None or known.walk.stop:
                known = self._works[key] = Work(Walk(total))
                threading.Thread(target=self._do, args=(known, work), name="studio-background", daemon=True).start()
                self._forget_the_oldest()
        return known  # type: ignore[return-value]

    def find(self, key: Hashable) -> Work[object] | None:
        """The work of this key, if it was begun and is still kept."""
        with self._list:
            return self._works.get(key)

    def stop(self, key: Hashable) -> None:
        """Ends work that nobody waits for; what is done stays."""
        known = self.find(key)
        if known is not None and not known.outcome.done():
            known.walk.stop = True

    def shared(self, key: Hashable, make: Callable[[], T]) -> T:
        """What several works need alike, made by the first of them; call it from a work: they come one at a time."""
        if key not in self._shared:
            made = make()
            for old in list(self._shared)[: len(self._shared) + 1 - self._kept]:
                del self._shared[old]
            self._shared[key] = made
        return self._shared[key]  # type: ignore[return-value]

    def _do(self, known: Work[object], work: Callable[[Walk], object]) -> None:
        with self._turn:
            try:
                if known.walk.stop:
                    raise Stopped
                known.outcome.set_result(work(known.walk))
            except BaseException as error:  # whoever asks for the outcome is told
                known.outcome.set_exception(error)

    def _forget_the_oldest(self) -> None:
        done = [key for key, one in self._works.items() if one.outcome.done()]
        for key in done[: max(0, len(self._works) - self._kept)]:
            del self._works[key]
