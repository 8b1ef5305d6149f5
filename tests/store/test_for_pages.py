"""What the Judge and Generate pages ask the store: choices of samples, lists to look through, versions of prompts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.calls import Call
from studio.records import Pair, Prompt, Sample, Usage
from studio.store import input_pages, prompt_versions, runs, samples, subject_choice, verdict_lines
from studio.store.engine import Database
from studio.store.inputs import inputs_made_since, new_input, save_inputs, tag_key
from studio.store.ratings import append_events
from studio.store.store import Store
from studio.store.verdict_lines import LookAt
from studio.store.verdicts import save_verdicts
from tests.store.shelf import ANNA, JUDGE, PROJECT, filled, name, rating, verdict


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=6)
    yield store
    store.close()


def tagged(store: Store, text: str, **tags: str) -> str:
    """One more input with these tags and one answer to it."""
    asked = new_input(project=PROJECT, text=text, tags=tags, origin="generated")

    def action(database: Database) -> None:
        save_inputs(database, [asked])
        answer = Sample(id=f"of {text}", project=PROJECT, input_id=asked.id, output="Yes.")
        samples.save_samples(database, [answer])

    store.write(action)
    return asked.id


def test_the_rated_samples_are_those_anybody_rated_and_a_skip_is_no_rating(store: Store) -> None:
    given = [rating(1), rating(3, rubric_id="an older wording"), rating(4, action="skip", value=None)]
    store.write(lambda database: append_events(database, given))
    with store.reading() as database:
        found = subject_choice.rated_subjects_of(database, PROJECT, mode="direct")
    assert found == [name(1), name(3)]


def test_a_handful_is_always_the_same_and_leaves_failed_samples_out(store: Store) -> None:
    with store.reading() as database:
        asked = samples.samples_of(database, [name(0)])[name(0)].input_id
    failed = Sample(id="0" * 10, project=PROJECT, input_id=asked, output="", failure="timeout")
    store.write(lambda database: samples.save_samples(database, [failed]))
    with store.reading() as database:
        assert subject_choice.first_subjects(database, PROJECT, mode="direct", count=2) == [name(0), name(1)]


def test_a_tag_finds_samples_by_their_input_and_pairs_too(store: Store) -> None:
    wanted = tagged(store, "Back?", topic="returns", mood="calm")
    tagged(store, "When?", topic="delivery")
    pair = Pair(id="p", project=PROJECT, input_id=wanted, sample_a="of Back?", sample_b=name(0))
    store.write(lambda database: samples.save_pairs(database, [pair]))
    with store.reading() as database:
        tag = ("topic", "returns")
        assert subject_choice.tags_in_use(database, PROJECT) == {"mood": ["calm"], "topic": ["delivery", "returns"]}
        assert subject_choice.subjects_with_tag(database, PROJECT, mode="direct", tag=tag) == ["of Back?"]
        assert subject_choice.subjects_with_tag(database, PROJECT, mode="pairwise", tag=tag) == ["p"]


def test_verdicts_are_looked_through_by_judge_criterion_outcome_and_rater(store: Store) -> None:
    def action(database: Database) -> None:
        call = Call(run_id=None, model=JUDGE.model, subject=name(1), seconds=1.5, usage=Usage(), cost_usd=0.25)
        number = runs.save_call(database, call)
        said = [verdict(0), verdict(1, failure="unreadable", call_id=number), verdict(2)]
        save_verdicts(database, said, project=PROJECT)
        append_events(database, [rating(2)])

    store.write(action)
    look = {"project": PROJECT, "judge_id": JUDGE.id, "criterion": "answers"}
    with store.reading() as database:
        every = verdict_lines.verdict_lines(database, LookAt(**look), limit=10)
        failed = verdict_lines.verdict_lines(database, LookAt(**look, only_failed=True), limit=10)
        rated = verdict_lines.verdict_lines(database, LookAt(**look, rated_by=ANNA.id), limit=10)
        assert verdict_lines.verdict_line_count(database, LookAt(**look)) == 3
    assert [line.excerpt for line in every] == ["It is in van 0.", "It is in van 1.", "It is in van 2."]
    assert [(line.verdict.failure, line.seconds, line.cost_usd) for line in failed] == [("unreadable", 1.5, 0.25)]
    assert [line.verdict.subject for line in rated] == [name(2)]
    assert every[0].seconds is None


def test_a_prompt_keeps_its_versions_and_an_older_one_can_be_used_again(store: Store) -> None:
    first, second = Prompt(name="Plain", system="Be brief."), Prompt(name="Plain", system="Be brief and kind.")
    for prompt in (first, second, first):
        store.write(lambda database, one=prompt: prompt_versions.use_prompt(database, one, project_id=PROJECT))
    with store.reading() as database:
        found = prompt_versions.prompt_versions(database, PROJECT)
    assert [version.prompt for version in found["Plain"]] == [first, second]


def test_a_version_that_samples_were_made_with_is_not_deleted(store: Store) -> None:
    used, unused = Prompt(name="Plain", system="Used."), Prompt(name="Plain", system="Unused.")

    def action(database: Database) -> int:
        for prompt in (used, unused):
            prompt_versions.use_prompt(database, prompt, project_id=PROJECT)
        asked = samples.samples_of(database, [name(0)])[name(0)].input_id
        made = Sample(id="made", project=PROJECT, input_id=asked, prompt_id=used.id, output="Yes.")
        samples.save_samples(database, [made])
        return prompt_versions.delete_prompt(database, project_id=PROJECT, name="Plain")

    assert store.write(action) == 1
    with store.reading() as database:
        (left,) = prompt_versions.prompt_versions(database, PROJECT)["Plain"]
    assert (left.prompt, left.samples) == (used, 1)


def test_inputs_are_found_by_their_words_and_tags_whatever_the_case(store: Store) -> None:
    tagged(store, "Where are my BOOTS?", topic="Delivery")
    with store.reading() as database:
        assert [one.text for one in input_pages.inputs_page(database, PROJECT, words="boots", limit=5)] == [
            "Where are my BOOTS?"
        ]
        assert input_pages.inputs_matching(database, PROJECT, words="delivery") == 1
        assert input_pages.inputs_matching(database, PROJECT) == 2
        assert input_pages.inputs_matching(database, PROJECT, words="'; drop table input") == 0


def test_the_way_from_input_to_input_skips_those_without_a_sample(store: Store) -> None:
    store.write(lambda database: save_inputs(database, [new_input(project=PROJECT, text="Nobody answers this.")]))
    last = tagged(store, "Last?")
    with store.reading() as database:
        first = input_pages.first_answered(database, PROJECT)
        assert first is not None
        step = input_pages.answered_neighbour
        assert step(database, PROJECT, input_id=first, forward=True) == last
        assert step(database, PROJECT, input_id=last, forward=False) == first
        assert step(database, PROJECT, input_id=last, forward=True) is None
        assert input_pages.place_among_answered(database, PROJECT, input_id=last) == 2
        assert input_pages.answered_inputs(database, PROJECT) == 2


def test_inputs_made_since_a_moment_are_counted_by_their_tags(store: Store) -> None:
    tagged(store, "One?", topic="returns", mood="calm")
    tagged(store, "Two?", mood="calm", topic="returns")
    with store.reading() as database:
        made = inputs_made_since(database, PROJECT, since="2000-01-01")
        assert made == {tag_key({"topic": "returns", "mood": "calm"}): 2}
        assert not inputs_made_since(database, PROJECT, since="2999-01-01")


def test_the_usual_time_of_a_model_is_the_mean_of_its_answered_calls(store: Store) -> None:
    def call(seconds: float, **changes: object) -> Call:
        return Call(run_id=None, model="openai:a", subject="s", seconds=seconds, **changes)  # type: ignore[arg-type]

    for one in (call(1.0), call(3.0), call(90.0, failure="timeout")):
        store.write(lambda database, call=one: runs.save_call(database, call))
    with store.reading() as database:
        assert runs.usual_seconds(database, "openai:a") == 2.0
        assert runs.usual_seconds(database, "openai:b") is None


def test_runs_that_make_inputs_are_told_from_runs_that_make_samples(store: Store) -> None:
    for plan in ({"what": "inputs"}, {"models": []}):
        store.write(lambda database, plan=plan: runs.new_run(database, project=PROJECT, kind="generate", plan=plan))
    with store.reading() as database:
        assert [run.plan for run in runs.runs(database, PROJECT, what="inputs")] == [{"what": "inputs"}]
        assert [run.plan for run in runs.runs(database, PROJECT, what="samples")] == [{"models": []}]
