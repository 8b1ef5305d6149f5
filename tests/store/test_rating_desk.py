"""What a rater needs at every key: her answers in order, her flags, and whether another tab was faster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.store.rating_desk import answers_of, answers_on, is_flagged, rated_elsewhere
from studio.store.rating_queue import Desk, next_unrated, rateable_subjects
from studio.store.store import Store
from tests.store.shelf import ANNA, PROJECT, RUBRIC, filled, name, rate, rating, undo

DESK = Desk(project=PROJECT, rater=ANNA.id, rubric_id=RUBRIC.id, criteria=("answers",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=4)
    yield store
    store.close()


def test_her_answers_come_in_the_order_she_gave_them_and_a_new_one_moves_to_the_end(store: Store) -> None:
    rate(store, rating(2), rating(0), rating(1, action="skip", value=None), rating(2, value="fail", reason="again"))
    with store.reading() as database:
        found = answers_of(database, DESK)
        few = answers_on(database, DESK, subjects=[name(2)])
    assert [(one.subject, one.value, one.reason) for one in found] == [
        (name(0), "pass", ""),
        (name(1), None, ""),
        (name(2), "fail", "again"),
    ]
    assert [one.value for one in few] == ["fail"]


def test_a_flag_is_hers_and_an_undo_takes_it_away(store: Store) -> None:
    rate(store, rating(1, criterion="", action="flag", value=None))
    other = Desk(project=PROJECT, rater="ben", rubric_id=RUBRIC.id, criteria=("answers",))
    with store.reading() as database:
        assert is_flagged(database, DESK, subject=name(1))
        assert not is_flagged(database, other, subject=name(1))
    undo(store)
    with store.reading() as database:
        assert not is_flagged(database, DESK, subject=name(1))


def test_only_an_answer_this_tab_had_not_seen_is_another_tabs(store: Store) -> None:
    first, second = rating(0), rating(0, value="fail")
    rate(store, first, second)
    with store.reading() as database:
        assert rated_elsewhere(database, DESK, uid=second.uid, seen="")
        assert not rated_elsewhere(database, DESK, uid=second.uid, seen=first.uid)
        assert not rated_elsewhere(database, DESK, uid=first.uid, seen="")


def test_the_next_unrated_one_comes_by_name_and_begins_again_at_the_end(store: Store) -> None:
    rate(store, rating(1))
    with store.reading() as database:
        assert rateable_subjects(database, DESK) == [name(number) for number in range(4)]
        assert next_unrated(database, DESK) == name(0)
        assert next_unrated(database, DESK, after=name(0)) == name(2)
        assert next_unrated(database, DESK, after=name(3)) == name(0)
