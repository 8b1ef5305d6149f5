"""Recipes as files: what is written is what is read, and what is wrong is said with its place."""

from __future__ import annotations

import pytest

from studio.curation.recipe import Recipe
from studio.curation.recipe_file import read_recipe, recipe_from_text, recipe_text, save_recipe
from studio.errors import StudioError
from tests.curation.shop import recipe

FULL = """\
recipe: support-good
title: Good support replies
choose:
  models: [local:a]
  tags: {topic: [billing, shipping]}
  created_from: "2026-11-01"
values: {judges: [Good], least_agreement: 0.7}
keep:
  - {criterion: answers, any_of: [pass]}
  - {criterion: tone, at_least: 4}
hygiene: {near_duplicates: 0.9, personal: drop}
balance: {over: [value, "tag:topic"], criterion: answers}
pairs: {least_margin: 0.5, hard_share: 0.3}
split: {train: 0.7, validation: 0.2, test: 0.1, seed: "7"}
"""


def test_a_recipe_survives_being_written_and_read() -> None:
    read = recipe_from_text(FULL, file="r.yaml")
    assert read.keep[0].any_of == ("pass",)
    assert recipe_from_text(recipe_text(read), file="r.yaml") == read


def test_a_saved_recipe_holds_only_what_is_not_standard(tmp_path) -> None:
    save_recipe(recipe(split={"seed": "9"}), path=tmp_path / "new" / "r.yaml")
    assert (tmp_path / "new" / "r.yaml").read_text() == "recipe: shop\nsplit:\n  seed: '9'\n"
    assert read_recipe(tmp_path / "new" / "r.yaml").split.seed == "9"


def test_json_is_read_too() -> None:
    assert recipe_from_text('{"recipe": "shop", "split": {"seed": "9"}}', file="r.json").split.seed == "9"


def test_the_id_is_of_what_the_recipe_does_not_of_its_name() -> None:
    assert recipe(title="One").id == Recipe(recipe="other", title="Two").id
    assert recipe().id != recipe(split={"seed": "2"}).id


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("recipe: shop\nbalence: {over: [value]}", "balence: Extra inputs are not permitted"),
        ("recipe: shop\nsplit: {train: 0.9}", "must add up to 1"),
        ("recipe: shop\nkeep: [{criterion: tone}]", "needs at_least, at_most, any_of or source"),
        ("recipe: shop\nbalance: {over: [colour]}", 'cannot balance over "colour"'),
        ("recipe: ../../etc", "recipe: String should match pattern"),
        ("recipe: shop\nchoose: {created_from: yesterday}", "choose.created_from"),
        ("recipe: shop\nrecipe: again", "a second time"),
        ("recipe: &a shop\ntitle: *a", "anchors"),
        ("recipe: !!python/object:os.system x", "tag"),
        ("- just\n- a list", "not a recipe"),
        ("", "empty"),
    ],
)
def test_what_is_wrong_with_a_recipe_is_said(text, told) -> None:
    with pytest.raises(StudioError, match=r".") as wrong:
        recipe_from_text(text, file="r.yaml")
    assert told in str(wrong.value)
    assert "Nothing was written." in str(wrong.value)


def test_a_recipe_that_is_not_there_is_said_in_words(tmp_path) -> None:
    with pytest.raises(StudioError, match=r"The recipe none\.yaml cannot be read"):
        read_recipe(tmp_path / "none.yaml")
