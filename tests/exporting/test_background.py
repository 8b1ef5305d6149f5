"""Long work is done beside the page: once for each key, countable, and stopped when nobody waits."""

from __future__ import annotations

import threading

import pytest

from studio.exporting.background import Background, Stopped, Walk, Walked
from tests.curation.shop import shop


def test_the_same_work_is_done_once_while_it_is_kept() -> None:
    done: list[int] = []
    background = Background(kept=2)
    for _ in range(3):
        work = background.ask("a", lambda walk: done.append(1), total=1)
        assert work.wait(seconds=5)
    assert done == [1]


def test_only_the_last_results_are_kept() -> None:
    background = Background(kept=2)
    for key in range(5):
        assert background.ask(key, lambda walk: None, total=1).wait(seconds=5)
    assert [background.find(key) is not None for key in range(5)] == [False, False, False, True, True]


def test_work_that_takes_longer_can_be_looked_at_and_stopped() -> None:
    background, go_on = Background(), threading.Event()

    def slowly(walk: Walk) -> int:
        return sum(1 for number, _ in enumerate(Walked(shop(), walk)) if number < 3 or go_on.wait(5))

    work = background.ask("a", slowly, total=36)
    assert not work.wait(seconds=0.2)
    assert 0 < work.walk.share < 0.2
    background.stop("a")
    go_on.set()
    assert work.wait(seconds=5)
    with pytest.raises(Stopped):
        work.outcome.result()
    again = background.ask("a", slowly, total=36)
    assert again.wait(seconds=5)
    assert again.outcome.result() == 36


def test_one_piece_of_work_waits_for_the_other() -> None:
    background, go_on = Background(), threading.Event()
    first = background.ask("first", lambda walk: go_on.wait(5), total=1)
    second = background.ask("second", lambda walk: "done", total=1)
    assert not second.wait(seconds=0.2)
    go_on.set()
    assert first.wait(seconds=5) and second.wait(seconds=5)
    assert second.outcome.result() == "done"


def test_what_goes_wrong_is_told_to_whoever_asks_for_the_outcome() -> None:
    work = Background().ask("a", lambda walk: 1 / 0, total=1)
    assert work.wait(seconds=5)
    with pytest.raises(ZeroDivisionError):
        work.outcome.result()
