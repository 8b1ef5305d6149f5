"""What she flagged is found again: hers, the newest first, until she takes the flag or the step back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.records import Pair, Rater
from studio.store.flags import OPENING_CHARACTERS, Flag, flags
from studio.store.raters import save_rater
from studio.store.rating_queue import Desk
from studio.store.ratings import RatingEvent
from studio.store.samples import save_pairs
from studio.store.store import Store
from tests.store.shelf import ANNA, PROJECT, RUBRIC, filled, name, rate, undo

DESK = Desk(project=PROJECT, rater=ANNA.id, rubric_id=RUBRIC.id, criteria=("answers",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=4)
    yield store
    store.close()


def flag(subject: str, *, action: str = "flag", rater: str = ANNA.id, note: str = "") -> RatingEvent:
    return RatingEvent(
        project=PROJECT, rater=rater, subject=subject, rubric_id=RUBRIC.id, criterion="", action=action, note=note
    )


def found(store: Store, *, limit: int = 20) -> list[Flag]:
    with store.reading() as database:
        return flags(database, DESK, limit=limit)


def test_the_newest_flag_comes_first_with_its_note_and_the_beginning_of_the_texts(store: Store) -> None:
    rate(store, flag(name(0), note="ask Ben"), flag(name(2)), flag(name(0), note="ask Ben again"))
    first, second = found(store)
    assert (first.subject, first.note, first.asked) == (name(0), "ask Ben again", "Where is my parcel?")
    assert second.outputs == ("It is in van 2.",)
    assert [one.subject for one in found(store, limit=1)] == [name(0)]


def test_a_flag_taken_away_is_gone_and_an_undo_brings_it_back(store: Store) -> None:
    rate(store, flag(name(1)))
    rate(store, flag(name(1), action="unflag"))
    assert found(store) == []
    undo(store)
    assert [one.subject for one in found(store)] == [name(1)]
    undo(store)
    assert found(store) == []


def test_flags_of_others_and_of_samples_that_are_gone_do_not_show(store: Store) -> None:
    store.write(lambda database: save_rater(database, Rater(id="ben", name="Ben")))
    rate(store, flag(name(1), rater="ben"), flag(name(3)))
    store.write(lambda database: database.conn.execute("delete from sample where id = ?", [name(3)]))
    assert found(store) == []


def test_a_flagged_pair_shows_both_sides_and_long_texts_only_begin(store: Store) -> None:
    with store.reading() as database:
        input_id = database.conn.execute("select id from input").fetchone()[0]
    store.write(
        lambda database: database.conn.execute("update sample set output = ? where id = ?", ["x" * 9_000, name(1)])
    )
    pair = Pair(id="pair", project=PROJECT, input_id=input_id, sample_a=name(0), sample_b=name(1))
    store.write(lambda database: save_pairs(database, [pair]))
    rate(store, flag("pair"))
    (one,) = found(store)
    assert one.kind == "pairwise"
    assert one.outputs == ("It is in van 0.", "x" * OPENING_CHARACTERS)
