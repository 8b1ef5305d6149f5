"""Writing a rubric: the form and the source of the same file, advice, and what a judge is sent for a real sample."""

from __future__ import annotations

import streamlit as st

from studio.errors import RubricError
from studio.judging.judge_job import JudgeJob
from studio.judging.judge_run import usual_settings
from studio.records import Judge, Project, Rubric, Value
from studio.rubric.lint import lint_rubric
from studio.store import practice
from studio.store.subjects import Subject, subjects_after
from studio.store.verdicts import opinions_version
from studio.ui import opened, rubric_draft
from studio.ui.formats import counted
from studio.ui.judge_preview import show_request
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.rubric_draft import Draft
from studio.ui.rubric_form import rubric_form

NO_SAMPLE = Subject("preview", "(the input stands here)", None, ("(the output stands here)",))
MARKS = {"error": ":orange[:material/error:]", "warning": ":orange[:material/warning:]", "advice": ":material/info:"}


def write_part(draft: Draft, rubric: Rubric | RubricError, *, project: Project | None) -> None:
    """Three views of one text; while the source cannot be read, the form says where it breaks."""
    form, source, preview = st.tabs(["Form", "Source", "What a judge is sent"])
    with form:
        if isinstance(rubric, RubricError):
            show_error(rubric)
        else:
            rubric_form(rubric, file=draft.file)
            _advice(rubric, project=project)
    with source:
        _source(draft)
    with preview:
        if isinstance(rubric, RubricError):
            st.caption("The preview appears once the source can be read.")
        else:
            _preview(rubric, project=project)


def _advice(rubric: Rubric, *, project: Project | None) -> None:
    found = lint_rubric(rubric, practice=_practice(rubric, project))
    if not found:
        st.caption(":material/check: Nothing to improve that a machine can see.")
        return
    with st.expander(f"{counted(len(found), 'piece')} of advice", key="rubrics_advice"):
        for advice in found:
            about = rubric.criterion(advice.criterion) if advice.criterion else None
            st.markdown(f"{MARKS[advice.severity]} {plain(advice.message)}")
            if about:
                st.caption(plain(about.question))


def _practice(rubric: Rubric, project: Project | None) -> dict[str, dict[Value, int]]:
    """Which values ratings and verdicts have given so far under this very content."""
    if project is None:
        return {}
    version = opened.workspace().read(lambda database: opinions_version(database, project.id))
    return _values_given(project.id, rubric.id, version)


@st.cache_resource(max_entries=8, show_spinner=False)
def _values_given(project_id: str, rubric_id: str, version: tuple[int, ...]) -> dict[str, dict[Value, int]]:
    del version  # part of the key only: counting a million verdicts anew at every key would hold her up
    return opened.workspace().read(lambda database: practice.values_given(database, project_id, rubric_id=rubric_id))


def _source(draft: Draft) -> None:
    key = f"rubrics_source_{draft.file}_{rubric_draft.revision(draft.file)}_{hash(draft.text)}"
    st.text_area(
        "Source",
        value=draft.text,
        key=key,
        height=520,
        max_chars=200_000,
        label_visibility="collapsed",
        on_change=lambda: rubric_draft.keep_text(draft.file, str(st.session_state[key])),
    )
    st.caption("Press Ctrl+Enter, or leave the field, to check it. Comments and order stay as you write them.")


def _preview(rubric: Rubric, *, project: Project | None) -> None:
    workspace = opened.workspace()
    found = (
        workspace.read(lambda database: subjects_after(database, project.id, mode="direct", limit=1)) if project else []
    )
    judge = Judge(model="openai:any", rubric_id=rubric.id, settings=usual_settings("openai:any"))
    job = JudgeJob(project=project.id if project else "preview", rubric=rubric, judge=judge)
    requests = workspace.exact_request(job, found[0] if found else NO_SAMPLE)
    for place, request in enumerate(requests):
        show_request(request, key=f"rubrics_preview_{place}")
