"""The inputs of a project: what the product does, new inputs, and the list of those that are there."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.records import Input, Project
from studio.store.input_pages import inputs_matching, inputs_page
from studio.store.inputs import delete_inputs, input_count, inputs_named
from studio.ui import formats, opened, run_panel, state
from studio.ui.cards import tag_words
from studio.ui.frame import section
from studio.ui.generate_adding import ADDING, adding
from studio.ui.generate_coverage import coverage
from studio.ui.generate_draft import like_these
from studio.ui.generate_failures import failures
from studio.ui.generate_runs import runs_of_part
from studio.ui.generate_variety import variety
from studio.ui.tables import Column, table

INPUTS_A_PAGE = 50
VIEWS = {"list": "List", "map": "Coverage", "variety": "Variety", "failures": "Not made"}
_ORIGINS = {"written": "written", "imported": "imported", "generated": "by a model"}
_COLUMNS = (
    Column(field="text", heading="Input", width="large"),
    Column(field="tags", heading="Tags", width="medium"),
    Column(field="origin", heading="From", width="small"),
)


def inputs_part(project: Project) -> None:
    """The task first: everything a model writes follows from it."""
    count = opened.workspace().read(lambda database: input_count(database, project.id))
    run_panel.show_trouble()
    with st.container(width=900, gap="medium"):
        _task(project)
        runs_of_part(project, what="inputs")
        # Open at the first input and not shut again by it: she may be adding one after the other.
        st.session_state.setdefault(ADDING, not count)
        more = st.expander("Add inputs", icon=":material/add:", key=ADDING, on_change="rerun")
        if more.open:
            with more:
                adding(project)
        if count:
            _views(project, count)


def _task(project: Project) -> None:
    key = f"generate_task_{project.id}"
    # As the default and not through the session: a page drawn twice at once showed an empty field.
    st.text_area(
        "What does the product do, for whom?",
        value=project.task,
        key=key,
        height=96,
        max_chars=2_000,
        on_change=_keep_task,
        args=(project, key),
        placeholder="A small shop for hiking gear answers its customers by mail.",
    )


def _keep_task(project: Project, key: str) -> None:
    opened.workspace().save_project(replace(project, task=str(st.session_state.get(key) or "").strip()))


def _views(project: Project, count: int) -> None:
    section(formats.counted(count, "input"))
    view = st.segmented_control(
        "View of the inputs",
        options=list(VIEWS),
        format_func=VIEWS.__getitem__,
        key="generate_inputs_view",
        default="list",
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )
    if view == "map":
        coverage(project)
    elif view == "variety":
        variety(project)
    elif view == "failures":
        failures(project, what="inputs")
    else:
        _list(project)
    st.button(
        "Next: prompts", key="generate_to_prompts", icon=":material/arrow_forward:", on_click=_go, args=("prompts",)
    )


def _list(project: Project) -> None:
    words = (st.text_input("Search", key="generate_search", placeholder="words or a tag", width=320) or "").strip()
    found = opened.workspace().read(lambda database: inputs_matching(database, project.id, words=words))
    if not found:
        st.caption("No input is like that.")
        return
    pages = -(-found // INPUTS_A_PAGE)
    page = min(st.pagination(pages, key="generate_page"), pages) if pages > 1 else 1
    shown = opened.workspace().read(
        lambda database: inputs_page(
            database, project.id, words=words, limit=INPUTS_A_PAGE, offset=(page - 1) * INPUTS_A_PAGE
        )
    )
    picked = table(
        [_row(one) for one in shown],
        columns=_COLUMNS,
        key="generate_inputs",
        alt_text="The inputs of this project",
        id_field="id",
    )
    if picked:
        _what_to_do(project, picked)
    kept = st.session_state.pop("generate_kept", "")
    if kept:
        st.caption(kept)


def _what_to_do(project: Project, picked: list[str]) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button(
            "More like these",
            key="generate_more_like",
            icon=":material/format_quote:",
            on_click=_more_like,
            args=(project, picked),
        )
        st.button(
            f"Delete {formats.counted(len(picked), 'input')}",
            key="generate_delete",
            icon=":material/delete:",
            on_click=_delete,
            args=(picked,),
        )


def _more_like(project: Project, picked: list[str]) -> None:
    found = opened.workspace().read(lambda database: inputs_named(database, picked))
    like_these(project, [one.text for one in found])
    st.session_state[ADDING] = True
    st.session_state["generate_way"] = "model"


def _row(one: Input) -> dict[str, str]:
    return {
        "id": one.id,
        "text": one.text[:400],
        "tags": ", ".join(tag_words(one.tags)),
        "origin": _ORIGINS[one.origin],
    }


def _delete(picked: list[str]) -> None:
    left = len(picked) - opened.workspace().write(lambda database: delete_inputs(database, picked))
    if left:
        noun = formats.counted(left, "input")
        st.session_state["generate_kept"] = f"{noun} stayed: somebody has rated or judged an answer."


def _go(part: str) -> None:
    st.session_state[state.GENERATE_PART] = part
