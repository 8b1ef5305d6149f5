"""What a project holds, in a form that is easy to compare."""

from __future__ import annotations

from studio.records import Input, Pair, Rating, Rubric, Sample, Verdict
from studio.store.inputs import inputs
from studio.store.judges import judges_used
from studio.store.ratings import ratings
from studio.store.rubrics import rubrics_used
from studio.store.samples import pairs_of_inputs, samples_of, samples_of_input
from studio.store.store import Store
from studio.store.verdicts import verdicts_of_subjects

PROJECT = "p"


def all_inputs(store: Store) -> list[Input]:
    with store.reading() as database:
        return inputs(database, PROJECT)


def all_samples(store: Store) -> list[Sample]:
    """Answered or not, in the order of their inputs."""
    with store.reading() as database:
        return [sample for one in inputs(database, PROJECT) for sample in samples_of_input(database, one.id)]


def all_pairs(store: Store) -> list[Pair]:
    with store.reading() as database:
        return pairs_of_inputs(database, [one.id for one in inputs(database, PROJECT)])


def all_ratings(store: Store) -> list[Rating]:
    with store.reading() as database:
        return ratings(database, PROJECT)


def all_verdicts(store: Store) -> list[Verdict]:
    subjects = [sample.id for sample in all_samples(store)] + [pair.id for pair in all_pairs(store)]
    with store.reading() as database:
        return [
            verdict
            for start in range(0, len(subjects), 500)
            for verdict in verdicts_of_subjects(database, subjects[start : start + 500])
        ]


def judge_names(store: Store) -> dict[str, str]:
    """Judges' ids and names."""
    with store.reading() as database:
        return {judge.id: judge.name for judge in judges_used(database, PROJECT)}


def only_rubric(store: Store) -> Rubric:
    with store.reading() as database:
        (rubric,) = rubrics_used(database, PROJECT)
    return rubric


def item_of(store: Store, subject: str) -> str | None:
    with store.reading() as database:
        found = samples_of(database, [subject])
    return found[subject].item if found else None
