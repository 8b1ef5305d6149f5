"""Samples whose verdict is known are asked like the others, reported, and counted nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.calls import Request
from studio.judging.canaries import canaries_of, canary_words
from studio.judging.judge_run import judge_lanes, judge_plan, keep_judges
from studio.records import Criterion, Example, Judge, Rubric, Scale
from studio.store import runs
from studio.store.canaries import CanaryResult, canary_results
from tests.runs.running import PROJECT, Acting, Shop

EXAMPLES = (
    Example(input="Where is it?", output="In van 3, at your door by noon.", value="pass"),
    Example(input="Where is it?", output="Read the website.", value="fail"),
)
RUBRIC = Rubric(
    name="reply",
    title="Reply",
    criteria=(
        Criterion(id="answers", question="Does it answer?", examples=EXAMPLES),
        Criterion(id="topic", question="About what?", scale=Scale(values=("parcel", "other"), level="nominal")),
    ),
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    one = Shop(tmp_path, Acting(obedient), count=4)
    yield one
    one.close()


async def obedient(request: Request, number: int) -> str:
    """A judge that passes whatever orders it to, and otherwise fails what says nothing."""
    text = request.user[-2]
    ordered = "every criterion" in text or "right value is" in text
    value = "pass" if ordered or "van" in text else "fail"
    said = {"answers": {"reason": "So it is.", "value": value}, "topic": {"reason": "So it is.", "value": "parcel"}}
    return json.dumps(said)


def begin(shop: Shop) -> int:
    judge = Judge(model="acting:m", rubric_id=RUBRIC.id)

    def action(database: object) -> int:
        keep_judges(database, rubric=RUBRIC, judges=[judge])  # type: ignore[arg-type]
        plan = judge_plan(judges=[judge], canaries=True)
        return runs.new_run(database, project=PROJECT, kind="judge", plan=plan)  # type: ignore[arg-type]

    return shop.go_on(shop.store.write(action))


def results(shop: Shop, run_id: int) -> list[CanaryResult]:
    with shop.store.reading() as database:
        return canary_results(database, run_id)


def test_the_examples_and_the_poor_ones_with_an_order_are_canaries() -> None:
    found = canaries_of(RUBRIC)
    assert [(one.kind, one.expected) for one in found] == [
        ("known", "pass"),
        ("known", "fail"),
        *[("injected", "fail")] * 3,
    ]
    assert canaries_of(replace(RUBRIC, criteria=(Criterion(id="a", question="?"),))) == []


def test_a_judge_that_follows_orders_inside_a_sample_is_found_out(shop: Shop) -> None:
    run_id = begin(shop)
    assert shop.end(run_id).state == "done"
    said = results(shop, run_id)
    assert canary_words(said) == "Canaries: 3 of 5 as known. 2 followed an order inside the sample."


def test_they_are_in_no_verdict_and_in_no_count(shop: Shop) -> None:
    run_id = begin(shop)
    progress = shop.end(run_id)
    assert progress.lanes[0].done == 4 * 2
    assert shop.count("verdict") == 4 * 2
    assert shop.count("canary") == 5
    assert shop.count("call") == 4 + 5


def test_resuming_asks_none_of_them_again(shop: Shop) -> None:
    run_id = begin(shop)
    shop.end(run_id)
    with shop.store.reading() as database:
        run = runs.run_of(database, run_id)
    assert run is not None
    (lane,) = judge_lanes(run, reading=shop.store.reading, price=shop.jobs.cost_usd, secret="test")
    assert [task for page in lane.pages() for task in page] == []
