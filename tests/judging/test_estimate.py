"""Before a judging run: the calls that are missing, exactly; tokens, money and time; the unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.judge_settings import JudgeSettings
from studio.judging.estimate import estimated_judging, judge_estimate, missing_calls, typical_subjects
from studio.judging.judge_job import JudgeJob
from studio.judging.sample_choice import SampleChoice, chosen_subjects
from studio.records import Criterion, Judge, Rubric, Verdict
from studio.store.judges import save_judge
from studio.store.rubrics import save_rubric
from studio.store.samples import pair_up
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from tests.store.shelf import PROJECT, filled, name

RUBRIC = Rubric(
    name="two",
    title="Two",
    criteria=(Criterion(id="answers", question="Does it answer?"), Criterion(id="kind", question="Is it kind?")),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=10)
    store.write(lambda database: save_rubric(database, RUBRIC))
    yield store
    store.close()


def job_of(model: str, **settings: object) -> JudgeJob:
    judge = Judge(model=model, rubric_id=RUBRIC.id, settings=JudgeSettings(**settings))  # type: ignore[arg-type]
    return JudgeJob(project=PROJECT, rubric=RUBRIC, judge=judge)


def give(store: Store, job: JudgeJob, number: int, **failures: str) -> None:
    """Verdicts of one call on a sample: a value, or the failure named for the criterion."""
    store.write(lambda database: save_judge(database, job.judge))
    said = [
        Verdict(
            subject=name(number),
            judge_id=job.judge.id,
            criterion=criterion.id,
            value=None if criterion.id in failures else "pass",
            failure=failures.get(criterion.id),  # type: ignore[arg-type]
        )
        for criterion in RUBRIC.criteria
    ]
    store.write(lambda database: save_verdicts(database, said, project=PROJECT))


def missing(store: Store, job: JudgeJob) -> int:
    with store.reading() as database:
        return missing_calls(database, job)


def test_all_criteria_in_one_call_make_a_call_a_sample_and_one_call_each_makes_two(store: Store) -> None:
    assert missing(store, job_of("openai:a")) == 10
    assert missing(store, job_of("openai:a", calls="one_criterion")) == 20
    assert missing(store, replace(job_of("openai:a"), repeats=3)) == 30


def test_a_call_that_lacks_one_criterion_is_made_whole_again(store: Store) -> None:
    job = job_of("openai:a")
    give(store, job, 0)
    give(store, job, 1, kind="unreadable")
    give(store, job, 2, kind="timeout", answers="timeout")
    # 10 samples: number 0 is settled, 1 and 2 are asked again.
    assert missing(store, job) == 9
    assert missing(store, replace(job, only=[name(0), name(1), name(5)])) == 2


def test_a_refusal_is_the_models_answer_and_is_not_asked_again(store: Store) -> None:
    job = job_of("openai:a")
    give(store, job, 0, kind="refused", answers="refused")
    assert missing(store, job) == 9


def test_one_call_each_counts_every_failed_criterion(store: Store) -> None:
    job = job_of("openai:a", calls="one_criterion")
    give(store, job, 0, kind="timeout", answers="timeout")
    give(store, job, 1, kind="timeout")
    # 20 calls in all; of the four made, one has its verdict.
    assert missing(store, job) == 19


def test_judging_again_asks_everything_anew(store: Store) -> None:
    job = job_of("openai:a")
    give(store, job, 0)
    assert missing(store, replace(job, again_since="2999-01-01")) == 10
    assert missing(store, replace(job, again_since="2999-01-01", only=[name(0)])) == 1


def test_pairs_are_asked_in_both_orders(store: Store) -> None:
    store.write(lambda database: pair_up(database, PROJECT))
    judge = Judge(model="openai:a", rubric_id=RUBRIC.id, mode="pairwise")
    # 10 different answers to one input: 45 pairs.
    assert missing(store, JudgeJob(project=PROJECT, rubric=RUBRIC, judge=judge)) == 90


def test_a_known_price_has_three_figures_and_an_unknown_one_none(store: Store) -> None:
    jobs = [job_of("openai:gpt-5-mini"), job_of("gateway:mystery"), job_of("scripted:fair")]
    with store.reading() as database:
        known, unknown, free = estimated_judging(database, jobs, local_slots=2)
    assert known.cost is not None and known.cost.low.usd <= known.cost.expected.usd < known.cost.high.usd
    assert unknown.cost is None
    assert free.cost is not None and free.cost.high.usd == 0 and free.cost.high.why_free


def test_more_text_in_the_samples_means_more_tokens(store: Store) -> None:
    job = job_of("openai:gpt-5-mini")
    with store.reading() as database:
        typical = typical_subjects(database, job)
    longer = [replace(one, outputs=(one.outputs[0] + " word" * 400,)) for one in typical]
    short, long = (judge_estimate(job, typical=shown, calls=10) for shown in (typical, longer))
    # 400 times five characters are about 500 tokens, in ten calls.
    assert long.input_tokens - short.input_tokens == pytest.approx(5_000, rel=0.05)


def test_the_choices_of_samples(store: Store) -> None:
    def chosen(choice: SampleChoice) -> list[str] | None:
        with store.reading() as database:
            return chosen_subjects(database, choice, project=PROJECT, mode="direct")

    assert chosen(SampleChoice()) is None
    assert chosen(SampleChoice(which="handful", count=2)) == [name(0), name(1)]
    assert chosen(SampleChoice(which="rated")) == []
    assert chosen(SampleChoice(which="tag", tag=("topic", "none"))) == []
