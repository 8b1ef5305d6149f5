"""Rubrics: she writes down what good means, tries it, improves it; the file is hers to share."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.errors import RubricError
from studio.records import Project, Rubric
from studio.ui import opened, rubric_draft
from studio.ui.empty import empty_state
from studio.ui.frame import page_frame
from studio.ui.messages import show_error
from studio.ui.rubric_draft import Draft
from studio.ui.rubric_improve import improve_part
from studio.ui.rubric_new import NEW, new_part, open_new
from studio.ui.rubric_saving import saved_rubric, saving_bar
from studio.ui.rubric_share import share_part
from studio.ui.rubric_trust import ask_first, trust
from studio.ui.rubric_try import try_part
from studio.ui.rubric_versions import versions_part
from studio.ui.rubric_write import write_part
from studio.ui.visible import visible

PARTS = {"write": "Write", "try": "Try", "versions": "Versions", "improve": "Improve", "share": "Share"}


def main() -> None:
    """Choose a rubric or make one, then work on it."""
    project = opened.project()
    page_frame("Rubrics", lead="What good means, in your words. Each rubric is a file you can mail or commit.")
    problem = st.session_state.pop("rubrics_problem", None)
    if problem is not None:
        show_error(problem)
    if st.session_state.get(NEW):
        new_part(project)
        return
    file = _choice(project)
    draft = rubric_draft.draft_of(file) if file else None
    if draft is not None:
        _desk(draft, project=project)


def _choice(project: Project | None) -> str | None:
    shelf = opened.workspace().rubrics.load()
    titles = {file.file: file.rubric.title for file in shelf.files}
    titles |= {broken.file: f"{broken.file} (broken)" for broken in shelf.broken}
    if not titles:
        nothing = "There are no rubrics in this folder yet."
        empty_state(nothing, button="New rubric", key="rubrics_none", on_click=open_new)
        return None
    used = next((file.file for file in shelf.files if project and file.rubric.name == project.rubric), None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        file = st.selectbox(
            "Rubric",
            options=list(titles),
            index=list(titles).index(used) if used else None,
            placeholder="Choose one to begin with",
            format_func=lambda name: visible(titles[name]) + (" · used by this project" if name == used else ""),
            key="rubrics_file",
            bind="query-params",
            width=480,
        )
        st.button(
            "New",
            key="rubrics_new_open",
            icon=":material/add:",
            type="secondary" if file else "primary",
            on_click=open_new,
        )
    return file


def _desk(draft: Draft, *, project: Project | None) -> None:
    rubric_draft.watch_disk(draft.file, opened.workspace().rubrics.source(draft.file))
    rubric_draft.begin_anew_if_changed(draft)
    rubric, saved = draft.rubric(), saved_rubric(draft)
    _changed_on_disk(draft)
    if saved is not None and not draft.is_changed and not ask_first(saved, key="rubrics_first_use"):
        return
    part = st.segmented_control(
        "Part",
        options=list(PARTS),
        format_func=PARTS.__getitem__,
        default="write",
        key="rubrics_part",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    saving_bar(draft, rubric, project=project, brief=part != "write")
    _use_it(draft, saved, project=project)
    if part == "write" or saved is None or isinstance(rubric, RubricError):
        write_part(draft, rubric, project=project)
        return
    _other_part(part or "write", draft, saved, rubric, project=project)


def _other_part(part: str, draft: Draft, saved: Rubric, rubric: Rubric, *, project: Project | None) -> None:
    with st.container(width=1100):
        if part == "try":
            try_part(saved, rubric, project=project)
        elif part == "versions":
            versions_part(draft, saved, project=project)
        elif part == "improve":
            improve_part(draft, saved, rubric, project=project)
        else:
            share_part(draft, rubric, project=project)


def _use_it(draft: Draft, saved: Rubric | None, *, project: Project | None) -> None:
    if saved is None or project is None or draft.is_changed or saved.name == project.rubric:
        return
    st.button("Use it in this project", key="rubrics_use", type="primary", on_click=_use, args=(project, saved.name))


def _changed_on_disk(draft: Draft) -> None:
    if not rubric_draft.is_changed_on_disk(draft):
        return
    theirs = opened.workspace().rubrics.source(draft.file)
    with st.container(border=True):
        st.markdown(":material/sync_problem: **This file was changed outside the studio.** Both versions are safe.")
        mine, other = st.columns(2)
        with mine:
            st.caption("Yours")
            st.code(draft.text, language=None, wrap_lines=True, height=240)
            st.button("Keep mine", key="rubrics_mine", on_click=_keep_mine, args=(draft, theirs or ""))
        with other:
            st.caption("On disk")
            st.code(theirs or "(the file is gone)", language=None, wrap_lines=True, height=240)
            st.button("Take the file", key="rubrics_theirs", on_click=_take_theirs, args=(draft,))


def _keep_mine(draft: Draft, theirs: str) -> None:
    rubric_draft.keep(replace(draft, base=theirs))


def _take_theirs(draft: Draft) -> None:
    """She has just read both versions whole, so the one she takes is hers."""
    rubric_draft.discard(draft.file)
    taken = rubric_draft.draft_of(draft.file)
    rubric = saved_rubric(taken) if taken else None
    if rubric is not None:
        trust(rubric)


def _use(project: Project, name: str) -> None:
    opened.workspace().save_project(replace(project, rubric=name))


main()
