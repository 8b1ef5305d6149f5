"""Carries out one run in provider batches: cheap, within a day, and it may be left and picked up again at any time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from studio.records import RunState
from studio.runs.batching import LaneInBatches
from studio.runs.budget import Budget
from studio.runs.live_run import LiveRun, stopped_lanes
from studio.runs.progress import LaneCount, RunProgress, lane_progress
from studio.runs.surroundings import Stop, Surroundings
from studio.runs.work import BatchLane
from studio.store.store import Store

LEFT = "The provider goes on by itself. Resume to collect what it has answered; nothing is handed in twice."
AT_CAP = "Paused at the cap. Everything answered is saved; raise the cap and resume for the rest."


class BatchExecution(LiveRun):
    """A run in batches: a pause leaves them with the provider, a cancel calls them back and keeps what is answered."""

    # Leaving the studio must not cancel what a provider is still working on.
    stop_at_exit: ClassVar[Stop] = "pause"

    def __init__(
        self, *, run_id: int, lanes: Sequence[BatchLane], store: Store, surroundings: Surroundings, budget: Budget
    ) -> None:
        super().__init__(run_id=run_id, surroundings=surroundings)
        self._works = [
            LaneInBatches(
                lane,
                LaneCount(label=lane.label, address=lane.address, expected=lane.expected, done=lane.settled),
                run_id=run_id,
                store=store,
                around=surroundings,
                budget=budget,
                stop_sign=self._stop_sign,
            )
            for lane in lanes
        ]

    async def _carry_on(self) -> tuple[RunState, str]:
        await asyncio.gather(*(work.carry_out() for work in self._works))
        return self._ending()

    def progress(self) -> RunProgress:
        """The run at this moment; safe from any thread."""
        now = self._around.now()
        return RunProgress(
            run_id=self.run_id,
            state=self._state,
            message=self._message,
            lanes=tuple(lane_progress(work.count, now=now) for work in self._works),
            under_way=sum(work.at_provider for work in self._works),
        )

    def _ending(self) -> tuple[RunState, str]:
        counts = [work.count for work in self._works]
        if self._stop_sign.why == "cancel":
            return "cancelled", "Cancelled. Everything the provider had answered is saved."
        if self._stop_sign.why == "pause":
            return "paused", LEFT
        stopped = stopped_lanes(counts)
        if any(work.at_cap for work in self._works):
            return "paused", " ".join([AT_CAP, *stopped])
        if stopped and len(stopped) == len(counts):
            return "failed", " ".join(stopped)
        return "done", " ".join(stopped)
