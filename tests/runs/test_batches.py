"""Provider batches through the real SDKs: handed in once, collected whole, whatever breaks in between."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.judging.judge_run import judge_lanes
from studio.providers.anthropic import AnthropicProvider
from studio.providers.openai import OpenAIProvider
from studio.runs.jobs import Jobs
from studio.runs.progress import RunProgress
from studio.store import runs
from tests.runs.batch_server import Vendor, batch_server
from tests.runs.running import CRITERIA, Shop, until

MODELS = {"openai": "openai:fine", "anthropic": "anthropic:fine"}
BOTH = pytest.mark.parametrize("vendor", list(MODELS))


class BatchShop(Shop):
    """A shop whose judges are asked in batches."""

    def __init__(self, folder: Path, server: Vendor, *, count: int = 20, price_usd: float | None = 0.02) -> None:
        super().__init__(folder, count=count, price_usd=price_usd)
        self.server = server
        self.jobs = self._jobs()

    def go_on(self, run_id: int) -> int:
        with self.store.reading() as database:
            run = runs.run_of(database, run_id)
            spent = sum(one.cost_usd for one in runs.spending(database, run_id))
        assert run is not None
        lanes = judge_lanes(run, reading=self.store.reading, price=self.jobs.cost_usd, secret="test")
        self.jobs.start_batches(run_id=run_id, lanes=lanes, cap_usd=run.cap_usd, spent_usd=spent)
        return run_id

    def change(self, *statements: str) -> None:
        """Changes the database as a crash would have left it."""
        self.store.write(lambda database: [database.conn.execute(sql) for sql in statements])

    def leave_and_come_back(self) -> None:
        """As if the studio were closed and opened again."""
        self.jobs.close()
        self.jobs = self._jobs()

    def _jobs(self) -> Jobs:
        def open_provider(address: str) -> Any:
            if address.startswith("anthropic"):
                return AnthropicProvider(base_url=self.server.url, key="sk-ant-test-0123456789")
            return OpenAIProvider(
                name="openai", label="OpenAI", base_url=f"{self.server.url}/v1", key="sk-test-0123456789"
            )

        return Jobs(store=self.store, open_provider=open_provider, price=lambda address, usage: self.price_usd)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Callable[..., BatchShop]]:
    opened: list[Any] = []

    def make(*, count: int = 20, price_usd: float | None = 0.02, **behaviour: Any) -> BatchShop:
        server = batch_server(**behaviour)
        one = BatchShop(tmp_path, server.__enter__(), count=count, price_usd=price_usd)
        opened.append((server, one))
        return one

    yield make
    for server, one in opened:
        one.close()
        server.__exit__(None, None, None)


def lane(progress: RunProgress) -> Any:
    (one,) = progress.lanes
    return one


@BOTH
def test_a_batch_gives_every_sample_its_verdicts_for_half_the_price(
    shop: Callable[..., BatchShop], vendor: str
) -> None:
    one = shop(looks_until_done=2)
    progress = one.judge(MODELS[vendor])
    assert progress.state == "done"
    assert one.count("verdict where value = 'pass'") == 20 * CRITERIA
    assert lane(progress).done == 20 * CRITERIA
    # The first is asked at once and at the full price, to see that the key works; 19 wait in the batch.
    assert one.server.asked_at_once == 1
    assert len(one.server.requests) == 19
    assert lane(progress).cost_usd == pytest.approx(0.02 + 19 * 0.01)
    assert one.count("call") == 20
    assert one.count("batch_request") == 0


@BOTH
def test_replies_that_cannot_be_read_wait_for_the_retry_which_hands_in_them_alone(
    shop: Callable[..., BatchShop], vendor: str
) -> None:
    one = shop(mumbles=3)
    progress = one.judge(MODELS[vendor])
    assert (progress.state, dict(lane(progress).failed)) == ("done", {"unreadable": 3 * CRITERIA})
    assert len(one.server.batches) == 1, "no second batch, and nothing at the full price, unasked"

    again = one.judge(MODELS[vendor])
    assert again.state == "done" and one.count("verdict where value = 'pass'") == 20 * CRITERIA
    # One of the three is asked at once, as the first of every run.
    assert sorted(Counter(one.server.requests).values()) == [1] * 17 + [2] * 2


@BOTH
def test_a_crash_between_making_and_storing_hands_nothing_in_twice(shop: Callable[..., BatchShop], vendor: str) -> None:
    one = shop(breaks_after_making=1)
    progress = one.judge(MODELS[vendor])
    assert progress.state == "done"
    assert len(one.server.batches) == 1
    assert max(Counter(one.server.requests).values()) == 1
    assert one.count("verdict where value is not null") == 20 * CRITERIA


@BOTH
def test_a_batch_that_was_written_down_and_never_handed_in_is_handed_in_on_resume(
    shop: Callable[..., BatchShop], vendor: str
) -> None:
    one = shop(looks_until_done=1)
    run_id = one.begin(MODELS[vendor])
    one.end(run_id)
    # What a kill between writing down and handing in leaves behind.
    one.change(
        f"delete from verdict where subject > '{5:016d}'",
        "update batch set state = 'handing_in', remote_id = '', key = 'never-arrived', requests = 999",
        "insert into batch_request select 'x-' || subject, 1 from verdict group by subject",
    )
    one.go_on(run_id)
    assert one.end(run_id).state == "done"
    assert one.count("verdict where value is not null") == 20 * CRITERIA
    assert one.count("batch_request") == 0


@BOTH
def test_leaving_lets_the_batch_go_on_and_coming_back_collects_it(shop: Callable[..., BatchShop], vendor: str) -> None:
    one = shop(looks_until_done=10**9)
    run_id = one.begin(MODELS[vendor])
    until(lambda: one.server.batches)
    until(lambda: one.count("batch where state = 'working'"))
    one.leave_and_come_back()
    assert one.state(run_id) == "paused"
    assert all(batch.state == "working" for batch in one.server.batches.values())
    one.server.looks_until_done = 1
    one.go_on(run_id)
    assert one.end(run_id).state == "done"
    assert len(one.server.batches) == 1
    assert one.count("verdict") == 20 * CRITERIA


@BOTH
def test_what_expires_is_a_named_failure_and_alone_is_asked_again(shop: Callable[..., BatchShop], vendor: str) -> None:
    one = shop(count=21, answers_share=0.5)
    run_id = one.begin(MODELS[vendor])
    progress = one.end(run_id)
    assert lane(progress).failed == {"timeout": 10 * CRITERIA}
    one.server.answers_share = 1.0
    one.go_on(run_id)
    assert one.end(run_id).state == "done"
    assert one.count("verdict where value is not null") == 21 * CRITERIA
    # Ten had expired: one of them is asked at once, nine wait in the second batch.
    assert len(one.server.requests) == 20 + 9


@BOTH
def test_a_cancel_keeps_what_was_answered_and_leaves_the_rest_unasked(
    shop: Callable[..., BatchShop], vendor: str
) -> None:
    one = shop(count=21, looks_until_done=10**9)
    run_id = one.begin(MODELS[vendor])
    until(lambda: one.count("batch where state = 'working'"))
    one.jobs.stop(run_id, why="cancel")
    # Told to the provider, too: a batch that was found done before that is collected whole.
    until(lambda: all(batch.state == "cancelling" for batch in one.server.batches.values()))
    one.server.looks_until_done = 1
    assert one.end(run_id).state == "cancelled"
    # One at once and half of twenty; the others have no row at all.
    assert one.count("verdict") == 11 * CRITERIA
    one.go_on(run_id)
    assert one.end(run_id).state == "done"
    assert one.count("verdict where value is not null") == 21 * CRITERIA


@BOTH
def test_an_unknown_model_costs_one_call_and_no_batch(shop: Callable[..., BatchShop], vendor: str) -> None:
    one = shop(refuses="fine")
    progress = one.judge(MODELS[vendor])
    assert progress.state == "failed"
    assert one.server.asked_at_once == 1
    assert not one.server.batches


def test_a_cap_hands_in_only_what_fits(shop: Callable[..., BatchShop]) -> None:
    # A call is expected to cost 0.03, half of it in a batch: 0.03 + 8 x 0.015 = 0.15.
    one = shop()
    progress = one.judge(MODELS["openai"], cap_usd=0.15)
    assert progress.state == "paused"
    assert "cap" in progress.message
    assert len(one.server.requests) <= 9
    assert lane(progress).cost_usd <= 0.15


def test_what_waits_in_a_batch_is_not_asked_at_once_by_another_run(shop: Callable[..., BatchShop]) -> None:
    one = shop(looks_until_done=10**9)
    waiting = one.begin(MODELS["openai"])
    until(lambda: one.count("batch where state = 'working'"))
    with one.store.reading() as database:
        run = runs.run_of(database, waiting)
    assert run is not None
    (free,) = judge_lanes(run, reading=one.store.reading, price=one.jobs.cost_usd, secret="test")
    assert [task for page in free.pages() for task in page] == []


def test_somebody_elses_batch_of_the_same_size_is_not_taken_for_ours(shop: Callable[..., BatchShop]) -> None:
    one = shop()
    run_id = one.begin(MODELS["anthropic"])
    one.end(run_id)
    (first,) = one.server.batches.values()
    first.requests = [(f"stranger-{place}", body) for place, (_, body) in enumerate(first.requests)]
    first.created_at += 1
    one.change(
        "delete from verdict",
        "update batch set state = 'handing_in', remote_id = ''",
        "insert into batch_request values ('x', 1)",
    )
    one.go_on(run_id)
    assert one.end(run_id).state == "done"
    assert one.count("verdict where value is not null") == 20 * CRITERIA


def test_a_model_without_batches_says_so_and_asks_nothing(tmp_path: Path) -> None:
    from tests.runs.running import Acting

    provider = Acting()
    one = Shop(tmp_path, provider)
    run_id = one.begin("acting:fair")
    with one.store.reading() as database:
        run = runs.run_of(database, run_id)
    assert run is not None
    one.end(run_id)
    asked = len(provider.asked)
    lanes = judge_lanes(run, reading=one.store.reading, price=one.jobs.cost_usd, secret="test")
    one.jobs.start_batches(run_id=run_id, lanes=lanes)
    progress = one.end(run_id)
    assert progress.state == "failed"
    assert "takes no batches" in progress.message
    assert len(provider.asked) == asked
    one.close()


def test_a_live_run_says_which_samples_wait_in_a_batch_and_asks_for_none_of_them(
    shop: Callable[..., BatchShop],
) -> None:
    one = shop(looks_until_done=10**9)
    first = one.begin(MODELS["openai"])
    until(lambda: one.count("batch where state = 'working'"))
    one.leave_and_come_back()
    new = one.store.write(lambda database: runs.new_run(database, project="shop", kind="judge", plan=plan_of(one)))
    progress = one.end(Shop.go_on(one, new))
    assert progress.state == "done"
    assert f"19 samples are in a batch of run {first}, handed in at 20" in progress.message
    assert "resume that run" in progress.message
    assert one.server.asked_at_once == 1, "the one that tried the batch out"


def plan_of(one: BatchShop) -> dict[str, Any]:
    ((plan,),) = one.rows("select plan from run")
    return dict(json.loads(plan))
