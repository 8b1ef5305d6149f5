"""Asks one thing until there is an answer or a failure that stands: inside the limit, the budget and the rules."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from studio.calls import Call, Failure, Reply, Request
from studio.prompting.token_estimate import estimated_input_tokens
from studio.providers.base import Provider
from studio.records import FailureKind
from studio.runs.budget import Budget
from studio.runs.call_record import call_record
from studio.runs.limits import Limit
from studio.runs.progress import LaneCount
from studio.runs.retries import LONGEST_WAIT_SECONDS, STOPS_THE_JUDGE, Wait, wait_before_next
from studio.runs.surroundings import StopSign, Surroundings
from studio.runs.work import Lane, Task, Unreadable

UNAUTHORIZED = 401
NO_PRICE = (
    "The price of this model is unknown, so no cap can hold it. Nothing more is asked of it. "
    "Run it without a cap, or choose a model with a known price."
)


@dataclass(slots=True)
class Ticket:
    """One task on its way."""

    lane: Lane
    count: LaneCount
    task: Task
    provider: Provider
    limit: Limit


class Asker:
    """Carries tickets to their provider; counts the calls that are under way."""

    def __init__(
        self,
        *,
        run_id: int,
        around: Surroundings,
        budget: Budget,
        stop_sign: StopSign,
        timeout_seconds: float,
        chance: Random,
        keep_call: Callable[[Call], None],
    ) -> None:
        self.under_way = 0
        self._run_id = run_id
        self._around = around
        self._budget = budget
        self._stop_sign = stop_sign
        self._timeout_seconds = timeout_seconds
        self._chance = chance
        self._keep_call = keep_call
        self._shut: dict[str, str] = {}
        """Providers that refused the key itself, or the account: no other judge of this run asks them either."""

    async def ask(self, ticket: Ticket) -> tuple[Reply | Failure, Call] | None:
        """The outcome that stands with its last call; earlier calls are kept as they happen.

        None when the run or the lane stopped before there was any outcome: the task is simply still missing.
        Whoever gets an outcome says `saved` to the ticket's limit once it is.
        """
        request, repaired = ticket.task.request, False
        tries: Counter[FailureKind] = Counter()
        while True:
            outcome = await self._call(ticket, request)
            if outcome is None:
                return None
            call = self._call_record(ticket, outcome)
            if isinstance(outcome, Reply):
                unreadable = _read(ticket, outcome)
                if unreadable is None:
                    return outcome, call
                call = replace(call, failure=unreadable.kind, message=unreadable.message)
                if unreadable.repair is None or repaired:
                    return outcome, call
                request, repaired = unreadable.repair, True
                ticket.limit.saved()
            else:
                # Each kind of trouble has tries of its own: three refusals for speed do not use up those for a crash.
                tries[outcome.kind] += 1
                wait = wait_before_next(outcome, tries=tries[outcome.kind], chance=self._chance)
                if wait is None or ticket.count.stopped:
                    ticket.count.message = outcome.message
                    return outcome, call
                ticket.limit.saved()
                if not await self._pause_for(ticket, wait, after=outcome):
                    ticket.limit.answered()
                    return outcome, call
            ticket.count.retries += 1
            self._keep_call(call)

    async def _call(self, ticket: Ticket, request: Request) -> Reply | Failure | None:
        await self._enter(ticket, request)
        try:
            self._stop_where_shut(ticket)
            if self._stop_sign.why or ticket.count.stopped:
                return None
            expected = ticket.lane.expected_cost_usd(request) if self._budget.cap_usd is not None else None
            if expected is None and self._budget.cap_usd is not None:
                ticket.count.stopped, ticket.count.message = True, NO_PRICE
                return None
            if not self._budget.reserve(expected):
                self._stop_sign.put_up("cap")
                return None
            outcome = await self._paid_call(ticket, request, expected_usd=expected)
            ticket.limit.answered()
            return outcome
        finally:
            ticket.limit.leave()

    async def _enter(self, ticket: Ticket, request: Request) -> None:
        pace = self._around.pace(ticket.lane.address)
        if pace.is_free:
            await ticket.limit.enter()
            return
        async with pace.turn:
            if (seconds := pace.wait_seconds()) >= 1.0:
                ticket.count.message = f"Keeping to the limits a minute, next call in {seconds:.0f} s."
            await pace.wait()
            await ticket.limit.enter()
            pace.take(tokens=estimated_input_tokens(request))

    async def _paid_call(self, ticket: Ticket, request: Request, *, expected_usd: float | None) -> Reply | Failure:
        self.under_way += 1
        cost: float | None = None
        try:
            outcome = await self._answer(ticket.provider, request)
            cost = self._cost(ticket, outcome)
        finally:
            self.under_way -= 1
            self._budget.settle(expected_usd, cost_usd=cost)
        self._learn(ticket, outcome)
        self._learn_pace(ticket, request, outcome)
        return outcome

    async def _answer(self, provider: Provider, request: Request) -> Reply | Failure:
        began = self._around.now()
        try:
            # The provider has a time-out of its own; this one holds even when its library forgets it.
            async with asyncio.timeout(self._timeout_seconds + 1.0):
                return await provider.ask(replace(request, timeout_seconds=self._timeout_seconds))
        except TimeoutError:
            waited = self._around.now() - began
            return Failure(kind="timeout", message=f"No answer after {waited:.0f} seconds.", seconds=waited)

    def _cost(self, ticket: Ticket, outcome: Reply | Failure) -> float | None:
        if outcome.usage is not None:
            return self._around.cost_usd(ticket.lane.address, outcome.usage)
        # A failure without tokens was not charged for; an answer without tokens has an unknown price.
        return 0.0 if isinstance(outcome, Failure) else None

    def _learn(self, ticket: Ticket, outcome: Reply | Failure) -> None:
        count = ticket.count
        count.calls += 1
        if isinstance(outcome, Reply):
            ticket.limit.went_well()
            count.message = ""
        elif outcome.kind in STOPS_THE_JUDGE:
            count.stopped, count.message = True, outcome.message
            if outcome.kind == "quota" or outcome.status == UNAUTHORIZED:
                self._shut[ticket.provider.name] = outcome.message
        elif outcome.kind in ("rate_limited", "overloaded"):
            ticket.limit.was_refused(wait_seconds=min(outcome.retry_after_seconds or 0.0, LONGEST_WAIT_SECONDS))

    def _learn_pace(self, ticket: Ticket, request: Request, outcome: Reply | Failure) -> None:
        pace = self._around.pace(ticket.lane.address)
        if not pace.is_free and outcome.usage is not None:
            used = outcome.usage.input_tokens + outcome.usage.output_tokens
            pace.correct(tokens=used - estimated_input_tokens(request))
        if outcome.rates is not None:
            pace.learn(outcome.rates)

    def _stop_where_shut(self, ticket: Ticket) -> None:
        message = self._shut.get(ticket.provider.name)
        if message is not None:
            ticket.count.stopped, ticket.count.message = True, message

    async def _pause_for(self, ticket: Ticket, wait: Wait, *, after: Failure) -> bool:
        """Waits before another try; False when the run was stopped meanwhile."""
        if wait.seconds >= 1.0:
            asked = wait.capped_from_seconds
            longer = f" (it asked for {asked:,.0f} s; the studio waits {wait.seconds:.0f} s at most)" if asked else ""
            slowed = after.kind in ("rate_limited", "overloaded")
            why = "The provider is slowing us down" if slowed else after.message.rstrip(".")
            ticket.count.message = f"{why}, next try in {wait.seconds:.0f} s{longer}."
        try:
            async with asyncio.timeout(wait.seconds):
                await self._stop_sign.wait()
        except TimeoutError:
            return True
        return False

    def _call_record(self, ticket: Ticket, outcome: Reply | Failure) -> Call:
        count, cost = ticket.count, self._cost(ticket, outcome)
        count.cost_usd += cost or 0.0
        count.unpriced_calls += cost is None
        address, subject = ticket.lane.address, ticket.task.subject
        return call_record(outcome, run_id=self._run_id, model=address, subject=subject, cost_usd=cost)


def _read(ticket: Ticket, reply: Reply) -> Unreadable | None:
    try:
        return ticket.lane.read(ticket.task, reply)
    except Exception:
        ticket.limit.saved()
        raise
