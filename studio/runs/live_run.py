"""What a run is to those who watch and stop it while it lives, however its work is carried out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from studio.records import RunState
from studio.runs.progress import LaneCount, RunProgress
from studio.runs.surroundings import Stop, StopSign, Surroundings


class LiveRun(ABC):
    """One run while it lives; everything but `progress` belongs to its event loop."""

    stop_at_exit: ClassVar[Stop]
    """How it is stopped when the studio is left."""

    def __init__(self, *, run_id: int, surroundings: Surroundings) -> None:
        self.run_id = run_id
        self._around = surroundings
        self._stop_sign = StopSign()
        self._state: RunState = "waiting"
        self._message = ""

    async def run(self) -> tuple[RunState, str]:
        """Works until nothing is missing or somebody stops it; returns how it ended, and that in words."""
        self._state = "running"
        self._state, self._message = await self._carry_on()
        return self._state, self._message

    def stop(self, why: Stop) -> None:
        """Asks the run to stop; call it on the event loop. What a pause and a cancel let finish is the run's own."""
        self._stop_sign.put_up(why)
        if why == "cancel" and self._state == "running":
            self._state = "cancelling"

    def broke_off(self, message: str) -> tuple[RunState, str]:
        """Notes that the run itself went wrong, which `run` then raised."""
        self._state, self._message = "failed", message
        return self._state, self._message

    @abstractmethod
    def progress(self) -> RunProgress:
        """The run at this moment; safe from any thread."""

    @abstractmethod
    async def _carry_on(self) -> tuple[RunState, str]:
        """Does the work; returns how it ended, and that in words."""


def stopped_lanes(counts: Iterable[LaneCount]) -> list[str]:
    """Who stopped before the end, and why."""
    return [f"{count.label}: {count.message}" for count in counts if count.stopped]
