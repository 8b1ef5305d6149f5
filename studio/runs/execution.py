"""Carries out one run: asks within the limits, tries again by the rules, saves each result the moment it exists."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Literal, Protocol

from studio.calls import Failure, Reply, Request
from studio.errors import StudioError
from studio.providers.base import Provider
from studio.records import Call, RunState, Usage
from studio.runs.budget import Budget
from studio.runs.limits import Limit
from studio.runs.progress import LaneCount, RunProgress, lane_progress
from studio.runs.retries import LONGEST_WAIT_SECONDS, STOPS_THE_JUDGE, Wait, wait_before_next
from studio.runs.work import Lane, Saved, Task
from studio.store.runs import save_call
from studio.store.store import Store

CANCEL_GRACE_SECONDS = 1.0
SEATS_A_PLACE = 2
MOST_WRITES_WAITING = 2_000
# A server that cannot be reached is not asked for each of 10,000 samples.
UNREACHABLE_IN_A_ROW = 12

Stop = Literal["pause", "cancel", "cap", "disk"]
STOPPED: dict[Stop, RunState] = {"pause": "paused", "cancel": "cancelled", "cap": "paused", "disk": "paused"}


class Surroundings(Protocol):
    """What a run needs from the process it runs in."""

    def provider(self, address: str) -> Provider:
        """The door to this model; raises StudioError in words when there is none."""

    def limit(self, address: str) -> Limit:
        """The limit of this model's provider, shared by every run of the process."""

    def cost_usd(self, address: str, usage: Usage) -> float | None:
        """What these tokens cost; None when the price is unknown."""

    def now(self) -> float:
        """Seconds that only go forward."""


@dataclass(slots=True)
class _Ticket:
    """One task on its way."""

    lane: Lane
    count: LaneCount
    task: Task
    provider: Provider
    limit: Limit


class Execution:
    """One run while it lives; everything but `progress` and the stop wishes belongs to its event loop."""

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
        self.run_id = run_id
        self._store = store
        self._around = surroundings
        self._budget = budget
        self._timeout_seconds = timeout_seconds
        self._chance = chance or Random()
        self._lanes = list(lanes)
        self._counts = [
            LaneCount(label=lane.label, address=lane.address, expected=lane.expected, done=lane.settled)
            for lane in self._lanes
        ]
        self._saved: deque[tuple[LaneCount, Saved]] = deque()
        self._stop: Stop | None = None
        self._stopping = asyncio.Event()
        self._state: RunState = "waiting"
        self._message = ""
        self._under_way = 0
        self._problem: StudioError | None = None

    async def run(self) -> tuple[RunState, str]:
        """Works until nothing is missing or somebody stops it; returns how it ended, and that in words."""
        self._state = "running"
        lanes = [
            asyncio.create_task(self._run_lane(lane, count))
            for lane, count in zip(self._lanes, self._counts, strict=True)
        ]
        stopping = asyncio.create_task(self._until_stopped())
        everything = asyncio.create_task(_all_of(lanes))
        await asyncio.wait([everything, stopping], return_when=asyncio.FIRST_COMPLETED)
        left_under_way = await self._end_lanes(lanes)
        stopping.cancel()
        await asyncio.to_thread(self._flush)
        self._count_saved()
        self._state, self._message = self._ending(left_under_way)
        return self._state, self._message

    def stop(self, why: Stop) -> None:
        """Asks the run to stop; call it on the event loop. A pause lets calls under way finish, a cancel does not."""
        if self._stop in (None, "pause"):
            self._stop = why
            if why == "cancel":
                self._state = "cancelling"
        self._stopping.set()

    def progress(self) -> RunProgress:
        """The run at this moment; safe from any thread."""
        self._count_saved()
        now = self._around.now()
        pausing = self._stop in ("pause", "cap") and self._state == "running"
        message = f"Stopping: {self._under_way} calls are still under way." if pausing else self._message
        return RunProgress(
            run_id=self.run_id,
            state=self._state,
            message=message,
            lanes=tuple(lane_progress(count, now=now) for count in self._counts),
            under_way=self._under_way,
        )

    async def _end_lanes(self, lanes: list[asyncio.Task[None]]) -> int:
        if self._stop == "cancel":
            await asyncio.wait(lanes, timeout=CANCEL_GRACE_SECONDS)
        elif self._stop is not None:
            cancelled = asyncio.create_task(self._until_cancelled())
            everything = asyncio.create_task(_all_of(lanes))
            await asyncio.wait([everything, cancelled], return_when=asyncio.FIRST_COMPLETED)
            cancelled.cancel()
        left = self._under_way
        for lane in lanes:
            lane.cancel()
        for result in await asyncio.gather(*lanes, return_exceptions=True):
            if isinstance(result, Exception):
                raise result
        return left

    async def _until_stopped(self) -> None:
        await self._stopping.wait()

    async def _until_cancelled(self) -> None:
        while self._stop != "cancel":
            await asyncio.sleep(0.1)
        await asyncio.sleep(CANCEL_GRACE_SECONDS)

    async def _run_lane(self, lane: Lane, count: LaneCount) -> None:
        try:
            provider = self._around.provider(lane.address)
            limit = self._around.limit(lane.address)
        except StudioError as error:
            count.stopped, count.message = True, str(error)
            return
        seats = asyncio.Semaphore(limit.most * SEATS_A_PLACE)
        count.began = self._around.now()
        async with asyncio.TaskGroup() as group:
            for page in lane.pages():
                for task in page:
                    await seats.acquire()
                    if self._stop or count.stopped:
                        return
                    ticket = _Ticket(lane, count, task, provider, limit)
                    group.create_task(self._carry_out(ticket)).add_done_callback(lambda _: seats.release())
                await self._let_the_disk_catch_up()

    async def _carry_out(self, ticket: _Ticket) -> None:
        request, repaired, tries = ticket.task.request, False, 0
        while True:
            outcome = await self._call(ticket, request)
            if outcome is None:
                return
            tries += 1
            call = self._call_record(ticket, outcome)
            if isinstance(outcome, Reply):
                unreadable = ticket.lane.read(ticket.task, outcome)
                if unreadable is None:
                    return self._save(ticket, outcome, call)
                call = replace(call, failure="unreadable", message=unreadable.message)
                if unreadable.repair is None or repaired:
                    return self._save(ticket, outcome, call)
                request, repaired = unreadable.repair, True
            else:
                wait = wait_before_next(outcome, tries=tries, chance=self._chance)
                if wait is None or ticket.count.stopped or not await self._pause_for(ticket, wait):
                    return self._save(ticket, outcome, call)
            ticket.count.retries += 1
            self._store.write_soon(partial(save_call, call=call))

    async def _call(self, ticket: _Ticket, request: Request) -> Reply | Failure | None:
        """One call inside the limit and the budget; None when the run or the lane has stopped before it was made."""
        await ticket.limit.enter()
        try:
            if self._stop or ticket.count.stopped:
                return None
            expected = ticket.lane.expected_cost_usd(request) if self._budget.cap_usd is not None else None
            if not self._budget.reserve(expected):
                self.stop("cap")
                return None
            self._under_way += 1
            cost: float | None = None
            try:
                outcome = await self._ask(ticket.provider, request)
                cost = self._cost(ticket, outcome)
            finally:
                self._under_way -= 1
                self._budget.settle(expected, cost_usd=cost)
            self._learn(ticket, outcome)
            return outcome
        finally:
            ticket.limit.leave()

    async def _ask(self, provider: Provider, request: Request) -> Reply | Failure:
        began = self._around.now()
        try:
            # The provider has a time-out of its own; this one holds even when its library forgets it.
            async with asyncio.timeout(self._timeout_seconds + 1.0):
                return await provider.ask(replace(request, timeout_seconds=self._timeout_seconds))
        except TimeoutError:
            waited = self._around.now() - began
            return Failure(kind="timeout", message=f"No answer after {waited:.0f} seconds.", seconds=waited)

    def _cost(self, ticket: _Ticket, outcome: Reply | Failure) -> float | None:
        if outcome.usage is not None:
            return self._around.cost_usd(ticket.lane.address, outcome.usage)
        # A failure without tokens was not charged for; an answer without tokens has an unknown price.
        return 0.0 if isinstance(outcome, Failure) else None

    def _learn(self, ticket: _Ticket, outcome: Reply | Failure) -> None:
        count = ticket.count
        count.calls += 1
        if isinstance(outcome, Reply):
            ticket.limit.went_well()
            count.message = ""
        elif outcome.kind in STOPS_THE_JUDGE:
            count.stopped, count.message = True, outcome.message
        elif outcome.kind in ("rate_limited", "overloaded"):
            ticket.limit.was_refused(wait_seconds=min(outcome.retry_after_seconds or 0.0, LONGEST_WAIT_SECONDS))

    async def _pause_for(self, ticket: _Ticket, wait: Wait) -> bool:
        """Waits before another try; False when the run was stopped meanwhile."""
        if wait.seconds >= 1.0:
            asked = wait.capped_from_seconds
            longer = f" (it asked for {asked:,.0f} s; the studio waits {wait.seconds:.0f} s at most)" if asked else ""
            ticket.count.message = f"The provider is slowing us down, next try in {wait.seconds:.0f} s{longer}."
        try:
            async with asyncio.timeout(wait.seconds):
                await self._stopping.wait()
        except TimeoutError:
            return True
        return False

    def _call_record(self, ticket: _Ticket, outcome: Reply | Failure) -> Call:
        count, cost = ticket.count, self._cost(ticket, outcome)
        count.cost_usd += cost or 0.0
        count.unpriced_calls += cost is None
        call = Call(
            run_id=self.run_id,
            model=ticket.lane.address,
            subject=ticket.task.subject,
            reply=outcome.text,
            seconds=outcome.seconds,
            usage=outcome.usage,
            cost_usd=cost,
        )
        if isinstance(outcome, Reply):
            return replace(call, exact_model=outcome.model)
        return replace(call, failure=outcome.kind, message=outcome.message)

    def _save(self, ticket: _Ticket, outcome: Reply | Failure, call: Call) -> None:
        lane, count, task = ticket.lane, ticket.count, ticket.task
        self._watch_for_a_dead_server(count, outcome)
        future = self._store.write_soon(lambda database: lane.save(database, task, outcome, save_call(database, call)))
        future.add_done_callback(lambda saved: self._after_save(count, saved))

    def _after_save(self, count: LaneCount, saved: Future[Saved]) -> None:
        """Runs on the writer thread."""
        problem = saved.exception()
        if problem is None:
            self._saved.append((count, saved.result()))
        elif isinstance(problem, StudioError):
            self._problem, self._stop = problem, "disk"
        else:
            self._problem = StudioError(happened=f"A result could not be saved ({type(problem).__name__}).")
            self._stop = "disk"

    def _watch_for_a_dead_server(self, count: LaneCount, outcome: Reply | Failure) -> None:
        if not isinstance(outcome, Failure) or outcome.kind != "connection":
            count.unreachable = 0
            return
        count.unreachable += 1
        if count.unreachable >= UNREACHABLE_IN_A_ROW:
            count.stopped, count.message = True, outcome.message

    def _count_saved(self) -> None:
        while True:
            try:
                count, saved = self._saved.popleft()
            except IndexError:
                return
            count.done += saved.done
            count.new_results += saved.done + len(saved.failures)
            count.failed.update(saved.failures)

    async def _let_the_disk_catch_up(self) -> None:
        while self._store.backlog() > MOST_WRITES_WAITING:
            await asyncio.sleep(0.01)

    def _flush(self) -> None:
        self._store.write_soon(lambda database: None).exception()

    def _ending(self, left_under_way: int) -> tuple[RunState, str]:
        if self._problem is not None:
            return "paused", str(self._problem)
        if self._stop == "cap":
            return "paused", "Paused at the cap. Everything finished is saved; raise the cap and resume for the rest."
        if self._stop == "pause":
            return "paused", "Paused. Everything finished is saved."
        if self._stop == "cancel":
            calls = "1 call was" if left_under_way == 1 else f"{left_under_way} calls were"
            return "cancelled", f"Cancelled. Everything finished is saved; {calls} under way and may be charged."
        stopped = [f"{count.label}: {count.message}" for count in self._counts if count.stopped]
        if stopped and len(stopped) == len(self._counts):
            return "failed", " ".join(stopped)
        return "done", " ".join(stopped)


async def _all_of(lanes: list[asyncio.Task[None]]) -> None:
    await asyncio.wait(lanes)
