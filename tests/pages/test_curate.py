"""Curate as she uses it: choose, see what is left and why, save the recipe, export; words where something is wrong."""

from __future__ import annotations

import json
import re

import pytest

from studio.curation.formats import format_named
from studio.curation.recipe_file import read_recipe
from studio.records import Rater, Sample
from studio.store import samples
from studio.store.ratings import RatingEvent
from studio.ui.curate_preview import desk
from tests.pages.conftest import Studio, words

PREFERENCES, GOOD_AND_BAD = "dpo", "kto"


def rate(studio: Studio, *, values: dict[str, str]) -> None:
    """Ada's ratings of some samples on both criteria."""
    workspace = studio.workspace
    rubric = workspace.rubric_of(workspace.project("shop"))
    events = [
        RatingEvent(project="shop", rater="ada", rubric_id=rubric.id, criterion=name, subject=sample, value=value)
        for sample, answers in values.items()
        for name, value in (("answers", answers), ("warmth", 5 if answers == "pass" else 1))
    ]
    workspace.append_ratings(events, rater=Rater(id="ada", name="Ada"), rubric=rubric)


def curate(studio: Studio, format: str = "jsonl"):
    return studio.page("curate", curate_purpose=format_named(format).purpose, curate_format=format)


def settled(app):
    """The page once what runs beside it is done."""
    for _ in range(20):
        if not app.get("progress"):
            return app
        app.run()
    raise AssertionError("the counting never ended")


@pytest.fixture
def shop(studio: Studio) -> Studio:
    studio.fill()
    rate(studio, values={"00": "pass", "01": "fail", "10": "pass", "11": "fail"})
    return studio


def test_each_step_says_what_is_left_and_why_the_rest_is_not(shop) -> None:
    app = settled(curate(shop, "sft"))
    assert "6 samples, nothing left out here" in words(app)
    app.segmented_control(key="curate_which_shop").set_value("good").run()
    told = words(settled(app))
    assert "2 samples left" in re.sub(r"[*]", "", told)
    assert "overall: does not pass" in told
    assert "Answer 0 Warm" in "\n".join(block.value for block in app.code)


def test_values_of_a_criterion_can_be_chosen(shop) -> None:
    app = settled(curate(shop, "sft"))
    app.multiselect(key="curate_value_of_answers_shop").set_value(["fail"]).run()
    assert "2 samples from 2 inputs" in re.sub(r"[*]", "", words(settled(app)))


def test_a_judge_she_has_not_checked_enough_does_not_stand_in_and_the_page_says_why(shop) -> None:
    app = settled(curate(shop, "sft"))
    app.segmented_control(key="curate_which_shop").set_value("good").run()
    app.multiselect(key="curate_judges_shop").set_value(["Kind"]).run()
    told = words(settled(app))
    assert "Kind did not stand in on answers: it has been compared with 4 of her ratings" in told


def test_a_recipe_is_saved_into_the_workspace_and_chosen_again(shop) -> None:
    app = settled(curate(shop, "sft"))
    app.segmented_control(key="curate_which_shop").set_value("good").run()
    app.text_input(key="curate_recipe_name").set_value("Good replies").run()
    app.button(key="curate_save").click().run()
    kept = read_recipe(shop.folder / "recipes" / "good-replies.yaml")
    assert (kept.title, kept.keep[0].at_least) == ("Good replies", 0.501)
    again = curate(shop, "sft")
    assert again.segmented_control(key="curate_which_shop").value == "all"
    again.selectbox(key="curate_recipe").set_value("good-replies").run()
    assert settled(again).segmented_control(key="curate_which_shop").value == "good"
    assert "2 samples from 2 inputs" in re.sub(r"[*]", "", words(again))


def test_a_recipe_from_a_friend_is_taken_in_and_a_broken_one_is_told(shop) -> None:
    app = settled(curate(shop, "sft"))
    told = b"recipe: theirs\nkeep: [{criterion: warmth, at_least: 4}]\n"
    app.file_uploader(key="curate_upload_recipe").set_value([("theirs.yaml", told, "application/yaml")]).run()
    shown = words(settled(app))
    assert "As the recipe file says: criterion warmth, at\\_least 4".replace("\\", "") in shown
    assert "2 samples from 2 inputs" in re.sub(r"[*]", "", shown)
    app.file_uploader(key="curate_upload_recipe").set_value([("b.yaml", b"recipe: [", "application/yaml")]).run()
    assert "Nothing was written." in words(app)


def test_pairs_have_their_own_step(shop) -> None:
    told = re.sub(r"[*]", "", words(settled(curate(shop, "dpo"))))
    assert "2 preference pairs from 2 inputs" in told
    assert "one of the two has no value" in told


def test_an_export_is_written_and_a_second_one_of_the_same_changes_nothing(shop) -> None:
    app = settled(curate(shop))
    app.button(key="curate_export").click().run()
    assert "Written: exports/shop-jsonl" in words(settled(app))
    app.button(key="curate_export").click().run()
    assert "Already there, unchanged: exports/shop-jsonl" in words(settled(app))


def test_a_folder_that_holds_something_else_is_left_alone_until_she_says_so(shop) -> None:
    app = settled(curate(shop, "sft"))
    app.button(key="curate_export").click().run()
    settled(app).segmented_control(key="curate_which_shop").set_value("good").run()
    settled(app).button(key="curate_export").click().run()
    assert "already holds something else" in words(settled(app))
    app.checkbox(key="curate_replace_shop").check().run()
    settled(app).button(key="curate_export").click().run()
    assert "Written: exports/shop-sft" in words(settled(app))
    manifest = json.loads((shop.folder / "exports" / "shop-sft" / "manifest.json").read_text())
    assert manifest["counts"]["chosen"] == 2


def test_nothing_rated_and_nothing_left_are_sentences(studio) -> None:
    studio.fill()
    app = settled(curate(studio, "sft"))
    app.segmented_control(key="curate_which_shop").set_value("rated").run()
    told = words(settled(app))
    assert "Nothing is left. Loosen the step where most are lost" in told
    assert "not rated" in told
    assert app.button(key="curate_export").disabled


def test_a_format_that_needs_to_know_what_good_is_says_so(shop) -> None:
    app = settled(curate(shop, "kto"))
    assert "What is good?" in words(app)
    app.button(key="curate_good").click().run()
    assert "4 samples from 2 inputs" in re.sub(r"[*]", "", words(settled(app)))


def test_one_class_is_told_before_the_export(studio) -> None:
    studio.fill()
    rate(studio, values={"00": "pass", "10": "pass"})
    app = settled(curate(studio, "kto"))
    app.segmented_control(key="curate_which_shop").set_value("good").run()
    assert "Every sample is good: a trainer needs both kinds" in words(settled(app))


def test_a_planted_key_is_left_out_and_listed_and_never_shown_whole(shop) -> None:
    key = "sk-" + "a1B2" * 8
    found = shop.workspace.read(lambda database: samples.samples_of(database, ["00"]))["00"]
    planted = Sample(id="99", project="shop", input_id=found.input_id, system="x", output=f"Use {key} to sign in.")
    shop.workspace.write(lambda database: samples.save_samples(database, [planted]))
    app = settled(curate(shop, "sft"))
    told = words(app)
    assert "the output holds what looks like: OpenAI or similar key" in told
    assert "Found: OpenAI or similar key in 1" in told
    shown = [block.value for block in app.code] + [str(frame.value) for frame in app.dataframe] + [told]
    assert not [text for text in shown if key in text]


def test_counting_goes_on_beside_the_page(shop) -> None:
    """While one count takes its time the page stands and says how far it is."""
    import threading

    go_on = threading.Event()
    held = desk().ask("somebody else's work", lambda walk: go_on.wait(20), total=1)
    try:
        app = curate(shop, "sft")
        assert app.get("progress")
        assert "What is it for?" in words(app)
        assert not app.exception
    finally:
        go_on.set()
    assert held.wait(seconds=5)
    assert "6 samples from 3 inputs" in re.sub(r"[*]", "", words(settled(app.run())))


def test_whole_answers_are_split_into_steps_that_are_rated_and_put_together_again(studio) -> None:
    studio.fill()
    two = Sample(
        id="two",
        project="shop",
        input_id=studio.workspace.read(lambda database: samples.samples_of(database, ["00"]))["00"].input_id,
        system="scripted:kind",
        output="24 books.\n\n24 - 5 is 21.",
    )
    studio.workspace.write(lambda database: samples.save_samples(database, [two]))
    app = curate(studio, "prm")
    assert "Split them into steps" in words(app)
    app.button(key="curate_split").click().run()
    assert app.session_state["project"] == "shop-steps"
    rate_steps(studio, values=["pass", "fail"])
    app = studio.page("curate", project="shop-steps", curate_purpose="train", curate_format="prm")
    app.button(key="curate_good").click().run()
    told = re.sub(r"[*]", "", words(settled(app)))
    assert "2 steps from 1 input" in told
    assert '"completions": ["24 books.", "24 - 5 is 21."], "labels": [true, false]' in "\n".join(
        block.value for block in app.code
    )


def rate_steps(studio: Studio, *, values: list[str]) -> None:
    """Ada's ratings of the steps there are, in their order."""
    workspace = studio.workspace
    rubric = workspace.rubric_of(workspace.project("shop-steps"))
    steps = workspace.read(lambda database: list(samples.every_sample(database, "shop-steps")))
    events = [
        RatingEvent(
            project="shop-steps", rater="ada", rubric_id=rubric.id, criterion="last_step", subject=step.id, value=value
        )
        for step, value in zip(sorted(steps, key=lambda one: len(one.output)), values, strict=True)
    ]
    workspace.append_ratings(events, rater=Rater(id="ada", name="Ada"), rubric=rubric)
