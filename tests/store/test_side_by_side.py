"""Side by side she sees inputs with several answers, the first that is not done first, and how many are done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.records import Pair, Sample
from studio.store.inputs import new_input, save_inputs
from studio.store.rating_queue import Desk
from studio.store.samples import save_pairs, save_samples
from studio.store.side_by_side import input_beside, input_count, input_to_rate, inputs_done
from studio.store.store import Store
from tests.store.shelf import ANNA, PROJECT, RUBRIC, filled, rate, rating

DESK = Desk(project=PROJECT, rater=ANNA.id, rubric_id=RUBRIC.id, criteria=("answers",))
PAIRS = replace(DESK, kind="pairwise")
ANSWERS = {"one": 1, "two": 2, "ten": 10}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three inputs with one, two and ten answers; one more answer to the first could not be made."""
    store = filled(tmp_path / "studio.db", count=0)
    asked = {text: new_input(project=PROJECT, text=text) for text in ANSWERS}
    made = [
        Sample(id=f"{text}{number}", project=PROJECT, input_id=asked[text].id, output=f"{text} {number}")
        for text, count in ANSWERS.items()
        for number in range(count)
    ]
    failed = Sample(id="failed", project=PROJECT, input_id=asked["one"].id, output="", failure="timeout")
    pair = Pair(id="pair", project=PROJECT, input_id=asked["two"].id, sample_a="two0", sample_b="two1")
    store.write(lambda database: save_inputs(database, asked.values()))
    store.write(lambda database: save_samples(database, [*made, failed]))
    store.write(lambda database: save_pairs(database, [pair]))
    yield store
    store.close()


def test_only_inputs_with_two_answers_are_walked_and_the_walk_ends(store: Store) -> None:
    with store.reading() as database:
        first = input_to_rate(database, DESK)
        assert first is not None
        second = input_beside(database, PROJECT, input_id=first, forward=True)
        assert second is not None
        assert input_count(database, PROJECT) == 2
        assert input_beside(database, PROJECT, input_id=second, forward=True) is None
        assert input_beside(database, PROJECT, input_id=second, forward=False) == first


def test_an_input_is_done_when_every_answer_that_stands_there_is_rated(store: Store) -> None:
    rate(store, rating(subject="one0"), rating(subject="two0"), *(rating(subject=f"ten{n}") for n in range(7)))
    with store.reading() as database:
        assert inputs_done(database, DESK) == 0
    rate(store, rating(subject="two1"))
    with store.reading() as database:
        assert inputs_done(database, DESK) == 1
        waiting = input_to_rate(database, DESK)
        assert database.conn.execute("select text from input where id = ?", [waiting]).fetchone() == ("ten",)
    rate(store, rating(subject="ten7"))
    with store.reading() as database:
        assert inputs_done(database, DESK) == 2
        assert input_to_rate(database, DESK) is not None


def test_ranked_counts_by_the_pairs(store: Store) -> None:
    rate(store, rating(subject="pair", value="A"))
    with store.reading() as database:
        assert (inputs_done(database, PAIRS), inputs_done(database, DESK)) == (1, 0)
