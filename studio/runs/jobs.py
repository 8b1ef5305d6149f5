"""The background thread on which runs live: one event loop for all of them, so that they share limits and clients."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future, wait
from types import MappingProxyType
from typing import Any, TypeVar

from studio.errors import StudioError
from studio.providers.base import Provider
from studio.records import Usage
from studio.runs.budget import Budget
from studio.runs.execution import STOPPED, Execution
from studio.runs.limits import Limit
from studio.runs.live_run import LiveRun
from studio.runs.pace import NO_LIMIT, Pace, PerMinute
from studio.runs.progress import RunProgress
from studio.runs.surroundings import Stop
from studio.runs.work import BatchLane, Lane, Price
from studio.store.engine import Database
from studio.store.runs import OPEN_STATES, run_of, set_run_state
from studio.store.store import Store

T = TypeVar("T")
_log = logging.getLogger(__name__)

MOST_IN_FLIGHT = 256

OpenProvider = Callable[[str], Provider]


class Jobs:
    """Starts, watches and stops the runs of one workspace in this process."""

    def __init__(self, *, store: Store, open_provider: OpenProvider, price: Price) -> None:
        self._store = store
        self._open_provider = open_provider
        self._price = price
        self._providers: dict[str, Provider] = {}
        self._limits: dict[str, Limit] = {}
        self._paces: dict[str, Pace] = {}
        self._live: dict[int, tuple[LiveRun, Future[None]]] = {}
        self._most: int | None = None
        self._per_minute: dict[str, PerMinute] = {}
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(
        self,
        *,
        run_id: int,
        lanes: Sequence[Lane],
        cap_usd: float | None = None,
        spent_usd: float = 0.0,
        most_in_flight: int | None = None,
        per_minute: Mapping[str, PerMinute] = MappingProxyType({}),
        timeout_seconds: float = 120.0,
    ) -> None:
        """Begins a run, or goes on with one; returns at once. `per_minute` holds limits by the models' addresses."""
        self._most = most_in_flight or self._most
        self._per_minute |= {lane.address: per_minute.get(lane.address, NO_LIMIT) for lane in lanes}
        execution = Execution(
            run_id=run_id,
            lanes=lanes,
            store=self._store,
            surroundings=self,
            budget=Budget(cap_usd=cap_usd, spent_usd=spent_usd),
            timeout_seconds=timeout_seconds,
        )
        self._begin(execution)

    def start_batches(
        self, *, run_id: int, lanes: Sequence[BatchLane], cap_usd: float | None = None, spent_usd: float = 0.0
    ) -> None:
        """The same in provider batches; returns at once."""
        from studio.runs.batch_execution import BatchExecution

        budget = Budget(cap_usd=cap_usd, spent_usd=spent_usd)
        self._begin(BatchExecution(run_id=run_id, lanes=lanes, store=self._store, surroundings=self, budget=budget))

    def _begin(self, execution: LiveRun) -> None:
        run_id = execution.run_id
        self._store.write(lambda database: set_run_state(database, run_id, state="running"))
        self._live[run_id] = (execution, self._soon(self._run(execution)))

    def progress(self, run_id: int) -> RunProgress | None:
        """The run at this moment, if this process has carried it out."""
        live = self._live.get(run_id)
        return live[0].progress() if live else None

    def stop(self, run_id: int, *, why: Stop) -> None:
        """Pauses or cancels a run; returns at once."""
        live = self._live.get(run_id)
        if live is None or live[1].done():
            self._store.write(lambda database: _stop_if_open(database, run_id, why=why))
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(live[0].stop, why)

    def wait(self, run_id: int, *, seconds: float | None = None) -> bool:
        """Waits until the run has ended; False when it has not within these seconds."""
        live = self._live.get(run_id)
        if live is None:
            return True
        try:
            live[1].result(seconds)
        except TimeoutError:
            return False
        return True

    def live_runs(self) -> list[int]:
        """Runs of this process that have not ended."""
        return [run_id for run_id, (_, future) in self._live.items() if not future.done()]

    def ask(self, question: Callable[[Callable[[str], Provider]], Coroutine[Any, Any, T]], *, seconds: float) -> T:
        """Asks a provider something outside a run (its models, one try-out) and waits for the answer."""
        future = self._soon(question(self.provider))
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            raise StudioError(
                happened=f"There was no answer within {seconds:.0f} seconds.",
                safe="Nothing was changed.",
                to_do="Check the connection and try again.",
            ) from None

    def close(self) -> None:
        """Lets runs stop where they are, then gives back clients and worker processes."""
        if self._loop is None:
            return
        live = [self._live[run_id] for run_id in self.live_runs()]
        for execution, _ in live:
            self._loop.call_soon_threadsafe(execution.stop, execution.stop_at_exit)
        wait([future for _, future in live], timeout=5.0)
        self._soon(self._close_providers()).result(10.0)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._loop = None

    def provider(self, address: str) -> Provider:
        """The door to this model; belongs to the event loop."""
        name = address.partition(":")[0]
        if name not in self._providers:
            self._providers[name] = self._open_provider(address)
        return self._providers[name]

    def forget_provider(self, name: str) -> None:
        """The next run opens this provider anew: its key or its address has changed."""
        provider = self._providers.pop(name, None)
        if provider is not None:
            self._soon(provider.close())

    def limit(self, address: str) -> Limit:
        """The limit of this model's provider; belongs to the event loop."""
        provider = self.provider(address)
        most = min(self._most or provider.max_in_flight, MOST_IN_FLIGHT)
        if provider.name not in self._limits:
            self._limits[provider.name] = Limit(most=most, clock=time.monotonic)
        self._limits[provider.name].change_most(most)
        return self._limits[provider.name]

    def pace(self, address: str) -> Pace:
        """The pace of this model; belongs to the event loop."""
        if address not in self._paces:
            self._paces[address] = Pace(clock=time.monotonic)
        self._paces[address].change(self._per_minute.get(address, NO_LIMIT))
        return self._paces[address]

    def cost_usd(self, address: str, usage: Usage) -> float | None:
        """What these tokens cost; None when the price is unknown."""
        return self._price(address, usage)

    def now(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    async def _run(self, execution: LiveRun) -> None:
        try:
            state, message = await execution.run()
        except Exception as error:
            _log.exception("Run %s stopped", execution.run_id)
            state, message = execution.broke_off(
                f"The run stopped unexpectedly ({type(error).__name__}). Finished results are saved."
            )
        await asyncio.to_thread(
            self._store.write,
            lambda database: set_run_state(database, execution.run_id, state=state, message=message),
        )

    async def _close_providers(self) -> None:
        for provider in self._providers.values():
            await provider.close()
        self._providers.clear()

    def _soon(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="studio-runs", daemon=True).start()
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)


def _stop_if_open(database: Database, run_id: int, *, why: Stop) -> None:
    """A run that has ended stays as it ended: the button may have been pressed a moment too late."""
    run = run_of(database, run_id)
    if run is not None and run.state in OPEN_STATES:
        set_run_state(database, run_id, state=STOPPED[why])
