"""What becomes of a run when the provider misbehaves: named, counted, resumable, never guessed and never paid twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.calls import Failure, Reply, Request
from studio.judging.judge_job import JudgeJob
from studio.judging.judge_lane import JudgeLane
from studio.records import Judge
from studio.runs.work import Unreadable
from tests.runs.running import CRITERIA, RUBRIC, Acting, Shop, answers, failing, hangs, until

Open = Callable[..., Shop]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Open]:
    """Opens the shop with these providers, and closes it after the test."""
    opened: list[Shop] = []

    def open_shop(*providers: Acting, **how: Any) -> Shop:
        opened.append(Shop(tmp_path, *providers, **how))
        return opened[-1]

    yield open_shop
    for one in opened:
        one.close()


def test_every_sample_gets_a_verdict_on_every_criterion(shop: Open) -> None:
    acting = Acting()
    here = shop(acting, count=30)
    progress = here.judge("acting:one")
    assert (progress.state, progress.lanes[0].done, progress.lanes[0].waiting) == ("done", 60, 0)
    assert here.count("verdict where value is not null") == 30 * CRITERIA
    assert len(acting.asked) == here.count("call") == 30


def test_the_same_run_again_asks_nothing(shop: Open) -> None:
    acting = Acting()
    here = shop(acting)
    here.judge("acting:one")
    progress = here.judge("acting:one")
    assert (progress.state, progress.lanes[0].done, len(acting.asked)) == ("done", 40, 20)


def test_judging_again_is_a_choice_and_replaces(shop: Open) -> None:
    acting = Acting()
    here = shop(acting)
    here.judge("acting:one")
    progress = here.judge("acting:one", again=True)
    assert (progress.lanes[0].done, len(acting.asked), here.count("verdict")) == (40, 40, 40)


def test_no_reader_stays_open_between_pages_so_that_the_log_can_be_emptied_during_a_run(shop: Open) -> None:
    emptied: list[bool] = []

    async def look_late(request: Request, number: int) -> None:
        if number == 1_150:
            for _ in range(50):
                busy, frames, moved = here.rows("pragma wal_checkpoint(passive)")[0]
                emptied.append(not busy and frames == moved)
                await asyncio.sleep(0.01)

    here = shop(Acting(look_late, max_in_flight=64), count=1_200)
    assert here.judge("acting:one").lanes[0].done == 2_400
    assert any(emptied)


def test_a_malformed_reply_is_repaired_once(shop: Open) -> None:
    async def malformed_first(request: Request, number: int) -> str | None:
        return "Well, I would say it passes." if number == 1 else None

    acting = Acting(malformed_first)
    here = shop(acting, count=1)
    assert here.judge("acting:one").lanes[0].done == CRITERIA
    assert len(acting.asked) == 2
    assert here.rows("select failure from call order by id") == [("unreadable",), (None,)]


def test_a_reply_that_stays_malformed_is_unreadable_and_never_guessed(shop: Open) -> None:
    async def rambles(request: Request, number: int) -> str:
        return 'It passes! {"value": "pass"} or maybe {"value": "fail"}'

    acting = Acting(rambles)
    here = shop(acting, count=3)
    progress = here.judge("acting:one")
    assert progress.lanes[0].failed == {"unreadable": 3 * CRITERIA}
    assert len(acting.asked) == 6, "one repair each, no more"
    assert here.rows("select distinct value, failure from verdict") == [(None, "unreadable")]
    assert "It passes!" in here.rows("select raw from verdict limit 1")[0][0]


@pytest.mark.parametrize("kind", ["refused", "truncated"])
def test_a_useless_answer_is_its_own_state_and_asked_once(shop: Open, kind: str) -> None:
    acting = Acting(failing(kind))
    here = shop(acting, count=4)
    assert here.judge("acting:one").lanes[0].failed == {kind: 4 * CRITERIA}
    assert len(acting.asked) == 4
    assert here.count("verdict where value is not null") == 0


def test_trouble_on_the_way_is_tried_again_and_every_call_is_written_down(shop: Open) -> None:
    acting = Acting(failing("server", until=3))
    here = shop(acting, count=1)
    progress = here.judge("acting:one")
    assert (progress.lanes[0].done, progress.lanes[0].retries, here.count("call")) == (CRITERIA, 3, 4)


def test_a_failure_that_stands_is_asked_again_by_the_next_run(shop: Open) -> None:
    acting = Acting(failing("bad_request", until=5))
    here = shop(acting, count=5)
    first = here.judge("acting:one")
    assert (first.state, first.lanes[0].failed) == ("done", {"bad_request": 5 * CRITERIA})
    second = here.judge("acting:one")
    assert (second.lanes[0].done, second.lanes[0].failed, len(acting.asked)) == (10, {}, 10)


@pytest.mark.parametrize("kind", ["key_refused", "quota", "model_not_found"])
def test_a_judge_that_is_refused_stops_after_its_first_call_and_the_other_goes_on(shop: Open, kind: str) -> None:
    refused, working = Acting(failing(kind), name="refused"), Acting(name="working")
    here = shop(refused, working, count=20)
    progress = here.judge("refused:one", "working:two")
    assert len(refused.asked) == 1
    assert [lane.done for lane in progress.lanes] == [0, 40]
    assert f"It said {kind}." in progress.lanes[0].message and f"It said {kind}." in progress.message


def test_when_every_judge_is_refused_the_run_has_failed(shop: Open) -> None:
    here = shop(Acting(failing("key_refused")))
    run_id = here.begin("acting:one")
    assert here.end(run_id).state == here.state(run_id) == "failed"


def test_a_wrong_key_is_refused_once_for_all_judges_of_its_provider(shop: Open) -> None:
    wrong, other = Acting(failing("key_refused", status=401)), Acting(name="other")
    progress = shop(wrong, other).judge("acting:one", "acting:two", "acting:three", "other:four")
    assert len(wrong.asked) == 1
    assert [lane.message for lane in progress.lanes] == ["It said key_refused."] * 3 + [""]
    assert progress.lanes[3].waiting == 0


def test_what_stands_in_the_end_is_said_and_no_provider_is_blamed_for_slowness(shop: Open) -> None:
    progress = shop(Acting(failing("connection")), count=2).judge("acting:one")
    assert progress.lanes[0].message == "It said connection."


def test_a_server_that_cannot_be_reached_is_not_asked_for_every_sample(shop: Open) -> None:
    acting = Acting(failing("connection"))
    here = shop(acting, count=200)
    progress = here.judge("acting:one")
    assert progress.state == "failed"
    assert len(acting.asked) < 200
    assert progress.lanes[0].waiting > 100


def test_a_slow_judge_does_not_hold_up_a_quick_one(shop: Open) -> None:
    async def slowly(request: Request, number: int) -> None:
        await asyncio.sleep(0.3)

    slow, quick = Acting(slowly, name="slow", max_in_flight=2), Acting(name="quick")
    here = shop(slow, quick, count=12)
    run_id = here.begin("slow:one", "quick:two")
    until(lambda: here.jobs.progress(run_id).lanes[1].done == 24)
    assert here.jobs.progress(run_id).lanes[0].done < 12
    assert [lane.done for lane in here.end(run_id).lanes] == [24, 24]


def test_two_runs_at_once_share_the_places_of_one_provider(shop: Open) -> None:
    async def slowly(request: Request, number: int) -> None:
        await asyncio.sleep(0.02)

    acting = Acting(slowly, max_in_flight=6)
    here = shop(acting, count=30)
    first, second = here.begin("acting:one"), here.begin("acting:two")
    assert here.end(first).lanes[0].done == here.end(second).lanes[0].done == 60
    assert acting.most_at_once == 6
    assert len(acting.asked) == 60


def test_a_call_that_hangs_is_a_time_out_even_when_the_provider_forgets(shop: Open) -> None:
    acting = Acting(hangs)
    here = shop(acting, count=1)
    progress = here.judge("acting:one", timeout_seconds=0.1)
    assert progress.lanes[0].failed == {"timeout": CRITERIA}
    assert len(acting.asked) == 3


def test_a_storm_of_every_trouble_leaves_no_sample_without_an_answer(shop: Open) -> None:
    async def storm(request: Request, number: int) -> Failure | str | None:
        place = number * 37 % 100
        if place < 10:
            return Failure(kind="rate_limited", message="Too many.", retry_after_seconds=0.05)
        if place < 15:
            return Failure(kind="server", message="Broken.")
        if place == 20:
            await asyncio.sleep(3600)
        return "no JSON" if place in (30, 60) else None

    acting = Acting(storm, max_in_flight=64)
    here = shop(acting, count=300)
    first = here.judge("acting:one", timeout_seconds=0.3).lanes[0]
    assert first.waiting == 0
    assert first.done + sum(first.failed.values()) == 300 * CRITERIA == here.count("verdict")
    assert len(acting.asked) <= 1.25 * 300
    acting.act = answers
    assert here.judge("acting:one").lanes[0].done == 600


# Money


PRICE = 0.01


def test_a_cap_holds_with_its_retries_and_a_higher_one_finishes_the_work(shop: Open) -> None:
    async def unreadable_at_first(request: Request, number: int) -> str | None:
        return "no JSON" if number % 4 == 0 else None

    acting = Acting(unreadable_at_first, max_in_flight=4)
    here = shop(acting, count=40, price_usd=PRICE)
    run_id = here.begin("acting:one", cap_usd=0.20)
    progress = here.end(run_id)
    assert progress.state == here.state(run_id) == "paused"
    assert "cap" in progress.message
    spent = here.rows("select sum(cost_usd) from call")[0][0]
    assert 0.10 < spent <= 0.20 + 1e-9
    assert spent == pytest.approx(len(acting.asked) * PRICE)
    here.store.write(lambda database: database.conn.execute("update run set cap_usd = 5.0"))
    acting.act = answers
    assert here.end(here.go_on(run_id)).lanes[0].done == 80


def test_what_a_run_cost_before_counts_towards_its_cap(shop: Open) -> None:
    acting = Acting(max_in_flight=2)
    here = shop(acting, count=40, price_usd=PRICE)
    run_id = here.begin("acting:one", cap_usd=0.10)
    here.end(run_id)
    calls = len(acting.asked)
    assert here.end(here.go_on(run_id)).state == "paused"
    assert len(acting.asked) == calls


def test_an_unknown_price_stays_unknown(shop: Open) -> None:
    here = shop(Acting(), count=2, price_usd=None)
    assert here.judge("acting:one").lanes[0].cost_usd is None
    assert here.rows("select distinct cost_usd from call") == [(None,)]


# Stopping


def test_cancel_takes_two_seconds_while_calls_hang(shop: Open) -> None:
    here = shop(Acting(hangs))
    run_id = here.begin("acting:one")
    until(lambda: here.jobs.progress(run_id).under_way >= 1)
    began = time.monotonic()
    here.jobs.stop(run_id, why="cancel")
    progress = here.end(run_id, seconds=3.0)
    assert time.monotonic() - began < 2.0
    assert progress.state == here.state(run_id) == "cancelled"
    assert "may be charged" in progress.message


def test_cancelled_and_resumed_ten_times_it_still_comes_out_exact(shop: Open) -> None:
    async def slowly(request: Request, number: int) -> None:
        await asyncio.sleep(0.03)

    acting = Acting(slowly, max_in_flight=4)
    here = shop(acting, count=120)
    run_id = here.begin("acting:one")
    for _ in range(10):
        calls = len(acting.asked)
        until(lambda calls=calls: len(acting.asked) >= calls + 6)
        here.jobs.stop(run_id, why="cancel")
        here.end(run_id)
        here.go_on(run_id)
    progress = here.end(run_id)
    assert (progress.state, progress.lanes[0].done) == ("done", 240)
    assert here.count("verdict") == here.count("verdict where value is not null") == 240
    # Calls under way had a second to be answered: none was cut off, so none was paid for twice.
    assert len(acting.asked) == here.count("call") == 120


def test_a_pause_lets_calls_under_way_finish(shop: Open) -> None:
    async def slowly(request: Request, number: int) -> None:
        await asyncio.sleep(0.3)

    acting = Acting(slowly, max_in_flight=4)
    here = shop(acting, count=40)
    run_id = here.begin("acting:one")
    until(lambda: len(acting.asked) >= 5)
    here.jobs.stop(run_id, why="pause")
    progress = here.end(run_id)
    assert progress.state == here.state(run_id) == "paused"
    assert progress.lanes[0].done == len(acting.asked) * CRITERIA
    assert here.end(here.go_on(run_id)).lanes[0].done == 80


def test_a_pause_does_not_wait_for_a_door_that_the_provider_has_closed(shop: Open) -> None:
    acting = Acting(failing("rate_limited", retry_after_seconds=90.0))
    here = shop(acting)
    run_id = here.begin("acting:one")
    until(lambda: len(acting.asked) >= 1)
    began = time.monotonic()
    here.jobs.stop(run_id, why="pause")
    assert here.end(run_id).state == "paused"
    assert time.monotonic() - began < 2.0


def test_stopping_a_run_that_has_ended_changes_nothing(shop: Open) -> None:
    here = shop(Acting(), count=2)
    run_id = here.begin("acting:one")
    here.end(run_id)
    here.jobs.stop(run_id, why="cancel")
    assert here.jobs.progress(run_id).state == here.state(run_id) == "done"


def test_closing_stops_runs_where_they_are_and_gives_the_doors_back(shop: Open) -> None:
    acting = Acting(hangs)
    here = shop(acting)
    run_id = here.begin("acting:one")
    until(lambda: acting.at_once >= 1)
    here.jobs.close()
    here.jobs.close()
    assert acting.closed
    assert here.state(run_id) == "cancelled"


def test_a_run_that_breaks_says_so_and_what_it_had_is_saved(shop: Open) -> None:
    class Breaks:
        """A lane whose reading of a reply has a fault."""

        def __init__(self, lane: Any) -> None:
            self._lane = lane

        def __getattr__(self, name: str) -> Any:
            return getattr(self._lane, name)

        def read(self, task: Any, reply: Reply) -> Unreadable | None:
            if task.subject.endswith("9"):
                raise ZeroDivisionError
            return self._lane.read(task, reply)

    here = shop(Acting(max_in_flight=1))
    run_id = here.begin("acting:one", only=[])
    here.end(run_id)
    job = JudgeJob(project="shop", rubric=RUBRIC, judge=Judge(model="acting:one", rubric_id=RUBRIC.id))
    lane = Breaks(JudgeLane(job, reading=here.store.reading, price=here.jobs.cost_usd, run_id=run_id))
    here.jobs.start(run_id=run_id, lanes=[lane])
    progress = here.end(run_id)
    assert progress.state == here.state(run_id) == "failed"
    assert not progress.is_live and "unexpectedly" in progress.message
    assert here.count("verdict") > 0


def test_a_cap_on_a_model_without_a_price_is_refused_in_words(shop: Open) -> None:
    acting = Acting()
    here = shop(acting, count=3, price_usd=None)
    progress = here.end(here.begin("acting:one", cap_usd=1.0))
    assert progress.state == "failed"
    assert "price of this model is unknown" in progress.message
    assert acting.asked == []
