"""Home: where this project stands, what comes next, and the way to another project."""

from __future__ import annotations

import streamlit as st

from studio.records import Project
from studio.store import facts
from studio.ui import opened
from studio.ui.checklist import Step, dismissed_key, steps
from studio.ui.frame import page_frame, section
from studio.ui.links import go_to
from studio.ui.new_project import delete_project, new_project_form
from studio.ui.plain import plain

WIDTH_PIXELS = 820


def main() -> None:
    """Where she is, what is next, what else there is."""
    project = opened.project()
    if project is None:
        page_frame("Welcome", lead="Turn your taste into a rubric, and into judges that share it.")
        with st.container(width=WIDTH_PIXELS):
            new_project_form(key="home_first")
        return
    page_frame(project.title, lead=project.task or None)
    for notice in opened.workspace().store.notices:
        st.warning(plain(notice), icon=":material/healing:")
    if project.demo:
        _about_the_demo(project)
    _checklist(project)
    if not project.demo:
        _another_project(project)


def _about_the_demo(project: Project) -> None:
    with st.container(border=True, width=WIDTH_PIXELS):
        st.markdown(
            "This is a sample project to look around in. A very small model wrote most replies, a person the others; "
            "the ratings are examples. Nothing here needs a key or a network."
        )
        with st.container(horizontal=True, gap="small"):
            with st.popover("Start my own"):
                new_project_form(key="home_own")
            st.button("Remove the demo", key="home_remove_demo", on_click=delete_project, args=(project.id,))


def _checklist(project: Project) -> None:
    workspace = opened.workspace()
    way = steps(workspace, project)
    if workspace.read(lambda database: facts.fact(database, dismissed_key(project.id))):
        st.button("Show the steps", key="home_show_steps", type="tertiary", on_click=_dismiss, args=(project.id, False))
        return
    upcoming = next((step for step in way if not step.done), None)
    section("The way through", hint=f"{sum(step.done for step in way)} of {len(way)} steps done")
    with st.container(width=WIDTH_PIXELS):
        for number, step in enumerate(way, start=1):
            _step_row(step, number=number, is_next=step is upcoming)
    st.button("Hide the steps", key="home_hide_steps", type="tertiary", on_click=_dismiss, args=(project.id, True))


def _step_row(step: Step, *, number: int, is_next: bool) -> None:
    icon = ":material/check_circle:" if step.done else ":material/radio_button_unchecked:"
    colour = "primary" if step.done else "gray"
    mark, words, way = st.columns([1, 14, 4], vertical_alignment="center", gap="small")
    mark.markdown(f":{colour}[{icon}]")
    with words.container(gap=None):
        st.markdown(f"**{step.title}**" if is_next else step.title)
        st.caption(plain(step.state))
    pressed = way.button(
        "Begin" if is_next else "Open",
        key=f"home_step_{number}",
        type="primary" if is_next else "tertiary",
        help=step.title,
        width="stretch",
    )
    if pressed:
        go_to(step.page)


def _dismiss(project_id: str, hidden: bool) -> None:
    value = "yes" if hidden else ""
    opened.workspace().write(lambda database: facts.save_fact(database, key=dismissed_key(project_id), value=value))


def _another_project(project: Project) -> None:
    section("Another project")
    with st.popover("Start a project", icon=":material/add:"):
        new_project_form(key="home_new")
    _delete(project)


def _delete(project: Project) -> None:
    with st.popover("Delete this project", icon=":material/delete:"):
        st.markdown(
            f"This removes **{plain(project.title)}** with its inputs, samples, ratings and verdicts. "
            "Rubric files stay. A backup is made first."
        )
        typed = st.text_input("Type its name to confirm", key="home_delete_name")
        if typed.strip() == project.title:
            st.button("Delete", key="home_delete", type="primary", on_click=delete_project, args=(project.id,))


main()
