"""How long the Compare page takes over 10,000 samples, 4 judges and 6 questions, first and after each change."""

from __future__ import annotations

import importlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from studio.records import ONE_TO_FIVE, Criterion, Judge, Project, Rater, Rubric, Sample, Verdict
from studio.settings import announce_workspace
from studio.store import inputs, judges, projects, raters, ratings, rubrics, samples, verdicts
from studio.store.engine import Database
from studio.store.store import Store
from tests.bench.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
SAMPLES, AN_INPUT, JUDGES, QUESTIONS, RATED = 10_000, 4, 4, 6, 2_000
RUBRIC = Rubric(
    name="large",
    title="Large",
    criteria=tuple(
        Criterion(id=f"question_{n}", question=f"Question {n}?", scale=ONE_TO_FIVE) for n in range(QUESTIONS)
    ),
)


def fill(folder: Path, *, rated: int) -> None:
    """A workspace with 240,000 verdicts, and ratings of so many samples on each question."""
    store = Store(folder / "studio.db")
    store.write(lambda database: _fill(database, random.Random(0), rated=rated), patience_seconds=None)
    store.close()


def _fill(database: Database, chance: random.Random, *, rated: int) -> None:
    projects.save_project(database, Project(id="large", title="Large", rubric="large"))
    rubrics.save_rubric(database, RUBRIC)
    raters.save_rater(database, Rater(id="anna", name="Anna"))
    known = [Judge(model=f"scripted:j{n}", rubric_id=RUBRIC.id, name=f"Judge {n}") for n in range(JUDGES)]
    for judge in known:
        judges.save_judge(database, judge)
    asked = [
        inputs.new_input(project="large", text=f"Question {n}?", tags={"topic": f"t{n % 5}"})
        for n in range(SAMPLES // AN_INPUT)
    ]
    inputs.save_inputs(database, asked)
    made = [
        Sample(
            id=f"{n:016d}",
            project="large",
            input_id=asked[n // AN_INPUT].id,
            output=f"Answer {n}. " + "word " * chance.randrange(5, 80),
            system=f"model {n % AN_INPUT}",
        )
        for n in range(SAMPLES)
    ]
    samples.save_samples(database, made)
    truth = [[chance.randrange(1, 6) for _ in range(QUESTIONS)] for _ in range(SAMPLES)]
    verdicts.save_verdicts(database, _verdicts(known, made, truth, chance), project="large")
    ratings.append_events(database, _ratings(made[:: SAMPLES // rated], truth[:: SAMPLES // rated]))


def _verdicts(
    known: list[Judge], made: list[Sample], truth: list[list[int]], chance: random.Random
) -> Iterator[Verdict]:
    for judge in known:
        for sample, values in zip(made, truth, strict=True):
            for question, value in enumerate(values):
                said = min(5, max(1, value + chance.choice((-1, 0, 0, 0, 1))))
                yield Verdict(
                    subject=sample.id,
                    judge_id=judge.id,
                    criterion=f"question_{question}",
                    value=said,
                    explanation="It says what was asked, and says it kindly.",
                )


def _ratings(made: list[Sample], truth: list[list[int]]) -> Iterator[ratings.RatingEvent]:
    for sample, values in zip(made, truth, strict=True):
        for question, value in enumerate(values):
            yield ratings.RatingEvent(
                project="large",
                rater="anna",
                subject=sample.id,
                rubric_id=RUBRIC.id,
                criterion=f"question_{question}",
                value=value,
            )


def figures() -> Iterator[Figure]:
    """2,000 ratings in all, and the same with 2,000 rated samples, each on six questions."""
    for rated, name in ((RATED // QUESTIONS, "2,000 ratings"), (RATED, "2,000 rated samples, 12,000 ratings")):
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), rated=rated)
            announce_workspace(Path(folder))
            yield from _page(name)


def _page(name: str) -> Iterator[Figure]:
    st.cache_resource.clear()
    # As the server does before the first page is asked for.
    importlib.import_module("studio.ui.compare_top")
    app = AppTest.from_file(str(ROOT / "studio" / "app.py"), default_timeout=120).run()
    app.session_state["project"] = "large"
    app.switch_page(str(ROOT / "pages" / "compare.py"))
    steps: dict[str, tuple[Callable[[], object], float]] = {
        "the whole page, nothing kept": (app.run, 1.0),
        "another question": (lambda: app.selectbox(key="compare_criterion").select("question_3").run(), 0.5),
        "one kind of samples": (lambda: app.selectbox(key="compare_slice").select("topic=t2").run(), 0.5),
        "all samples again": (lambda: app.selectbox(key="compare_slice").select("").run(), 0.5),
        "another judge": (lambda: app.selectbox(key="compare_pick").set_value(_second(app)).run(), 0.5),
    }
    for step, (act, at_most) in steps.items():
        seconds, processor_seconds = _seconds(act)
        what = f"Compare, 240,000 verdicts, {name}: {step}"
        yield Figure(name=what, value=seconds, unit="s", at_most=at_most)
        yield Figure(name=f"{what}: processor time", value=processor_seconds, unit="s")
        assert not app.exception, app.exception


def _second(app: AppTest) -> str:
    key: str = app.session_state["compare_pick"]
    others = [name for name in app.selectbox(key="compare_pick").options if name != key]
    return others[-1]


def _seconds(act: Callable[[], object]) -> tuple[float, float]:
    started, used = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - started, time.process_time() - used
