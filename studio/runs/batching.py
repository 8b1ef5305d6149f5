"""One judge's part of a run in provider batches: hands in what is missing, looks now and then, keeps what came back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import TypeVar

from studio.calls import Call, Failure, Reply
from studio.errors import StudioError
from studio.providers.base import Provider
from studio.providers.batches import (
    PRICE_SHARE,
    BatchAnswer,
    BatchDoor,
    BatchTrouble,
    Bundle,
    Orphan,
    batch_door,
)
from studio.runs.budget import Budget
from studio.runs.call_record import call_record
from studio.runs.progress import LaneCount
from studio.runs.retries import MOST_TRIES, STOPS_THE_JUDGE
from studio.runs.surroundings import StopSign, Surroundings
from studio.runs.work import BatchLane, Saved, Task
from studio.store import batches
from studio.store.batches import Batch
from studio.store.engine import Database
from studio.store.runs import save_call
from studio.store.store import Store

T = TypeVar("T")

FIRST_LOOK_SECONDS = 1.0
LONGEST_BETWEEN_LOOKS_SECONDS = 60.0
SLOWER_EACH_TIME = 1.5
CANCEL_PATIENCE_SECONDS = 600.0
MOST_TRIES_TO_HAND_IN = 4
ANSWERS_A_WRITE = 200
NO_BATCHES = (
    "{model} takes no batches. Only OpenAI and Anthropic do; run it without one, or through a file of requests."
)
NO_PRICE = "The price of this model is unknown, so no cap can hold it. Run it without a cap."


class LaneInBatches:
    """Carries out one lane; what is handed in is written down before, so that nothing is ever handed in twice."""

    def __init__(
        self,
        lane: BatchLane,
        count: LaneCount,
        *,
        run_id: int,
        store: Store,
        around: Surroundings,
        budget: Budget,
        stop_sign: StopSign,
    ) -> None:
        self.lane = lane
        self.count = count
        self.at_provider = 0
        self.at_cap = False
        self._run_id = run_id
        self._store = store
        self._around = around
        self._budget = budget
        self._stop_sign = stop_sign
        self._strangers: set[str] = set()

    async def carry_out(self) -> None:
        """Until nothing is missing, or somebody stops it; trouble that will not pass stops this judge alone."""
        try:
            provider = self._around.provider(self.lane.address)
            door = batch_door(provider)
            if door is None:
                raise StudioError(happened=NO_BATCHES.format(model=self.lane.label))
            await self._find_orphans(door)
            await self._until_collected(door)
            if not self._stop_sign.why and await self._try_out(provider):
                await self._hand_in_all(door)
                await self._until_collected(door)
        except StudioError as error:
            self.count.stopped, self.count.message = True, str(error)

    async def _find_orphans(self, door: BatchDoor) -> None:
        for batch in self._open():
            if batch.state == "handing_in":
                await self._find(door, batch)

    async def _find(self, door: BatchDoor, batch: Batch) -> bool:
        """Looks whether it was handed in; if not, its requests are free again."""
        known = self._read(batches.known_remote_ids) | self._strangers
        since = datetime.fromisoformat(batch.created_at)
        remote_id = await door.find(Orphan(key=batch.key, count=batch.requests, since=since, known=known))
        if remote_id is None:
            await self._write(partial(batches.drop_batch, batch_id=batch.id))
            return False
        await self._write(partial(batches.handed_in, batch_id=batch.id, remote_id=remote_id))
        return True

    async def _try_out(self, provider: Provider) -> bool:
        """Asks for one at once: a wrong key or a setting the model refuses must not spoil ten thousand requests."""
        task = next((task for page in self.lane.pages() for task in page), None)
        if task is None or not self._reserve(task, share=1.0):
            return False
        outcome = await provider.ask(task.request)
        cost = self._cost(outcome, share=1.0)
        self._budget.settle(self.lane.expected_cost_usd(task.request), cost_usd=cost)
        self.count.calls += 1
        if isinstance(outcome, Failure):
            if outcome.kind in STOPS_THE_JUDGE or outcome.kind == "bad_request":
                self.count.stopped, self.count.message = True, outcome.message
                return False
            return True
        call = self._call(task, outcome, cost=cost)
        self._count_saved(await self._write(lambda db: self.lane.save(db, task, outcome, save_call(db, call))))
        return True

    async def _hand_in_all(self, door: BatchDoor) -> None:
        for tasks in self._bundles(door):
            if self._stop_sign.why or self.count.stopped:
                return
            await self._hand_in(door, tasks)

    def _bundles(self, door: BatchDoor) -> Iterator[list[Task]]:
        bundle: list[Task] = []
        size = 0
        for task in (task for page in self.lane.pages() for task in page):
            if not self._reserve(task, share=PRICE_SHARE):
                break
            grown = size + door.size(task.name, task.request)
            if bundle and (len(bundle) >= door.most_requests or grown > door.most_bytes):
                yield bundle
                bundle, grown = [], grown - size
            bundle.append(task)
            size = grown
        if bundle:
            yield bundle

    async def _hand_in(self, door: BatchDoor, tasks: Sequence[Task]) -> None:
        key = f"studio-{self._run_id}-{token_hex(12)}"
        names = [task.name for task in tasks]
        new = partial(batches.new_batch, run_id=self._run_id, judge_id=self.lane.id, key=key, names=names)
        batch_id = await self._write(new)
        bundle = Bundle(key=key, requests=[(task.name, task.request) for task in tasks])
        for tries in range(1, MOST_TRIES_TO_HAND_IN + 1):
            try:
                remote_id = await door.hand_in(bundle)
            except BatchTrouble as trouble:
                if await self._is_there_after_all(door, batch_id):
                    return
                if trouble.failure.kind not in MOST_TRIES or tries == MOST_TRIES_TO_HAND_IN:
                    raise
                await self._nap(FIRST_LOOK_SECONDS * 2**tries)
                batch_id = await self._write(new)
            else:
                await self._write(partial(batches.handed_in, batch_id=batch_id, remote_id=remote_id))
                return

    async def _is_there_after_all(self, door: BatchDoor, batch_id: int) -> bool:
        """A line that breaks after the provider has said yes looks like a no."""
        (batch,) = [one for one in self._open() if one.id == batch_id]
        return await self._find(door, batch)

    async def _until_collected(self, door: BatchDoor) -> None:
        wait, waited, is_cancelled = FIRST_LOOK_SECONDS, 0.0, False
        while waiting := self._open():
            self._say_how_far(waiting)
            if self._stop_sign.why == "cancel" and not is_cancelled:
                is_cancelled = True
                for batch in waiting:
                    await door.cancel(batch.remote_id)
            if (self._stop_sign.why and not is_cancelled) or waited > CANCEL_PATIENCE_SECONDS:
                return
            await self._look_at_all(door, waiting)
            if self._open():
                await self._nap(wait)
                waited += wait if is_cancelled else 0.0
                wait = min(wait * SLOWER_EACH_TIME, LONGEST_BETWEEN_LOOKS_SECONDS)
        self._say_how_far(())

    async def _look_at_all(self, door: BatchDoor, waiting: Sequence[Batch]) -> None:
        for batch in waiting:
            try:
                await self._look(door, batch)
            except BatchTrouble as trouble:
                if trouble.failure.kind not in MOST_TRIES:
                    raise
                self.count.message = f"{trouble.failure.message} The batch goes on; the studio looks again soon."

    async def _look(self, door: BatchDoor, batch: Batch) -> None:
        look = await door.look(batch.remote_id)
        state: batches.BatchState = "cancelling" if self._stop_sign.why == "cancel" else "working"
        note = partial(batches.note_batch, batch_id=batch.id, answered=look.answered, message=look.message)
        await self._write(partial(note, state=state))
        if look.state == "working":
            return
        if await self._collect(door, batch):
            await self._write(partial(batches.close_batch, batch_id=batch.id))
            self.count.message = look.message or self.count.message

    async def _collect(self, door: BatchDoor, batch: Batch) -> bool:
        """Keeps every answer once; False when the names in it show that the batch is somebody else's."""
        page: list[BatchAnswer] = []
        async for answer in door.answers(batch.remote_id):
            page.append(answer)
            if len(page) == ANSWERS_A_WRITE:
                if not await self._keep(door, batch, page):
                    return False
                page = []
        return await self._keep(door, batch, page)

    async def _keep(self, door: BatchDoor, batch: Batch, page: Sequence[BatchAnswer]) -> bool:
        tasks = self.lane.tasks_named([answer.name for answer in page])
        if page and not tasks:
            self._strangers.add(batch.remote_id)
            await self._find(door, batch)
            return False
        read = [self._read_answer(door, tasks[one.name], one) for one in page if one.name in tasks]

        def action(database: Database) -> list[Saved]:
            kept = [one for one in read if one and batches.take_answer(database, batch.id, name=one[0].name)]
            return [self.lane.save(database, task, said, save_call(database, call)) for task, said, call in kept]

        for saved in await self._write(action):
            self.count.calls += 1
            self._count_saved(saved)
        return True

    def _read_answer(self, door: BatchDoor, task: Task, one: BatchAnswer) -> tuple[Task, Reply | Failure, Call] | None:
        if one.answer is None:
            return None
        said = one.answer if isinstance(one.answer, Failure) else door.read(one.answer, request=task.request)
        cost = self._cost(said, share=PRICE_SHARE)
        expected = self.lane.expected_cost_usd(task.request)
        self._budget.settle(None if expected is None else expected * PRICE_SHARE, cost_usd=cost)
        return task, said, self._call(task, said, cost=cost)

    def _call(self, task: Task, said: Reply | Failure, *, cost: float | None) -> Call:
        self.count.cost_usd += cost or 0.0
        self.count.unpriced_calls += cost is None
        call = call_record(said, run_id=self._run_id, model=self.lane.address, subject=task.subject, cost_usd=cost)
        unreadable = self.lane.read(task, said) if isinstance(said, Reply) else None
        return replace(call, failure=unreadable.kind, message=unreadable.message) if unreadable else call

    def _cost(self, said: Reply | Failure, *, share: float) -> float | None:
        if said.usage is None:
            return 0.0 if isinstance(said, Failure) else None
        cost = self._around.cost_usd(self.lane.address, said.usage)
        return None if cost is None else cost * share

    def _reserve(self, task: Task, *, share: float) -> bool:
        expected = self.lane.expected_cost_usd(task.request)
        if expected is None and self._budget.cap_usd is not None:
            self.count.stopped, self.count.message = True, NO_PRICE
            return False
        if self._budget.reserve(None if expected is None else expected * share):
            return True
        self.at_cap = True
        return False

    def _count_saved(self, saved: Saved) -> None:
        self.count.done += saved.done
        self.count.failed.update(saved.failures)

    def _say_how_far(self, waiting: Sequence[Batch]) -> None:
        requests, answered = sum(one.requests for one in waiting), sum(one.answered for one in waiting)
        self.at_provider = requests - answered
        if requests:
            self.count.message = f"Handed in, half price, within a day: {answered:,} of {requests:,} answered."
        elif self.count.message.startswith("Handed in"):
            self.count.message = ""

    async def _nap(self, seconds: float) -> None:
        if self._stop_sign.why:
            await asyncio.sleep(min(seconds, LONGEST_BETWEEN_LOOKS_SECONDS))
            return
        try:
            async with asyncio.timeout(seconds):
                await self._stop_sign.wait()
        except TimeoutError:
            return

    def _open(self) -> list[Batch]:
        return self._read(partial(batches.open_batches, run_id=self._run_id, judge_id=self.lane.id))

    def _read(self, query: Callable[[Database], T]) -> T:
        with self._store.reading() as database:
            return query(database)

    async def _write(self, action: Callable[[Database], T]) -> T:
        return await asyncio.wrap_future(self._store.write_soon(action))
