"""Where the rater is a mean of several people only the order can be compared: how many more ratings that would take."""

from __future__ import annotations

from studio.records import ONE_TO_FIVE, Criterion, Judge, Project, Rater, Rubric, Sample, Verdict
from studio.rubric.writing import new_rubric_text
from studio.store import inputs, judges, projects, raters, ratings, rubrics, samples, verdicts
from studio.store.engine import Database
from tests.pages.conftest import Studio, words

RUBRIC = Rubric(name="tone", title="Tone", criteria=(Criterion(id="warm", question="How warm?", scale=ONE_TO_FIVE),))
JUDGE = Judge(model="scripted:near", rubric_id=RUBRIC.id, name="Near")
PEOPLE = ("ada", "ben")
COUNT = 60


def fill(database: Database) -> None:
    projects.save_project(database, Project(id="shop", title="Shop", rubric="tone"))
    rubrics.save_rubric(database, RUBRIC)
    asked = [inputs.new_input(project="shop", text=f"Question {n}?") for n in range(COUNT)]
    inputs.save_inputs(database, asked)
    named = [f"{n:016d}" for n in range(COUNT)]
    made = [
        Sample(id=name, project="shop", input_id=one.id, output=f"Answer {name}", system="m")
        for name, one in zip(named, asked, strict=True)
    ]
    samples.save_samples(database, made)
    judges.save_judge(database, JUDGE)
    said = [
        Verdict(subject=name, judge_id=JUDGE.id, criterion="warm", value=1 + (n % 5 + n % 2) % 5)
        for n, name in enumerate(named)
    ]
    verdicts.save_verdicts(database, said, project="shop")
    for person in PEOPLE:
        raters.save_rater(database, Rater(id=person, name=person.title()))
    given = [
        ratings.RatingEvent(
            project="shop",
            rater=person,
            subject=name,
            rubric_id=RUBRIC.id,
            criterion="warm",
            value=min(5, 1 + n % 5 + place),
        )
        for n, name in enumerate(named)
        for place, person in enumerate(PEOPLE)
    ]
    ratings.append_events(database, given)


def test_how_many_more_is_told_of_rank_correlation(studio: Studio) -> None:
    studio.workspace.rubrics.save_text(new_rubric_text(RUBRIC))
    studio.workspace.write(fill)
    app = studio.page("compare")
    app.segmented_control(key="compare_part").select("more").run()
    app.selectbox(key="compare_rater").select("mean").run()
    assert "If it stays as it is, 10 more: [0." in words(app)
    app.number_input(key="compare_order_line").set_value(-0.9).run()
    assert "Stop rating" in words(app) and "it is at least -0.9" in words(app)
