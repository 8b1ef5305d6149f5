"""How many calls are under way at once: one first, halved when refused, grown slowly, everybody paused when told so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from studio.runs.limits import Limit


class Clock:
    """Time that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def proven(*, most: int, clock: Clock) -> Limit:
    """A limit whose first call went well."""
    limit = Limit(most=most, clock=clock)
    limit.went_well()
    return limit


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 10))


async def entered(limit: Limit, *, wanted: int) -> list[asyncio.Task[None]]:
    """So many callers at the door; returns after all who may enter have."""
    callers = [asyncio.create_task(limit.enter()) for _ in range(wanted)]
    await asyncio.sleep(0.02)
    return callers


def test_the_first_call_goes_alone_and_its_success_lets_the_others_in() -> None:
    async def story() -> None:
        limit = Limit(most=8, clock=Clock())
        callers = await entered(limit, wanted=20)
        assert limit.under_way == 1
        limit.went_well()
        limit.leave()
        await asyncio.sleep(0)
        assert limit.under_way == 8
        for caller in callers:
            caller.cancel()

    run(story)


def test_a_slow_first_call_is_not_waited_for_longer_than_a_second() -> None:
    async def story() -> None:
        limit = Limit(most=8, clock=Clock())
        callers = await entered(limit, wanted=20)
        await asyncio.sleep(1.1)
        assert limit.under_way == 8
        for caller in callers:
            caller.cancel()

    run(story)


def test_a_refusal_halves_once_a_second_and_answers_let_it_grow_again() -> None:
    async def story() -> None:
        clock = Clock()
        limit = proven(most=64, clock=clock)
        for _ in range(10):
            limit.was_refused(wait_seconds=0.0)
        assert limit.allowed == 32.0
        clock.now += 1.0
        limit.was_refused(wait_seconds=0.0)
        assert limit.allowed == 16.0
        for _ in range(4):
            limit.went_well()
        assert 16.9 < limit.allowed < 17.1, "four answers at sixteen places: one place more"
        for _ in range(2000):
            limit.went_well()
        assert limit.allowed == 64.0

    run(story)


def test_it_never_falls_below_one() -> None:
    async def story() -> None:
        clock = Clock()
        limit = proven(most=4, clock=clock)
        for _ in range(20):
            clock.now += 1.0
            limit.was_refused(wait_seconds=0.0)
        assert limit.allowed == 1.0

    run(story)


def test_one_short_refusal_among_many_answers_pauses_nobody_else() -> None:
    async def story() -> None:
        limit = proven(most=8, clock=Clock())
        for _ in range(30):
            limit.went_well()
        limit.was_refused(wait_seconds=0.5)
        assert limit.pause_left_seconds() == 0.0

    run(story)


def test_a_long_refusal_pauses_everybody_until_it_is_over() -> None:
    async def story() -> None:
        clock = Clock()
        limit = proven(most=8, clock=clock)
        limit.was_refused(wait_seconds=90.0)
        assert limit.pause_left_seconds() == 90.0
        (caller,) = await entered(limit, wanted=1)
        assert limit.under_way == 0
        caller.cancel()
        clock.now += 90.0
        await entered(limit, wanted=1)
        assert limit.under_way == 1

    run(story)


def test_a_pause_ends_by_itself_for_those_who_wait() -> None:
    async def story() -> None:
        limit = Limit(most=8, clock=asyncio.get_running_loop().time)
        limit.went_well()
        limit.was_refused(wait_seconds=0.1)
        limit.was_refused(wait_seconds=0.1)
        await asyncio.wait_for(limit.enter(), 1.0)
        assert limit.under_way == 1

    run(story)


def test_somebody_who_gives_up_waiting_takes_no_place() -> None:
    async def story() -> None:
        limit = proven(most=1, clock=Clock())
        await limit.enter()
        first, second = await entered(limit, wanted=2)
        first.cancel()
        limit.leave()
        await asyncio.sleep(0.01)
        assert second.done() and limit.under_way == 1

    run(story)


def test_another_run_may_change_how_many_there_are_at_the_most() -> None:
    async def story() -> None:
        limit = proven(most=8, clock=Clock())
        limit.change_most(32)
        assert limit.allowed == 32.0
        limit.was_refused(wait_seconds=0.0)
        limit.change_most(64)
        assert limit.allowed == 16.0, "what the provider was found to take is not forgotten"
        limit.change_most(4)
        assert limit.allowed == 4.0

    run(story)
