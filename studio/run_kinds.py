"""The kinds of run there are, and which lanes each has; a new kind of run is one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studio.records import Run
from studio.runs.progress import LaneProgress
from studio.runs.work import Price
from studio.store.runs import Spending
from studio.store.store import OpenReading


def _judge_lanes(run: Run, *, reading: OpenReading, price: Price, secret: str) -> Sequence[Any]:
    from studio.judging.judge_run import judge_lanes

    return judge_lanes(run, reading=reading, price=price, secret=secret)


def _sample_lanes(run: Run, *, reading: OpenReading, price: Price, secret: str) -> Sequence[Any]:
    from studio.generation.sample_run import sample_lanes

    return sample_lanes(run, reading=reading, price=price)


def _input_lanes(run: Run, *, reading: OpenReading, price: Price, secret: str) -> Sequence[Any]:
    from studio.generation.input_run import input_lanes

    return input_lanes(run, reading=reading, price=price)


def _draft_lanes(run: Run, *, reading: OpenReading, price: Price, secret: str) -> Sequence[Any]:
    from studio.drafting.draft_run import draft_lanes

    return draft_lanes(run, reading=reading, price=price)


LANES: Mapping[str, Callable[..., Sequence[Any]]] = {
    "judge": _judge_lanes,
    "samples": _sample_lanes,
    "inputs": _input_lanes,
    "rubric": _draft_lanes,
}


def what_it_makes(run: Run) -> str:
    """Which kind of run this is: a key of the list above."""
    return "judge" if run.kind == "judge" else str(run.plan.get("what", "samples"))


def lanes_of(run: Run, *, reading: OpenReading, price: Price, secret: str) -> Sequence[Any]:
    """The lanes of a written-down run, with whatever is still missing now."""
    return LANES[what_it_makes(run)](run, reading=reading, price=price, secret=secret)


def lanes_as_left(lanes: Sequence[Any], *, spent: Sequence[Spending]) -> tuple[LaneProgress, ...]:
    """The lanes of a run that no process carries out just now, counted from what is stored.

    Calls are counted by model: lanes that share one get its calls and its cost in proportion to their results.
    """
    results = [lane.settled + sum(lane.open_failures().values()) for lane in lanes]
    of_model: dict[str, int] = {}
    for lane, count in zip(lanes, results, strict=True):
        of_model[lane.address] = of_model.get(lane.address, 0) + count
    by_model = {one.model: one for one in spent}
    return tuple(
        _as_left(lane, by_model.get(lane.address), share=count / (of_model[lane.address] or 1))
        for lane, count in zip(lanes, results, strict=True)
    )


def _as_left(lane: Any, spent: Spending | None, *, share: float) -> LaneProgress:
    failed = lane.open_failures()
    cost = 0.0 if spent is None else None if spent.unpriced_calls else spent.cost_usd * share
    return LaneProgress(
        label=lane.label,
        done=lane.settled,
        failed=failed,
        waiting=max(0, lane.expected - lane.settled - sum(failed.values())),
        calls=round(spent.calls * share) if spent else 0,
        retries=0,
        cost_usd=cost,
        seconds_left=None,
        message="",
    )
