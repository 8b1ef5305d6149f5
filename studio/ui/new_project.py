"""Starting a project and removing one: a name, what the product does, and which rubric it is judged by."""

from __future__ import annotations

import streamlit as st

from studio.errors import StudioError
from studio.records import Project
from studio.store import projects
from studio.ui import opened, state
from studio.ui.messages import show_error
from studio.ui.visible import visible
from studio.workspace import slug


def new_project_form(*, key: str) -> None:
    """Three fields and a button; the new project becomes the current one."""
    shelf = opened.workspace().rubrics.load()
    titles = {rubric.name: rubric.title for rubric in shelf.rubrics}
    st.text_input("Name", key=f"{key}_title", max_chars=60, placeholder="Support replies")
    st.text_area(
        "What does the product do, for whom?",
        key=f"{key}_task",
        max_chars=2_000,
        height=100,
        placeholder="A small shop for hiking gear answers its customers by mail.",
    )
    st.selectbox(
        "Judged by",
        options=["", *titles],
        format_func=lambda name: visible(titles[name]) if name else "Choose later",
        key=f"{key}_rubric",
        help="A rubric to begin with. You can change it, or write another one.",
    )
    problem = st.session_state.pop(f"{key}_problem", None)
    if problem is not None:
        show_error(problem)
    st.button("Start", key=f"{key}_start", type="primary", on_click=_start, args=(key,))


def _start(key: str) -> None:
    title = str(st.session_state.get(f"{key}_title") or "").strip()
    task = str(st.session_state.get(f"{key}_task") or "").strip()
    rubric = str(st.session_state.get(f"{key}_rubric") or "")
    try:
        name = _free_id(slug(title))
    except StudioError as error:
        st.session_state[f"{key}_problem"] = error
        return
    opened.workspace().save_project(Project(id=name, title=title, task=task, rubric=rubric))
    state.choose_project(name)


def _free_id(wanted: str) -> str:
    taken = {project.id for project in opened.workspace().projects()}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def delete_project(project_id: str) -> None:
    """Makes a backup, then removes the project for good."""
    workspace = opened.workspace()
    workspace.store.back_up(reason="before-delete")
    workspace.store.write(lambda database: projects.delete_project(database, project_id), patience_seconds=None)
    left = workspace.projects()
    if left:
        state.choose_project(left[0].id)
    else:
        st.session_state.pop(state.PROJECT, None)
