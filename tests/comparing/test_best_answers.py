"""Best of n from the store: each judge's picks and curve, among all answers or those of one writer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.agreement.resampling import Resampling
from studio.agreement.words.best_of_n import course_in_words
from studio.comparing.best_answers import best_answers, usual_answers
from studio.errors import StudioError
from studio.records import ONE_TO_FIVE, Criterion, Judge, Project, Rater, Rubric, Sample, Scale, Verdict
from studio.store.engine import Database
from studio.store.inputs import new_input, save_inputs
from studio.store.judges import save_judge
from studio.store.projects import save_project
from studio.store.raters import save_rater
from studio.store.ratings import RatingEvent, append_events
from studio.store.rubrics import save_rubric
from studio.store.samples import save_samples
from studio.store.store import Store
from studio.store.variants import Writer
from studio.store.verdicts import save_verdicts

RUBRIC = Rubric(
    name="reply",
    title="Reply",
    criteria=(
        Criterion(id="warmth", question="How warm?", scale=ONE_TO_FIVE),
        Criterion(id="kind", question="Which kind?", scale=Scale(values=("a", "b"), level="nominal")),
    ),
)
GOOD = Judge(model="scripted:fair", rubric_id=RUBRIC.id, name="Good")
INPUTS = [new_input(project="shop", text=f"Question {number}?") for number in range(30)]
QUICK = Resampling(redraws=300)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Thirty inputs with four answers, rated 1, 2, 4, 5; the judge says just that of three of them."""
    opened = Store(tmp_path / "studio.db")
    made = [(one, repeat, value) for one in INPUTS for repeat, value in enumerate((1, 2, 4, 5))]
    names = {(one.id, repeat): f"{one.id}-{repeat}" for one, repeat, _ in made}

    def action(database: Database) -> None:
        save_project(database, Project(id="shop", title="Shop", rubric="reply"))
        save_inputs(database, INPUTS)
        save_samples(
            database,
            [
                Sample(
                    id=names[one.id, repeat],
                    project="shop",
                    input_id=one.id,
                    prompt_id="p",
                    system="scripted:fair" if repeat < 3 else "scripted:kind",
                    repeat=repeat,
                    output=f"Answer {repeat}",
                )
                for one, repeat, _ in made
            ],
        )
        save_rubric(database, RUBRIC)
        save_judge(database, GOOD)
        save_rater(database, Rater(id="ada", name="Ada"))
        verdicts = [
            Verdict(subject=names[one.id, repeat], judge_id=GOOD.id, criterion="warmth", value=value)
            for one, repeat, value in made
            if repeat < 3
        ]
        save_verdicts(database, verdicts, project="shop")
        events = [
            RatingEvent(
                project="shop",
                rater="ada",
                subject=names[one.id, repeat],
                rubric_id=RUBRIC.id,
                criterion="warmth",
                value=value,
            )
            for one, repeat, value in made
        ]
        append_events(database, events)

    opened.write(action)
    yield opened
    opened.close()


def test_a_judge_that_agrees_picks_the_best_it_has_seen(store: Store) -> None:
    with store.reading() as database:
        found = best_answers(database, project="shop", rubric=RUBRIC, criterion="warmth", most=3, resampling=QUICK)
    (one,) = found.judges
    assert one.picks == {asked.id: f"{asked.id}-2" for asked in INPUTS}
    # Among 1, 2, 4: one of them is 7/3 on average; of two, {1,2} gives 2 and the others 4, so 10/3; of three, 4.
    assert [point.rating.value for point in one.curve.points] == pytest.approx([7 / 3, 10 / 3, 4.0])
    assert one.curve.rated == 90
    assert "picks better the more answers" in course_in_words(one.curve)


def test_among_the_answers_of_one_writer_only_those_compete(store: Store) -> None:
    writer = Writer(prompt_id="p", system="scripted:kind")
    with store.reading() as database:
        found = best_answers(database, project="shop", rubric=RUBRIC, criterion="warmth", writer=writer)
    assert (found.answers, found.most, found.judges) == (30, 0, ())


def test_a_question_without_better_and_worse_is_refused_in_words(store: Store) -> None:
    with store.reading() as database, pytest.raises(StudioError) as refused:
        best_answers(database, project="shop", rubric=RUBRIC, criterion="kind")
    assert "warmth" in refused.value.to_do


def test_how_many_answers_inputs_usually_have() -> None:
    assert usual_answers(["a", "a", "b", "b", "b", "c"]) == 3
    assert usual_answers(["a", "b"]) == 0
