"""Limits a minute: hers are kept from the first call, a provider's while little is left; none costs nothing."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

from studio.calls import Allowance, Failure, Rates, Request
from studio.providers.openai import OpenAIProvider
from studio.runs.pace import Pace, PerMinute
from tests.runs.answering_server import answering
from tests.runs.running import Acting, Shop
from tests.runs.test_limits import Clock


def passed(pace: Pace, clock: Clock, *, seconds: float, tokens: int = 0) -> list[float]:
    """When calls go, one as soon as it may after the other, within so many seconds."""
    began, went = clock.now, []
    while clock.now + pace.wait_seconds() <= began + seconds:
        clock.now += pace.wait_seconds()
        pace.take(tokens=tokens)
        went.append(clock.now - began)
    return went


def paced(clock: Clock, **per_minute: int) -> Pace:
    pace = Pace(clock=clock)
    pace.change(PerMinute(**per_minute))
    return pace


def test_without_a_limit_nobody_waits_and_nothing_is_noted() -> None:
    pace = Pace(clock=Clock())
    assert pace.is_free
    pace.take(tokens=10**9)
    assert pace.is_free and pace.wait_seconds() == 0.0


@pytest.mark.parametrize("most", [1, 6, 60, 600])
def test_no_minute_holds_more_requests_than_she_set_and_a_second_s_worth(most: int) -> None:
    went = passed(paced(clock := Clock(), requests=most), clock, seconds=300.0)
    for start in went:
        assert sum(start <= moment < start + 60.0 for moment in went) <= most + most / 60 + 1
    assert len(went) >= 5 * most, "no slower than allowed either"


def test_tokens_are_counted_and_a_call_larger_than_the_limit_goes_all_the_same() -> None:
    went = passed(paced(clock := Clock(), tokens=6_000), clock, seconds=600.0, tokens=12_000)
    gaps = [later - sooner for sooner, later in itertools.pairwise(went)]
    assert gaps and all(119.0 <= gap <= 120.0 for gap in gaps)


def test_of_two_limits_the_tighter_one_is_kept() -> None:
    went = passed(paced(clock := Clock(), requests=600, tokens=6_000), clock, seconds=60.0, tokens=100)
    assert 60 <= len(went) <= 63


def test_tokens_that_an_answer_took_beyond_the_guess_are_waited_for() -> None:
    pace = paced(Clock(), tokens=6_000)
    pace.take(tokens=100)
    assert pace.wait_seconds() == pytest.approx(1.0)
    pace.correct(tokens=500)
    assert pace.wait_seconds() == pytest.approx(6.0)


def test_idle_time_is_not_saved_up() -> None:
    pace = paced(clock := Clock(), requests=60)
    clock.now += 3_600.0
    assert len(passed(pace, clock, seconds=10.0)) <= 12


def test_a_provider_with_much_left_is_not_waited_for_and_with_little_left_its_own_pace_is_kept() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    pace.learn(Rates(requests=Allowance(limit=600, remaining=300, full_in_seconds=30.0)))
    assert pace.is_free
    pace.learn(Rates(requests=Allowance(limit=600, remaining=60, full_in_seconds=54.0)))
    assert 600 <= len(passed(pace, clock, seconds=60.0)) <= 612
    pace.learn(Rates(requests=Allowance(limit=600, remaining=500, full_in_seconds=10.0)))
    assert pace.is_free


def test_a_limit_a_day_is_kept_as_such() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    pace.learn(Rates(requests=Allowance(limit=200, remaining=10, full_in_seconds=0.95 * 86_400.0)))
    assert len(passed(pace, clock, seconds=3_600.0)) <= 200 / 24 + 2


def test_a_run_keeps_the_pace_she_set_at_the_server_whatever_its_places(tmp_path: Path) -> None:
    with answering(seconds=0.0) as server:
        provider = OpenAIProvider(name="here", label="Here", base_url=f"{server.url}/v1", key="", max_in_flight=64)
        here = Shop(tmp_path, provider, count=24)  # type: ignore[arg-type]
        began = time.monotonic()
        here.end(here.begin("here:fine", per_minute=PerMinute(requests=600)))
        took = time.monotonic() - began
        calls = server.asked
        here.close()
    # A tenth of a second each, ten at once; some replies are asked for again, which counts as well.
    assert took >= (calls - 11) / 10.0


def test_a_run_without_a_limit_does_not_wait(tmp_path: Path) -> None:
    acting = Acting(max_in_flight=16)
    here = Shop(tmp_path, acting, count=60)
    progress = here.end(here.begin("acting:one"))
    here.close()
    assert progress.lanes[0].done == 120 and acting.most_at_once > 1


def test_what_a_provider_says_is_left_slows_a_run_down_before_it_is_refused(tmp_path: Path) -> None:
    async def nearly_used_up(request: Request, number: int) -> Failure | None:
        rates = Rates(requests=Allowance(limit=600, remaining=0, full_in_seconds=60.0))
        return Failure(kind="refused", message="No.", rates=rates)

    acting = Acting(nearly_used_up, max_in_flight=16)
    here = Shop(tmp_path, acting, count=24)
    began = time.monotonic()
    here.end(here.begin("acting:one"))
    here.close()
    assert time.monotonic() - began >= 0.5


def test_a_run_that_waits_for_its_pace_can_be_cancelled_at_once(tmp_path: Path) -> None:
    here = Shop(tmp_path, Acting(), count=20)
    run_id = here.begin("acting:one", per_minute=PerMinute(requests=1))
    time.sleep(0.3)
    began = time.monotonic()
    here.jobs.stop(run_id, why="cancel")
    assert here.end(run_id).state == "cancelled"
    here.close()
    assert time.monotonic() - began < 2.0


def test_a_slow_pace_of_one_model_takes_no_places_from_another(tmp_path: Path) -> None:
    acting = Acting(max_in_flight=4)
    here = Shop(tmp_path, acting, count=20)
    slow = here.begin("acting:slow", per_minute=PerMinute(requests=1))
    began = time.monotonic()
    assert here.end(here.begin("acting:quick")).state == "done"
    assert time.monotonic() - began < 10.0
    here.jobs.stop(slow, why="cancel")
    here.end(slow)
    here.close()
