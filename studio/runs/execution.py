"""Carries out one run: hands out what is missing, saves each result the moment it exists, says how it ended."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from functools import partial
from random import Random
from typing import Any, ClassVar

from studio.calls import Call, Failure, Reply
from studio.errors import StudioError
from studio.records import RunState
from studio.runs.asking import Asker, Ticket
from studio.runs.budget import Budget
from studio.runs.live_run import LiveRun, stopped_lanes
from studio.runs.own_work import OwnLane
from studio.runs.progress import LaneCount, RunProgress, lane_progress
from studio.runs.surroundings import Stop, Surroundings
from studio.runs.work import Lane, LeavesAside, Saved
from studio.store.runs import save_call
from studio.store.store import Store

CANCEL_GRACE_SECONDS = 1.0
SEATS_A_PLACE = 2
MOST_WRITES_WAITING = 2_000
# A server that cannot be reached is not asked for each of 10,000 samples.
UNREACHABLE_IN_A_ROW = 12

STOPPED: dict[Stop, RunState] = {"pause": "paused", "cancel": "cancelled", "cap": "paused", "disk": "paused"}


class Execution(LiveRun):
    """A run that asks one call at a time; a pause lets calls under way finish, a cancel does not."""

    stop_at_exit: ClassVar[Stop] = "cancel"

    def __init__(
        self,
        *,
        run_id: int,
        lanes: Sequence[Lane],
        store: Store,
        surroundings: Surroundings,
        budget: Budget,
        timeout_seconds: float = 120.0,
        chance: Random | None = None,
    ) -> None:
        super().__init__(run_id=run_id, surroundings=surroundings)
        self._store = store
        self._lanes = list(lanes)
        self._counts = [
            LaneCount(label=lane.label, address=lane.address, expected=lane.expected, done=lane.settled)
            for lane in self._lanes
        ]
        self._saved: deque[tuple[LaneCount, Saved]] = deque()
        self._counting = threading.Lock()
        self._problem: StudioError | None = None
        self._asker = Asker(
            run_id=run_id,
            around=surroundings,
            budget=budget,
            stop_sign=self._stop_sign,
            timeout_seconds=timeout_seconds,
            chance=chance or Random(),
            keep_call=self._keep_call,
        )

    async def _carry_on(self) -> tuple[RunState, str]:
        lanes = [
            asyncio.create_task(self._run_lane(lane, count))
            for lane, count in zip(self._lanes, self._counts, strict=True)
        ]
        await _first_of(_all_of(lanes), self._stop_sign.wait())
        left_under_way = await self._end_lanes(lanes)
        await asyncio.to_thread(self._flush)
        self._count_saved()
        return self._ending(left_under_way)

    def progress(self) -> RunProgress:
        """The run at this moment; safe from any thread."""
        self._count_saved()
        now = self._around.now()
        stopping = self._stop_sign.why is not None and self._state == "running"
        message = f"Stopping: {self._asker.under_way} calls are still under way." if stopping else self._message
        message = message or self._left_aside()
        return RunProgress(
            run_id=self.run_id,
            state=self._state,
            message=message,
            lanes=tuple(lane_progress(count, now=now) for count in self._counts),
            under_way=self._asker.under_way,
        )

    async def _end_lanes(self, lanes: list[asyncio.Task[None]]) -> int:
        """Gives lanes the time their end deserves; returns how many calls were cut off."""
        if self._stop_sign.why is not None:
            await _first_of(_all_of(lanes), self._until_answered(), self._until_cancelled())
        left = self._asker.under_way
        for lane in lanes:
            lane.cancel()
        for result in await asyncio.gather(*lanes, return_exceptions=True):
            if isinstance(result, Exception):
                raise result
        return left

    async def _until_answered(self) -> None:
        # Not until the lanes end: they may be waiting at a door that a provider has closed for two minutes.
        await asyncio.sleep(0.05)
        while self._asker.under_way:
            await asyncio.sleep(0.05)

    async def _until_cancelled(self) -> None:
        while self._stop_sign.why != "cancel":
            await asyncio.sleep(0.1)
        await asyncio.sleep(CANCEL_GRACE_SECONDS)

    async def _run_lane(self, lane: Lane, count: LaneCount) -> None:
        if isinstance(lane, OwnLane):
            await self._work_alone(lane, count)
            return
        try:
            provider, limit = self._around.provider(lane.address), self._around.limit(lane.address)
        except StudioError as error:
            count.stopped, count.message = True, str(error)
            return
        seats = asyncio.Semaphore(limit.most * SEATS_A_PLACE)
        count.began = self._around.now()
        async with asyncio.TaskGroup() as group:
            for page in lane.pages():
                for task in page:
                    await seats.acquire()
                    if self._stop_sign.why or count.stopped:
                        return
                    ticket = Ticket(lane, count, task, provider, limit)
                    group.create_task(self._carry_out(ticket)).add_done_callback(lambda _: seats.release())
                await self._let_the_disk_catch_up()

    async def _work_alone(self, lane: OwnLane, count: LaneCount) -> None:
        """Everything anew: what is stored already is written over, and not counted twice."""
        count.began, count.done = self._around.now(), 0
        writings = lane.writings()
        try:
            while not self._stop_sign.why and (writing := await asyncio.to_thread(next, writings, None)):
                self._store.write_soon(writing).add_done_callback(lambda saved: self._after_save(count, saved))
                await self._let_the_disk_catch_up()
                count.expected = lane.expected
        except StudioError as error:
            count.stopped, count.message = True, str(error)

    async def _carry_out(self, ticket: Ticket) -> None:
        answered = await self._asker.ask(ticket)
        if answered is None:
            return
        outcome, call = answered
        lane, count, task = ticket.lane, ticket.count, ticket.task
        _watch_for_a_dead_server(count, outcome)
        future = self._store.write_soon(lambda database: lane.save(database, task, outcome, save_call(database, call)))
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda saved: self._after_save(count, saved))
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(ticket.limit.saved))

    def _keep_call(self, call: Call) -> None:
        self._store.write_soon(partial(save_call, call=call))

    def _after_save(self, count: LaneCount, saved: Future[Saved]) -> None:
        """Runs on the writer thread."""
        problem = saved.exception()
        if problem is None:
            self._saved.append((count, saved.result()))
            return
        if not isinstance(problem, StudioError):
            problem = StudioError(happened=f"A result could not be saved ({type(problem).__name__}).")
        self._problem = problem
        self._stop_sign.why = self._stop_sign.why or "disk"

    def _count_saved(self) -> None:
        # Several tabs may look at once, each from a thread of its own.
        with self._counting:
            while self._saved:
                count, saved = self._saved.popleft()
                count.done += saved.done
                count.new_results += saved.done + len(saved.failures)
                count.failed.update(saved.failures)

    async def _let_the_disk_catch_up(self) -> None:
        while self._store.backlog() > MOST_WRITES_WAITING:
            await asyncio.sleep(0.01)

    def _flush(self) -> None:
        self._store.write_soon(lambda database: None).exception()

    def _ending(self, left_under_way: int) -> tuple[RunState, str]:
        why = self._stop_sign.why
        if self._problem is not None:
            return "paused", str(self._problem)
        if why == "cap":
            return "paused", "Paused at the cap. Everything finished is saved; raise the cap and resume for the rest."
        if why == "pause":
            return "paused", "Paused. Everything finished is saved."
        if why == "cancel":
            calls = "1 call was" if left_under_way == 1 else f"{left_under_way} calls were"
            return "cancelled", f"Cancelled. Everything finished is saved; {calls} under way and may be charged."
        stopped = stopped_lanes(self._counts)
        if stopped and len(stopped) == len(self._counts):
            return "failed", " ".join(stopped)
        return "done", " ".join(part for part in (*stopped, self._left_aside()) if part)

    def _left_aside(self) -> str:
        told = [lane.left_aside() for lane in self._lanes if isinstance(lane, LeavesAside)]
        return " ".join(filter(None, told))


def _watch_for_a_dead_server(count: LaneCount, outcome: Reply | Failure) -> None:
    if isinstance(outcome, Reply) or outcome.kind != "connection":
        count.unreachable = 0
        return
    count.unreachable += 1
    if count.unreachable >= UNREACHABLE_IN_A_ROW:
        count.stopped, count.message = True, outcome.message


async def _all_of(lanes: Sequence[asyncio.Task[None]]) -> None:
    await asyncio.wait(lanes)


async def _first_of(*waits: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
