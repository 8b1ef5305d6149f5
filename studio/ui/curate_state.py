"""What the Curate page keeps in a browser session: the fields of its form, and the recipe they began from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from studio.curation.recipe import Recipe
from studio.errors import StudioError
from studio.ui.curate_form import SPLITS, VALUE_OF, form_of, recipe_of

NEW = ""
RECIPE = "curate_recipe"
"""The name of the recipe she chose; empty for a new one."""
START = Recipe(recipe="new", split=SPLITS["none"])
_BASE, _LOADED, _TROUBLE = "curate_base", "curate_loaded", "curate_trouble"


def field_key(name: str, *, project: str) -> str:
    """The widget key of a field: each project has a form of its own."""
    return f"curate_{name}_{project}"


def load(recipe: Recipe, *, project: str, name: str) -> None:
    """Puts a recipe into the form; before the form is drawn, or from a callback."""
    for key in [key for key in st.session_state if str(key).startswith(field_key(VALUE_OF, project="")[:-1])]:
        del st.session_state[key]
    for field, value in form_of(recipe).items():
        st.session_state[field_key(field, project=project)] = value
    st.session_state[_BASE] = (project, recipe.model_dump_json())
    st.session_state[_LOADED] = (project, name)


def is_loaded(name: str, *, project: str) -> bool:
    """Whether the form shows the recipe of this name, changed or not."""
    return bool(st.session_state.get(_LOADED) == (project, name))


def base_recipe(project: str) -> Recipe:
    """The recipe the form began from."""
    held = st.session_state.get(_BASE)
    return Recipe.model_validate_json(held[1]) if held and held[0] == project else START


def current_recipe(project: str) -> Recipe:
    """The recipe as the form stands now."""
    base = base_recipe(project)
    form: dict[str, Any] = form_of(base)
    known = {name: field_key(name, project=project) for name in form}
    chosen = {name: st.session_state[key] for name, key in known.items() if key in st.session_state}
    return recipe_of(_as_stored({**form, **chosen, **_values_by_criterion(project)}), base=base)


def note_trouble(error: StudioError | None) -> None:
    """Keeps what went wrong in a callback until the page can show it."""
    st.session_state[_TROUBLE] = error


def taken_trouble() -> StudioError | None:
    """What went wrong since the page was last drawn."""
    found: StudioError | None = st.session_state.pop(_TROUBLE, None)
    return found


def _values_by_criterion(project: str) -> dict[str, Any]:
    start, end = f"curate_{VALUE_OF}", f"_{project}"
    return {
        str(key).removeprefix("curate_").removesuffix(end): value
        for key, value in st.session_state.items()
        if str(key).startswith(start) and str(key).endswith(end)
    }


def _as_stored(form: Mapping[str, Any]) -> dict[str, Any]:
    """Dates as the recipe writes them."""
    dates = {name: form[name].isoformat() for name in ("from", "before") if hasattr(form[name], "isoformat")}
    return {**form, **dates}
