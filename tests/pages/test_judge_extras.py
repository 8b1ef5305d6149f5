"""Juries, batches and canaries as she meets them on the Judge page."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from studio.records import Judge
from studio.store.judges import judges_used
from studio.store.verdicts import verdicts_of_subjects
from tests.pages.conftest import Studio, words

MODELS = "judge_models_shop"


def used(studio: Studio) -> list[Judge]:
    return studio.workspace.read(lambda database: judges_used(database, "shop"))


def looking(studio: Studio) -> AppTest:
    studio.fill()
    app = studio.page("judge", judge_part="verdicts")
    app.multiselect(key="judge_jury_members").set_value([judge.id for judge in used(studio)]).run()
    return app


def test_a_jury_is_made_of_judges_already_used_and_looked_at_at_once(studio: Studio) -> None:
    app = looking(studio)
    app.button(key="judge_jury_make").click().run()
    jury = used(studio)[-1]
    assert (jury.model, jury.name) == ("jury:majority", "Majority of Kind, Strict")
    assert app.selectbox(key="judge_look_judge").value == jury.id
    told = words(app)
    assert "A jury of 2." in told and "6 verdicts." in told
    said = studio.workspace.read(lambda database: verdicts_of_subjects(database, ["00"]))
    # Kind passes, Strict fails: a draw goes to the worse value.
    assert [one.value for one in said if one.judge_id == jury.id and one.criterion == "answers"] == ["fail"]


def test_a_weighted_jury_asks_for_each_weight(studio: Studio) -> None:
    app = looking(studio)
    app.selectbox(key="judge_jury_rule").set_value("weighted").run()
    kind, _ = used(studio)
    app.number_input(key=f"judge_jury_weight_{kind.id}").set_value(3.0).run()
    app.text_input(key="judge_jury_name").set_value("Mostly kind").run()
    app.button(key="judge_jury_make").click().run()
    jury = used(studio)[-1]
    assert jury.name == "Mostly kind"
    assert sorted(jury.settings.weights) == [1.0, 3.0]


def test_a_jury_that_is_dissolved_leaves_its_members(studio: Studio) -> None:
    app = looking(studio)
    app.button(key="judge_jury_make").click().run()
    app.button(key=f"judge_jury_forget_{used(studio)[-1].id}").click().run()
    assert [judge.name for judge in used(studio)] == ["Kind", "Strict"]
    assert not app.exception


def test_a_batch_is_offered_where_every_judge_takes_one_and_halves_the_price(studio: Studio) -> None:
    studio.fill(judged=False)
    app = studio.page("judge", judge_part="new", **{MODELS: ["openai:gpt-5-mini"]})
    plain = words(app)
    app.toggle(key="judge_batch").set_value(True).run()
    assert "within a day" in words(app) and "within a day" not in plain
    local = studio.page("judge", judge_part="new", **{MODELS: ["openai:gpt-5-mini", "scripted:kind"]})
    assert not [one for one in local.toggle if one.key == "judge_batch"]


def test_a_rubric_without_examples_offers_no_canaries(studio: Studio) -> None:
    studio.fill(judged=False)
    app = studio.page("judge", judge_part="new", **{MODELS: ["scripted:kind"]})
    assert not [one for one in app.toggle if one.key in ("judge_canaries", "judge_examples")]


def test_the_preview_says_what_a_thousand_samples_cost(studio: Studio) -> None:
    studio.fill(judged=False)
    app = studio.page("judge", judge_part="new", judge_preview_open=True, **{MODELS: ["openai:gpt-5-mini"]})
    assert "USD for 1,000 samples" in words(app)


def test_a_filter_chooses_the_samples_and_says_how_many(studio: Studio) -> None:
    studio.fill(judged=False)
    app = studio.page("judge", judge_part="new", judge_which="filter", judge_models_shop=["scripted:kind"])
    assert not app.exception
    every = next(one.value for one in app.caption if one.value.endswith("chosen."))
    app.text_input(key="judge_filter_words").set_value("no such words anywhere").run()
    app.number_input(key="judge_filter_most").set_value(5).run()
    assert not app.exception
    assert every != "0 samples chosen."
    assert "0 samples chosen." in words(app)
