"""A small project in a real database file, and the few things tests of the store do to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from studio.records import Criterion, Judge, Project, Rater, Rubric, Sample, Verdict
from studio.store import inputs, judges, projects, raters, rubrics, samples
from studio.store.engine import Database
from studio.store.ratings import RatingEvent, append_events, last_event, undo_of
from studio.store.store import Store

PROJECT = "shop"
RUBRIC = Rubric(name="reply", title="Reply", criteria=(Criterion(id="answers", question="Does it answer?"),))
JUDGE = Judge(model="scripted:fair", rubric_id=RUBRIC.id)
ANNA = Rater(id="anna", name="Anna")


def fill(database: Database, *, count: int = 20) -> None:
    """A project with a rubric, a judge, a rater and so many samples."""
    projects.save_project(database, Project(id=PROJECT, title="Shop"))
    rubrics.save_rubric(database, RUBRIC)
    judges.save_judge(database, JUDGE)
    raters.save_rater(database, ANNA)
    question = inputs.new_input(project=PROJECT, text="Where is my parcel?")
    inputs.save_inputs(database, [question])
    samples.save_samples(database, [sample(number, input_id=question.id) for number in range(count)])


def sample(number: int, *, input_id: str) -> Sample:
    """The sample of this number."""
    return Sample(
        id=name(number), project=PROJECT, input_id=input_id, output=f"It is in van {number}.", system="a model"
    )


def name(number: int) -> str:
    """The id of the sample of this number."""
    return f"{number:016d}"


def filled(path: Path, *, count: int = 20) -> Store:
    """A store with the project."""
    store = Store(path)
    store.write(lambda database: fill(database, count=count))
    return store


def rating(number: int = 0, **changes: Any) -> RatingEvent:
    """Anna passes a sample."""
    usual = {"rater": ANNA.id, "subject": name(number), "criterion": "answers", "value": "pass"}
    return RatingEvent(**({"project": PROJECT, "rubric_id": RUBRIC.id} | usual | changes))


def verdict(number: int = 0, **changes: Any) -> Verdict:
    """The judge passes a sample."""
    usual = {"subject": name(number), "judge_id": JUDGE.id, "criterion": "answers"}
    return Verdict(**(usual | ({} if "failure" in changes else {"value": "pass"}) | changes))


def rate(store: Store, *events: RatingEvent) -> int:
    """Appends events."""
    return store.write(lambda database: append_events(database, events))


def undo(store: Store) -> None:
    """Takes back Anna's last step."""
    with store.reading() as database:
        last = last_event(database, PROJECT, rater=ANNA.id)
    assert last is not None
    rate(store, undo_of(last))


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a question, asked past the studio."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
