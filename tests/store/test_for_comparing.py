"""What comparing asks the store: what kind each sample is, and what a person said when she was asked again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.records import Pair, Prompt, Sample
from studio.store.engine import Database
from studio.store.inputs import new_input, save_inputs
from studio.store.prompts import save_prompt
from studio.store.sample_kinds import SampleKind, sample_kinds
from studio.store.samples import save_pairs, save_samples
from studio.store.second_ratings import SecondRating, second_ratings
from studio.store.store import Store
from studio.store.text_search import subjects_with_words
from studio.store.verdicts import save_verdicts
from tests.store.shelf import ANNA, JUDGE, PROJECT, RUBRIC, filled, name, rate, rating, undo, verdict


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db")
    yield store
    store.close()


def again(store: Store) -> list[SecondRating]:
    with store.reading() as database:
        return second_ratings(database, PROJECT, rater=ANNA.id, rubric_id=RUBRIC.id)


def test_a_sample_has_its_inputs_tags_and_its_own_over_them(store: Store) -> None:
    asked = new_input(project=PROJECT, text="Why?", tags={"topic": "refund", "mood": "calm"})
    kind = Prompt(name="Warm", system="Be warm.")
    made = [
        Sample(id=one, project=PROJECT, input_id=asked.id, output="abcd", system=by, prompt_id=kind.id, tags=tags)
        for one, by, tags in (("s1", "a model", {"mood": "angry"}), ("s2", "another", {}))
    ]

    def action(database: Database) -> None:
        save_inputs(database, [asked])
        save_prompt(database, kind, project_id=PROJECT)
        save_samples(database, made)
        save_pairs(database, [Pair(id="p", project=PROJECT, input_id=asked.id, sample_a="s1", sample_b="s2")])

    store.write(action)
    with store.reading() as database:
        found = sample_kinds(database, {"s1", "p", "nothing"})
    assert found == {
        "s1": SampleKind(tags={"topic": "refund", "mood": "angry"}, prompt="Warm", system="a model", characters=4),
        "p": SampleKind(tags={"topic": "refund", "mood": "calm"}, prompt="", system="a model / another", characters=8),
    }


def test_a_second_answer_stands_beside_the_one_before_it(store: Store) -> None:
    rate(store, rating(0), rating(1), rating(0, value="fail", reason="again"))
    assert again(store) == [SecondRating(subject=name(0), criterion="answers", before="pass", after="fail")]


def test_a_correction_is_no_second_answer_and_one_taken_back_is_none(store: Store) -> None:
    rate(store, rating(0), rating(0, value="fail"))
    rate(store, rating(0, reason="again"))
    assert [(one.before, one.after) for one in again(store)] == [("fail", "pass")]
    undo(store)
    assert again(store) == []


def test_a_second_answer_to_something_she_skipped_is_left_out(store: Store) -> None:
    skipped = replace(rating(0), action="skip", value=None)
    rate(store, skipped, rating(0, reason="again"))
    assert again(store) == []


def test_words_are_found_in_outputs_and_in_the_judge_s_own_reason(store: Store) -> None:
    said = [verdict(1, explanation="It forgets the Refund."), verdict(2, judge_id=JUDGE.id, criterion="other")]
    store.write(lambda database: save_verdicts(database, said, project=PROJECT))
    names = [name(n) for n in range(20)]

    def found(words: str) -> set[str]:
        with store.reading() as database:
            return subjects_with_words(database, names, words=words, judge_id=JUDGE.id, criterion="answers")

    assert found("REFUND") == {name(1)}
    assert found("in van 7.") == {name(7)}
    assert found("%") == set()
