"""Generate: the inputs, the prompts that are tried on them, and the samples that come of it, side by side."""

from __future__ import annotations

import streamlit as st

from studio.records import Project
from studio.store.inputs import input_count
from studio.store.prompts import prompts
from studio.ui import opened, state
from studio.ui.empty import empty_state
from studio.ui.frame import page_frame
from studio.ui.generate_inputs import inputs_part
from studio.ui.generate_prompts import prompts_part
from studio.ui.generate_samples import samples_part

PARTS = {"inputs": "1 Inputs", "prompts": "2 Prompts", "samples": "3 Samples"}


def main() -> None:
    """Guard, then one of three steps."""
    project = opened.project()
    page_frame("Generate", lead="What users send, what the model is told, and what it answers.")
    if project is None:
        empty_state("There is no project yet.", button="Start one", key="generate_start", page="home")
        return
    part = _step(project)
    if part == "prompts":
        prompts_part(project)
    elif part == "samples":
        samples_part(project)
    else:
        inputs_part(project)


def _step(project: Project) -> str:
    """The step she chose; at first the one where something is missing."""
    if state.GENERATE_PART not in st.session_state and state.GENERATE_PART not in st.query_params:
        st.session_state[state.GENERATE_PART] = _first_open_step(project)
    chosen = st.segmented_control(
        "Step",
        options=list(PARTS),
        format_func=PARTS.__getitem__,
        key=state.GENERATE_PART,
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    return chosen or "inputs"


def _first_open_step(project: Project) -> str:
    with opened.workspace().reading() as database:
        if not input_count(database, project.id):
            return "inputs"
        return "samples" if prompts(database, project.id) else "prompts"


main()
