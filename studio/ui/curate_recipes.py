"""Recipes by name: chosen, saved into the workspace, handed on as a small file, taken in from one."""

from __future__ import annotations

import streamlit as st

from studio.curation.recipe_file import recipe_from_text, recipe_text
from studio.errors import StudioError
from studio.exporting.recipes import keep_recipe, recipe_named, recipe_names
from studio.records import Project
from studio.ui import opened
from studio.ui.curate_state import (
    NEW,
    RECIPE,
    START,
    base_recipe,
    current_recipe,
    is_loaded,
    load,
    note_trouble,
    taken_trouble,
)
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.visible import visible
from studio.workspace import slug

_UPLOAD, _NAME = "curate_upload_recipe", "curate_recipe_name"
SENT = "sent"
"""Stands for a recipe that came from a file and was not saved yet."""


def recipe_bar(project: Project) -> None:
    """Which recipe is worked on; puts it into the form before the form is drawn."""
    folder = opened.workspace().folder
    names = recipe_names(folder)
    if st.session_state.get(RECIPE, NEW) not in (NEW, *names):
        st.session_state[RECIPE] = NEW
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            "Recipe",
            options=[NEW, *names],
            format_func=lambda name: visible(name) if name else "A new one",
            key=RECIPE,
            bind="query-params",
            width=300,
        )
        if not is_loaded(str(chosen), project=project.id) and not (
            chosen == NEW and is_loaded(SENT, project=project.id)
        ):
            _choose(str(chosen), project=project)
        _save(project, names=names)
        _share(project)
    if (trouble := taken_trouble()) is not None:
        show_error(trouble)


def _choose(name: str, *, project: Project) -> None:
    try:
        recipe = recipe_named(name, workspace=opened.workspace().folder) if name else START
    except StudioError as error:
        note_trouble(error)
        recipe = START
    load(recipe, project=project.id, name=name)


def _save(project: Project, *, names: list[str]) -> None:
    base = base_recipe(project.id)
    changed = current_recipe(project.id).id != base.id
    saved = base.recipe in names
    with st.popover("Save" if changed or not saved else "Saved", icon=":material/bookmark:"):
        st.session_state.setdefault(_NAME, base.title or (base.recipe if saved else ""))
        st.text_input("Name", key=_NAME, max_chars=60, placeholder="Good replies, October")
        st.button("Save recipe", key="curate_save", type="primary", on_click=_keep, args=(project,))
        st.caption("A small file in the folder recipes of the workspace. The same name again replaces it.")


def _keep(project: Project) -> None:
    try:
        name = slug(str(st.session_state.get(_NAME, "")))
        title = str(st.session_state[_NAME]).strip()
        recipe = current_recipe(project.id).model_copy(update={"recipe": name, "title": title})
        keep_recipe(recipe, workspace=opened.workspace().folder)
    except StudioError as error:
        note_trouble(error)
        return
    load(recipe, project=project.id, name=name)
    st.session_state[RECIPE] = name


def _share(project: Project) -> None:
    recipe = current_recipe(project.id)
    with st.popover("Share", icon=":material/share:"):
        st.download_button(
            "Download this recipe",
            data=lambda: recipe_text(recipe).encode(),
            file_name=f"{recipe.recipe}.yaml",
            mime="application/yaml",
            key="curate_download",
            on_click="ignore",
            icon=":material/download:",
        )
        st.file_uploader(
            "Or take one in", type=["yaml", "yml", "json"], key=_UPLOAD, on_change=_take_in, args=(project,)
        )
        name = "NAME" if recipe.recipe == START.recipe else recipe.recipe
        st.caption("A saved recipe runs again from the command line:")
        st.code(
            f"studio export --project {project.id} --recipe {name} --format F --out DIR", language=None, wrap_lines=True
        )


def _take_in(project: Project) -> None:
    given = st.session_state.get(_UPLOAD)
    if given is None:
        return
    try:
        recipe = recipe_from_text(given.getvalue(), file=plain(given.name))
    except StudioError as error:
        note_trouble(error)
        return
    st.session_state[RECIPE] = NEW
    st.session_state[_NAME] = recipe.title or recipe.recipe
    load(recipe, project=project.id, name=SENT)
