"""Samples by what they have in common: each wish alone, several together, pairs by either answer, and by indexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from studio.records import Input, Pair, Prompt, Sample
from studio.store import inputs, prompts, samples
from studio.store.engine import Database
from studio.store.store import Store
from studio.store.subject_filter import (
    SubjectFilter,
    failing_answers,
    failing_judges,
    fitting_sql,
    fitting_subjects,
    writers_in_use,
)
from studio.store.verdicts import save_verdicts
from tests.store.shelf import JUDGE, PROJECT, RUBRIC, filled, name, rate, rating, verdict

KIND = Prompt(name="kind", system="Be kind.")


def more(database: Database) -> None:
    """To the shelf's twenty samples: one of another writer to a tagged input, a failed one, and a pair."""
    asked = Input(id="back", project=PROJECT, text="Can I send it BACK?", tags={"topic": "returns"})
    inputs.save_inputs(database, [asked])
    prompts.save_prompt(database, KIND, project_id=PROJECT)
    usual: dict[str, Any] = {"project": PROJECT, "input_id": "back", "system": "other"}
    samples.save_samples(
        database,
        [
            Sample(id="long", output="Yes, within a month. " * 5, prompt_id=KIND.id, tags={"mood": "calm"}, **usual),
            Sample(id="none", output="", failure="refused", **usual),
            Sample(id="short", output="Yes.", **usual),
        ],
    )
    samples.save_pairs(
        database, [Pair(id="pair", project=PROJECT, input_id="back", sample_a="long", sample_b="short", item=None)]
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db")
    store.write(more)
    rate(store, rating(3), rating(4))
    store.write(
        lambda d: save_verdicts(
            d, [verdict(5, failure="timeout"), verdict(6), verdict(8, value="fail")], project=PROJECT
        )
    )
    yield store
    store.close()


def found(store: Store, *, mode: Any = "direct", **wanted: Any) -> list[str]:
    with store.reading() as database:
        return fitting_subjects(database, SubjectFilter(**wanted), project=PROJECT, mode=mode)


@pytest.mark.parametrize(
    ("wanted", "fitting"),
    [
        ({"words": "VAN 7."}, [name(7)]),
        ({"words": "send it back"}, ["long", "short"]),
        ({"words": "100%_"}, []),
        ({"prompt": "kind"}, ["long"]),
        ({"system": "other"}, ["long", "short"]),
        ({"tag": ("topic", "returns")}, ["long", "short"]),
        ({"tag": ("mood", "calm")}, ["long"]),
        ({"least_characters": 50}, ["long"]),
        ({"most_characters": 4}, ["short"]),
        ({"rated": True}, [name(3), name(4)]),
        ({"failed_judges": (JUDGE.id,)}, [name(5)]),
        ({"failed_judges": ("nobody",)}, []),
        ({"passed_judge": JUDGE.id}, [name(6), name(8)]),
        ({"passed_judge": JUDGE.id, "failing_answers": failing_answers(RUBRIC)}, [name(6)]),
        ({"passed_judge": "nobody", "failing_answers": failing_answers(RUBRIC)}, []),
        ({"system": "other", "most_characters": 50, "words": "yes"}, ["short"]),
        ({"rated": False, "words": "van 3."}, []),
    ],
)
def test_each_wish_finds_what_it_says(store: Store, wanted: dict[str, Any], fitting: list[str]) -> None:
    assert found(store, **wanted) == fitting


def test_without_a_wish_all_answered_ones_fit(store: Store) -> None:
    assert len(found(store)) == 22


def test_a_pair_fits_when_one_of_its_answers_does_and_is_rated_itself(store: Store) -> None:
    assert found(store, mode="pairwise", prompt="kind") == ["pair"]
    assert found(store, mode="pairwise", words="van") == []
    assert found(store, mode="pairwise", rated=True) == []
    rate(store, rating(subject="pair", value="A"))
    assert found(store, mode="pairwise", rated=True) == ["pair"]


def test_what_there_is_to_choose_from(store: Store) -> None:
    with store.reading() as database:
        assert writers_in_use(database, PROJECT) == (["kind"], ["a model", "other"])
        assert failing_judges(database, PROJECT) == [JUDGE.id]


@pytest.mark.parametrize("mode", ["direct", "pairwise"])
def test_no_table_that_grows_with_other_projects_is_walked(store: Store, mode: Any) -> None:
    keys = asdict(SubjectFilter()) | {"p": PROJECT, "tag_name": "", "tag_value": "", "failed_judges": "[]"}
    keys["failing_answers"] = "[]"
    keys.pop("tag")
    with store.reading() as database:
        plan = [row[3] for row in database.conn.execute("explain query plan " + fitting_sql(mode=mode), keys)]
    walked = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert not walked, plan
