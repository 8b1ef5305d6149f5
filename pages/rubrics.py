"""Rubrics: she writes down what good means; the file is hers to share."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.bundle import bundled_path
from studio.errors import RubricChanged, RubricError, StudioError
from studio.judging.judge_lane import JudgeJob, exact_request
from studio.judging.judge_run import usual_settings
from studio.records import Judge, Project, Rubric
from studio.rubric.folder import RubricFolder
from studio.rubric.lint import lint_rubric
from studio.store.subjects import Subject
from studio.ui import opened, rubric_draft
from studio.ui.formats import counted
from studio.ui.frame import page_frame
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.rubric_draft import Draft
from studio.ui.rubric_form import rubric_form
from studio.ui.visible import visible
from studio.workspace import slug

BLANK = ""


def main() -> None:
    """Choose a rubric, then say what good means."""
    page_frame("Rubrics", lead="What good means, in your words. Each rubric is a file you can mail or commit.")
    problem = st.session_state.pop("rubrics_problem", None)
    if problem is not None:
        show_error(problem)
    project, shelf = opened.project(), opened.workspace().rubrics.load()
    titles = {file.file: file.rubric.title for file in shelf.files} | {
        e.file: f"{e.file} (broken)" for e in shelf.broken
    }
    used = next((file.file for file in shelf.files if project and file.rubric.name == project.rubric), None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        file = st.selectbox(
            "Rubric",
            options=list(titles),
            index=list(titles).index(used) if used else 0 if titles else None,
            format_func=lambda name: visible(titles[name]) + (" · used by this project" if name == used else ""),
            key="rubrics_file",
            bind="query-params",
            width=480,
        )
        with st.popover("New", icon=":material/add:"):
            _new_rubric()
    if file is None:
        st.caption("There are no rubrics in this folder yet. Begin with New.")
        return
    draft = rubric_draft.draft_of(file)
    if draft is not None:
        _desk(draft, project=project, is_used=file == used)


def _desk(draft: Draft, *, project: Project | None, is_used: bool) -> None:
    rubric = draft.rubric()
    _changed_on_disk(draft)
    _actions(draft, rubric, project=project, is_used=is_used)
    form, source, preview = st.tabs(["Form", "Source", "What a judge is sent"])
    with form:
        if isinstance(rubric, RubricError):
            show_error(rubric)
        else:
            rubric_form(rubric, file=draft.file)
            _advice(rubric)
    with source:
        _source(draft)
    with preview:
        if isinstance(rubric, RubricError):
            st.caption("The preview appears once the source can be read.")
        else:
            _preview(rubric)


def _actions(draft: Draft, rubric: Rubric | RubricError, *, project: Project | None, is_used: bool) -> None:
    readable = not isinstance(rubric, RubricError)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if draft.is_changed:
            st.button("Save", key="rubrics_save", type="primary", disabled=not readable, on_click=_save, args=(draft,))
            st.button("Discard changes", key="rubrics_discard", on_click=rubric_draft.discard, args=(draft.file,))
            st.caption("Your draft is kept. Verdicts and ratings stay with the wording they were given under.")
        elif readable and project and not is_used and isinstance(rubric, Rubric):
            st.button(
                "Use it in this project", key="rubrics_use", type="primary", on_click=_use, args=(project, rubric.name)
            )
        st.download_button(
            "Download",
            data=draft.text,
            file_name=draft.file,
            mime="text/yaml",
            key="rubrics_download",
            icon=":material/download:",
        )


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
            st.button("Take the file", key="rubrics_theirs", on_click=rubric_draft.discard, args=(draft.file,))


def _advice(rubric: Rubric) -> None:
    found = lint_rubric(rubric)
    if not found:
        st.caption(":material/check: Nothing to improve that a machine can see.")
        return
    with st.expander(f"{counted(len(found), 'piece')} of advice"):
        for advice in found:
            about = rubric.criterion(advice.criterion) if advice.criterion else None
            st.markdown(plain(advice.message))
            if about:
                st.caption(plain(about.question))


def _source(draft: Draft) -> None:
    key = f"rubrics_source_{draft.file}_{hash(draft.text)}"
    st.text_area(
        "Source",
        value=draft.text,
        key=key,
        height=520,
        max_chars=200_000,
        label_visibility="collapsed",
        on_change=lambda: rubric_draft.keep_text(draft.file, str(st.session_state[key])),
    )
    st.caption("Press Ctrl+Enter, or leave the field, to check it.")


def _preview(rubric: Rubric) -> None:
    sample = Subject("preview", "(the input stands here)", None, ("(the output stands here)",))
    judge = Judge(model="openai:any", rubric_id=rubric.id, settings=usual_settings("openai:any"))
    job = JudgeJob(project="preview", rubric=rubric, judge=judge)
    for request in exact_request(job, sample):
        st.caption("Instructions")
        st.code(request.system, language=None, wrap_lines=True)
        st.caption("The sample")
        st.code("\n\n".join(request.user), language=None, wrap_lines=True)


def _new_rubric() -> None:
    templates = {file.rubric.name: file.rubric for file in RubricFolder(bundled_path("rubrics")).load().files}
    st.text_input("Title", key="rubrics_new_title", max_chars=60, placeholder="Release notes")
    st.selectbox(
        "Begin with",
        options=[*templates],
        format_func=lambda name: visible(templates[name].title),
        key="rubrics_new_template",
    )
    if st.button("Make it", key="rubrics_new_make", type="primary"):
        _make(templates[str(st.session_state["rubrics_new_template"])])


def _make(template: Rubric) -> None:
    title = str(st.session_state.get("rubrics_new_title") or "").strip()
    try:
        made = opened.workspace().rubrics.save(replace(template, name=slug(title), title=title, version=1))
    except StudioError as error:
        show_error(error)
        return
    st.session_state.pop("rubrics_file", None)
    st.query_params["rubrics_file"] = made.file
    st.rerun()


def _save(draft: Draft) -> None:
    try:
        rubric_draft.save(draft)
    except RubricChanged:
        return  # the page now shows both versions
    except StudioError as error:
        st.session_state["rubrics_problem"] = error


def _keep_mine(draft: Draft, theirs: str) -> None:
    rubric_draft.keep(replace(draft, base=theirs))


def _use(project: Project, name: str) -> None:
    opened.workspace().save_project(replace(project, rubric=name))


main()
