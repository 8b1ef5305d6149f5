"""A new rubric: from a template, from a sentence, from her ratings, or somebody else's; each ends in a file of hers."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.bundle import bundled_path
from studio.errors import StudioError
from studio.records import Project, Rubric
from studio.rubric.folder import RubricFolder
from studio.rubric.writing import new_rubric_text
from studio.ui import opened
from studio.ui.frame import section
from studio.ui.plain import plain
from studio.ui.rubric_drafting import from_ratings, from_sentence, titled
from studio.ui.rubric_import import import_part
from studio.ui.untrusted import MEASURE_PIXELS
from studio.ui.visible import visible

NEW = "rubrics_new"
WAYS = {
    "template": "From a template",
    "sentence": "From a sentence",
    "ratings": "From my ratings",
    "import": "Somebody else's",
}


def new_part(project: Project | None) -> None:
    """The four ways; she is brought to the new rubric when there is one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        section("A new rubric")
        st.button("Back to the rubrics", key="rubrics_new_back", type="tertiary", on_click=close)
    way = st.segmented_control(
        "How",
        options=list(WAYS),
        format_func=WAYS.__getitem__,
        default="template",
        key="rubrics_new_way",
        required=True,
        label_visibility="collapsed",
    )
    with st.container(width=900):
        if way == "sentence":
            from_sentence(project, make=make)
        elif way == "ratings":
            from_ratings(project, make=make)
        elif way == "import":
            import_part(go_to_file=go_to_file)
        else:
            _from_template()


def open_new() -> None:
    """Shows the ways to a new rubric; for callbacks."""
    st.session_state[NEW] = True


def close() -> None:
    """Back to the rubrics there are; for callbacks."""
    st.session_state.pop(NEW, None)


def go_to_file(file: str) -> None:
    """Opens this rubric file; for callbacks."""
    close()
    st.session_state["rubrics_file"] = file


def _make(rubric: Rubric) -> None:
    make(rubric)


def make(rubric: Rubric) -> bool:
    """Writes the rubric into a new file and opens it; False when it could not, with the reason kept for the page."""
    workspace = opened.workspace()
    try:
        made = workspace.rubrics.save_text(new_rubric_text(rubric))
    except StudioError as error:
        st.session_state["rubrics_problem"] = error
        return False
    workspace.keep_rubric(made.rubric, before=None)
    go_to_file(made.file)
    return True


def _from_template() -> None:
    templates = {file.rubric.name: file.rubric for file in RubricFolder(bundled_path("rubrics")).load().files}
    title, name = titled(key="rubrics_new_title")
    chosen = st.selectbox(
        "Begin with",
        options=list(templates),
        format_func=lambda one: visible(templates[one].title),
        key="rubrics_new_template",
    )
    template = templates[chosen]
    st.caption(plain(template.task), width=MEASURE_PIXELS)
    st.markdown("\n".join(f"- {plain(criterion.question)}" for criterion in template.criteria))
    made = replace(template, name=name, title=title, version=1)
    st.button("Make it", key="rubrics_new_make", type="primary", disabled=not name, on_click=_make, args=(made,))
