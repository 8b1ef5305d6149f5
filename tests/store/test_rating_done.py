"""She is done when she says so, until she rates more; only then is there anything of others to tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.records import Rater
from studio.store.raters import save_rater
from studio.store.rating_done import Shared, is_done, say_done, shared_with_others
from studio.store.rating_queue import Desk
from studio.store.store import Store
from tests.store.shelf import ANNA, PROJECT, RUBRIC, filled, rate, rating, undo

DESK = Desk(project=PROJECT, rater=ANNA.id, rubric_id=RUBRIC.id, criteria=("answers",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=4)
    yield store
    store.close()


def done(store: Store, desk: Desk = DESK) -> bool:
    with store.reading() as database:
        return is_done(database, desk)


def test_done_holds_until_she_rates_more_and_an_undo_is_not_more(store: Store) -> None:
    rate(store, rating(0), rating(1))
    assert not done(store)
    store.write(lambda database: say_done(database, DESK))
    assert done(store)
    undo(store)
    assert done(store)
    rate(store, rating(2))
    assert not done(store)


def test_done_is_hers_and_of_this_rubric_alone(store: Store) -> None:
    store.write(lambda database: say_done(database, DESK))
    assert done(store)
    assert not done(store, Desk(project=PROJECT, rater="ben", rubric_id=RUBRIC.id, criteria=("answers",)))
    assert not done(store, Desk(project=PROJECT, rater=ANNA.id, rubric_id="other", criteria=("answers",)))


def test_what_both_answered_is_counted_and_skips_are_not(store: Store) -> None:
    store.write(lambda database: save_rater(database, Rater(id="ben", name="Ben")))
    rate(store, rating(0), rating(1), rating(2, action="skip", value=None))
    rate(store, *(rating(number, rater="ben", value="fail" if number else "pass") for number in range(4)))
    with store.reading() as database:
        assert shared_with_others(database, DESK) == [Shared(name="Ben", both=2, same=1)]
