"""A recipe put into the form and taken out again is the same recipe, whatever the form has fields for."""

from __future__ import annotations

import pytest

from studio.curation.recipe import Recipe
from studio.ui.curate_form import form_of, further_conditions, recipe_of

RECIPES = {
    "plain": {},
    "good": {"keep": [{"at_least": 0.501}]},
    "good and rated": {"keep": [{"at_least": 0.501}, {"source": "rating"}]},
    "other order": {"keep": [{"source": "rating"}, {"criterion": "tone", "any_of": [4, 5]}, {"at_least": 0.501}]},
    "what no field has": {"keep": [{"criterion": "tone", "at_least": 4}, {"criterion": "tone", "any_of": [5]}]},
    "chosen": {
        "choose": {
            "prompts": ["kind"],
            "models": ["local:a"],
            "tags": {"topic": ["a", "b"], "mood": ["calm"]},
            "created_from": "2026-01-01",
            "created_before": "2026-02-01",
            "input_characters": {"least": 3, "most": 100},
            "output_characters": {"least": 5},
            "languages": ["en", "de"],
            "judges": "differ",
        }
    },
    "judges": {
        "values": {
            "judges": ["Good"],
            "measure": "kappa",
            "least_agreement": 0.5,
            "least_ratings": 30,
            "least_judges": 2,
            "least_judge_share": 0.7,
            "agreement_at": "value",
            "least_confidence": 0.8,
            "raters": ["ada"],
            "several_raters": "mean",
        }
    },
    "clean": {
        "hygiene": {
            "exact_duplicates": True,
            "near_duplicates": 0.85,
            "near_duplicates_of": "input",
            "held_out": "held-out/x.txt",
            "held_out_words": 8,
            "secrets": "list",
            "personal": "drop",
        }
    },
    "duplicates kept": {"hygiene": {"exact_duplicates": False}},
    "balance": {"balance": {"over": ["value", "tag:topic"], "criterion": "answers", "most": 1.5}},
    "pairs": {
        "pairs": {"sources": ["pairwise_rating"], "least_margin": 0.5, "hard_share": 0.3, "most_per_input": None}
    },
    "split": {"split": {"train": 0.5, "validation": 0.25, "test": 0.25, "seed": "7"}},
    "odd split": {"split": {"train": 0.333, "validation": 0.333, "test": 0.334}},
    "messages": {"messages": "input_only"},
}


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_that_is_only_looked_at_stays_the_same(name) -> None:
    recipe = Recipe.model_validate({"recipe": "x", **RECIPES[name]})
    assert recipe_of(form_of(recipe), base=recipe) == recipe


def test_a_changed_field_changes_that_and_nothing_else() -> None:
    recipe = Recipe.model_validate({"recipe": "x", **RECIPES["what no field has"]})
    changed = recipe_of({**form_of(recipe), "which": "good", "value_of_tone": []}, base=recipe)
    assert [one.model_dump(exclude_defaults=True) for one in changed.keep] == [
        {"criterion": "tone", "at_least": 4},
        {"at_least": 0.501},
    ]
    assert changed.model_copy(update={"keep": recipe.keep}) == recipe


def test_what_no_field_has_is_named() -> None:
    recipe = Recipe.model_validate({"recipe": "x", **RECIPES["what no field has"]})
    assert [one.at_least for one in further_conditions(recipe.keep)] == [4]


def test_an_own_split_adds_up_whatever_is_typed() -> None:
    recipe = Recipe(recipe="x")
    split = recipe_of({**form_of(recipe), "split": "own", "train": 90, "validation": 40}, base=recipe).split
    assert (split.train, split.validation, split.test) == (0.9, 0.1, 0.0)
