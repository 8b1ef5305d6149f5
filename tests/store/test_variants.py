"""Answers side by side and picks: one read for an input, columns that keep their place, one pick a picker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.records import Project, Sample
from studio.store.engine import Database, open_database
from studio.store.inputs import new_input, save_inputs
from studio.store.migrations import _FIRST, migrations
from studio.store.notes import Note, save_note
from studio.store.picks import Pick, save_picks, take_back_pick
from studio.store.projects import save_project
from studio.store.ratings import RatingEvent, append_events
from studio.store.samples import save_samples
from studio.store.store import Store
from studio.store.variants import Variant, answered_page, answers_to, competitors, openings_of, variants
from tests.store.shelf import ANNA, PROJECT, RUBRIC, fill

QUESTION = new_input(project="side", text="Where is it?")
UNANSWERED = new_input(project="side", text="When does it come?")
WARM = Variant(prompt_id="warm", system="openai:big", settings="temperature 0.2", repeat=0)
COLD = Variant(prompt_id="cold", system="openai:big", settings="", repeat=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "studio.db")
    made = [
        Sample(
            id="w",
            project="side",
            input_id=QUESTION.id,
            prompt_id="warm",
            system="openai:big",
            output="In the van.",
            tags={"settings": "temperature 0.2"},
        ),
        Sample(
            id="c",
            project="side",
            input_id=QUESTION.id,
            prompt_id="cold",
            system="openai:big",
            repeat=1,
            output="",
            failure="refused",
        ),
    ]

    def action(database: Database) -> None:
        fill(database, count=2)
        save_project(database, Project(id="side", title="Side"))
        save_inputs(database, [QUESTION, UNANSWERED])
        save_samples(database, made)

    opened.write(action)
    yield opened
    opened.close()


def pick(sample: str, *, picker: str = "Anna") -> Pick:
    return Pick(project="side", input_id=QUESTION.id, picker=picker, sample_id=sample)


def picked(database: Database) -> dict[str, tuple[str, ...]]:
    return {one.sample.id: tuple(one.pickers) for one in answers_to(database, QUESTION.id) if one.pickers}


def test_variants_stand_in_the_order_they_came_with_their_settings(store: Store) -> None:
    with store.reading() as database:
        assert list(variants(database, "side").items()) == [(WARM, 1), (COLD, 1)]


def test_one_read_tells_notes_flags_picks_and_failures(store: Store) -> None:
    flag = RatingEvent(
        project="side", rater=ANNA.id, subject="w", rubric_id=RUBRIC.id, criterion="", action="flag", value=None
    )
    store.write(lambda database: save_note(database, Note(project="side", subject="w", author="Anna", text="Nice")))
    store.write(lambda database: append_events(database, [flag]))
    store.write(lambda database: save_picks(database, [pick("w"), pick("w", picker="Judge")]))
    with store.reading() as database:
        first, second = answers_to(database, QUESTION.id)
    assert (first.variant, first.notes, first.is_flagged, set(first.pickers)) == (WARM, 1, True, {"Anna", "Judge"})
    assert (second.sample.failure, second.is_flagged, second.is_called, second.pickers) == ("refused", False, False, ())


def test_a_picker_has_one_pick_an_input_and_can_take_it_back(store: Store) -> None:
    store.write(lambda database: save_picks(database, [pick("c")]))
    store.write(lambda database: save_picks(database, [pick("w")]))
    with store.reading() as database:
        assert picked(database) == {"w": ("Anna",)}
    store.write(lambda database: take_back_pick(database, input_id=QUESTION.id, picker="Anna"))
    with store.reading() as database:
        assert picked(database) == {}


def test_the_grid_holds_answered_inputs_with_how_answers_begin(store: Store) -> None:
    with store.reading() as database:
        page = answered_page(database, "side", limit=10)
        assert [one.id for one in page] == [QUESTION.id]
        assert openings_of(database, [QUESTION.id], characters=6) == {QUESTION.id: {WARM: "In the", COLD: "(refused)"}}


def test_competitors_are_all_answers_or_those_of_one_writer(store: Store) -> None:
    with store.reading() as database:
        assert competitors(database, "side") == [("w", QUESTION.id)]
        assert competitors(database, "side", writer=WARM.writer) == [("w", QUESTION.id)]
        assert competitors(database, "side", writer=COLD.writer) == []
        assert len(competitors(database, PROJECT)) == 2


def test_a_database_made_before_gains_picks(tmp_path: Path) -> None:
    database = open_database(tmp_path / "studio.db")
    database.executescript(_FIRST)
    migrations.ensure_migrations_table(database)
    database["_sqlite_migrations"].insert({"migration_set": "studio", "name": "first", "applied_at": "x"})
    fill(database)
    database.conn.commit()
    database.close()
    newer = Store(tmp_path / "studio.db")
    with newer.reading() as opened:
        assert picked(opened) == {}
        assert opened["sample"].count == 20
    newer.close()
