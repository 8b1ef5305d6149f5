"""Ratings are events that are only ever appended; what stands now follows from them, whatever order people work in."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from studio.store.ratings import RatingEvent, append_events, event_of, event_row, ratings
from studio.store.store import Store
from tests.store.shelf import ANNA, PROJECT, RUBRIC, ask, filled, name, rate, rating, undo


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = filled(tmp_path / "studio.db")
    yield store
    store.close()


def standing(store: Store) -> dict[str, object]:
    with store.reading() as database:
        return {one.subject: one.value for one in ratings(database, PROJECT, rubric_id=RUBRIC.id, rater=ANNA.id)}


def test_the_last_rating_stands_and_every_event_stays(store: Store) -> None:
    rate(store, rating(value="pass"))
    rate(store, rating(value="fail"))
    assert standing(store) == {name(0): "fail"}
    assert ask(store.path, "select action, value from rating_event order by id") == [("rate", "pass"), ("rate", "fail")]


def test_a_skip_stands_in_the_place_of_a_rating(store: Store) -> None:
    rate(store, rating(value="pass"))
    rate(store, rating(action="skip", value=None))
    assert standing(store) == {name(0): None}


def test_undo_brings_back_what_stood_before_one_step_at_a_time(store: Store) -> None:
    rate(store, rating(value="pass"))
    rate(store, rating(value="fail"))
    rate(store, rating(action="skip", value=None))
    for before in ({name(0): "fail"}, {name(0): "pass"}, {}):
        undo(store)
        assert standing(store) == before


def test_after_an_undo_a_new_rating_stands_and_the_next_undo_takes_that_one(store: Store) -> None:
    rate(store, rating(value="pass"))
    rate(store, rating(value="fail"))
    undo(store)
    rate(store, rating(action="skip", value=None))
    undo(store)
    assert standing(store) == {name(0): "pass"}
    undo(store)
    assert standing(store) == {}


def test_fifty_undos_work_across_a_restart(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db", count=60)
    for number in range(60):
        rate(store, rating(number))
    for _ in range(25):
        undo(store)
    store.close()
    store = Store(tmp_path / "studio.db")
    for _ in range(25):
        undo(store)
    left = standing(store)
    store.close()
    assert sorted(left) == [name(number) for number in range(10)]


def test_the_same_event_taken_in_twice_counts_once(store: Store) -> None:
    event = rating(value="pass")
    assert rate(store, event, event) == 1
    assert rate(store, event_of(event_row(event))) == 0
    assert standing(store) == {name(0): "pass"}


def test_an_undo_that_arrives_before_what_it_undoes_still_undoes_it(store: Store) -> None:
    event = rating(value="pass")
    back = RatingEvent(
        project=PROJECT,
        rater=ANNA.id,
        subject=name(0),
        rubric_id=RUBRIC.id,
        criterion="answers",
        action="undo",
        undoes=event.uid,
    )
    rate(store, back)
    rate(store, event)
    assert standing(store) == {}


def test_numbers_stay_numbers_and_texts_stay_texts(store: Store) -> None:
    rate(store, rating(0, value=4), rating(1, value="4"), rating(2, value=0.5))
    assert standing(store) == {name(0): 4, name(1): "4", name(2): 0.5}


def test_two_tabs_rate_the_same_sample_a_thousand_times_without_one_error(store: Store) -> None:
    problems: list[BaseException] = []

    def tab(value: str) -> None:
        try:
            for _ in range(500):
                rate(store, rating(value=value))
                with store.reading() as database:
                    assert ratings(database, PROJECT)[0].value in ("pass", "fail")
        except BaseException as problem:
            problems.append(problem)

    tabs = [threading.Thread(target=tab, args=(value,)) for value in ("pass", "fail")]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert problems == []
    assert ask(store.path, "select count(*) from rating_event") == [(1000,)]
    ((last,),) = ask(store.path, "select value from rating_event order by id desc limit 1")
    assert standing(store) == {name(0): last}


def test_two_programs_that_append_at_once_both_keep_everything(tmp_path: Path) -> None:
    first = filled(tmp_path / "studio.db")
    second = Store(tmp_path / "studio.db")
    appends = [store.write_soon for store in (first, second)]
    futures = [
        appends[number % 2](lambda database, n=number: append_events(database, [rating(n % 20)]))
        for number in range(200)
    ]
    assert sum(future.result(20) for future in futures) == 200
    first.close()
    second.close()
