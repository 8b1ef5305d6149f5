"""The part of the Judge page that needs no key: empty, too few ratings, trained, with rules."""

from __future__ import annotations

from studio.records import Rater
from studio.store.ratings import RatingEvent
from tests.pages.conftest import RUBRIC, Studio, words

RULED = (
    RUBRIC
    + """  - id: short
    question: Is it short?
    rule: {length: {at_most: 120}}
"""
)


def test_before_anything_is_rated_it_says_what_to_do(studio: Studio) -> None:
    studio.fill()
    told = words(studio.page("judge", judge_part="own"))
    assert "need no key and cost nothing" in told
    assert "You have not rated anything yet. Twenty ratings are enough to begin." in told
    assert "No question of this rubric has a rule yet." in told


def test_too_few_ratings_are_told_after_the_button_and_nothing_is_made_up(studio: Studio) -> None:
    project = studio.fill()
    rubric = studio.workspace.rubric_of(project)
    assert rubric is not None
    given = RatingEvent(
        project="shop", rater="ada", subject="00", rubric_id=rubric.id, criterion="answers", value="pass"
    )
    studio.workspace.append_ratings([given], rater=Rater(id="ada", name="Ada"), rubric=rubric)
    app = studio.page("judge", judge_part="own")
    app.button(key="own_run_taste").click().run()
    (run,) = studio.workspace.runs("shop", kind="judge")
    assert studio.workspace.jobs.wait(run.id, seconds=20.0)
    app.run()
    assert "It needs 20 ratings and has 1. Rate 19 more." in words(app)


def test_rules_are_read_in_words_and_run_at_a_press(studio: Studio) -> None:
    project = studio.fill()
    studio.workspace.rubrics.save_text(RULED.lstrip(), file="reply.yaml", seen=RUBRIC.lstrip())
    app = studio.page("judge", judge_part="own")
    assert "Is it short? Has at most 120 words." in words(app).replace("**", "")
    app.button(key="own_run_rule").click().run()
    (run,) = studio.workspace.runs("shop", kind="judge")
    assert studio.workspace.jobs.wait(run.id, seconds=20.0)
    app.run()
    assert "6 verdicts." in words(app)
    rubric = studio.workspace.rubric_of(project)
    assert rubric is not None and rubric.criterion("short") is not None
