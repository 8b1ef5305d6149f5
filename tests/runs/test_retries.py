"""Which failures are tried again, how often and after how long."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import get_args

import pytest

from studio.calls import Failure
from studio.records import RefusedRequest, UselessAnswer
from studio.runs.retries import wait_before_next

FINAL = (*get_args(RefusedRequest), *get_args(UselessAnswer))


def tries_of(kind: str) -> int:
    """How many calls there are in all when every one fails like this."""
    tries = 1
    while wait_before_next(Failure(kind=kind, message=""), tries=tries, chance=Random(tries)) is not None:
        tries += 1
    return tries


@pytest.mark.parametrize(
    ("kind", "calls"), [("rate_limited", 10), ("overloaded", 6), ("server", 4), ("connection", 4), ("timeout", 3)]
)
def test_trouble_on_the_way_is_tried_again_a_few_times(kind: str, calls: int) -> None:
    assert tries_of(kind) == calls


@pytest.mark.parametrize("kind", FINAL)
def test_what_would_only_fail_again_is_called_once(kind: str) -> None:
    assert tries_of(kind) == 1


@pytest.mark.parametrize(("asked", "at_least", "at_most"), [(5, 5, 6), (90, 90, 91), (100_000, 120, 120)])
def test_what_the_provider_asks_for_is_waited_up_to_two_minutes(asked: float, at_least: float, at_most: float) -> None:
    failure = Failure(kind="rate_limited", message="", retry_after_seconds=asked)
    for seed in range(50):
        wait = wait_before_next(failure, tries=1, chance=Random(seed))
        assert wait is not None
        assert at_least <= wait.seconds <= at_most
        assert wait.capped_from_seconds == (asked if asked > 120 else None)


def test_a_hundred_refused_at_once_do_not_come_back_at_once() -> None:
    chance = Random(1)
    failure = Failure(kind="rate_limited", message="")
    waits = sorted(wait_before_next(failure, tries=3, chance=chance).seconds for _ in range(100))
    assert waits[0] < 0.5 and waits[-1] > 3.0
    assert max(later - earlier for earlier, later in pairwise(waits)) < 0.8


def test_waits_grow_and_stay_below_two_minutes() -> None:
    failure = Failure(kind="rate_limited", message="")
    means = []
    for tries in range(1, 10):
        waits = [wait_before_next(failure, tries=tries, chance=Random(seed)).seconds for seed in range(200)]
        assert max(waits) <= 120.0
        means.append(sum(waits) / len(waits))
    assert means == sorted(means)
