"""What a dataset is for, the form it is written in, and what that form cannot do without; it chooses no samples."""

from __future__ import annotations

import streamlit as st

from studio.curation.formats import FORMATS
from studio.curation.formats.format import Format, Purpose
from studio.curation.steps import STEP_TAG
from studio.errors import StudioError
from studio.generation.answer_steps import StepEnd, steps_project
from studio.records import Project
from studio.ui import opened, state
from studio.ui.curate_fields import Offer, one_of
from studio.ui.curate_state import note_trouble
from studio.ui.links import go_to
from studio.ui.plain import plain

PURPOSES: dict[Purpose, str] = {"test": "Testing", "train": "Training", "hand_on": "Handing on"}
STEP_ENDS: dict[StepEnd, str] = {"paragraph": "A paragraph", "line": "A line", "number": "A numbered point"}
MESSAGES = {"as_asked": "System text and template, as the model was asked", "input_only": "The bare input"}
_STEP_END, _JUST_SPLIT = "curate_step_end", "curate_just_split"


def chosen_format() -> Format:
    """What for, and in which form."""
    purpose = st.segmented_control(
        "What for",
        options=list(PURPOSES),
        format_func=PURPOSES.__getitem__,
        default="test",
        required=True,
        key="curate_purpose",
        bind="query-params",
        label_visibility="collapsed",
    )
    named = {one.name: one for one in FORMATS if one.purpose == purpose}
    name = st.selectbox(
        "Format",
        options=list(named),
        format_func=lambda key: named[key].title,
        key="curate_format",
        bind="query-params",
        width=480,
        label_visibility="collapsed",
    )
    chosen = named[str(name)]
    st.caption(chosen.description)
    return chosen


def what_is_shown(offer: Offer) -> None:
    """How much of what the model was asked stands in the rows."""
    one_of(offer, "What the model is shown", name="messages", words=MESSAGES, width=480)


def lacks_steps(offer: Offer, format: Format) -> bool:
    """Whether the form is made of steps and the project holds whole answers."""
    return format.in_steps and not any(name == STEP_TAG for name, _ in offer.tags)


def split_part(project: Project) -> None:
    """Splits the project's answers into steps and goes to where they are rated."""
    st.markdown("Here are whole answers. Split them into steps, then rate the steps one by one.")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("A step is", options=list(STEP_ENDS), format_func=STEP_ENDS.__getitem__, key=_STEP_END, width=200)
        st.button(
            "Split and rate",
            key="curate_split",
            type="primary",
            icon=":material/format_list_numbered:",
            on_click=_split,
            args=(project,),
        )
    st.caption(
        f"The steps become a project of their own, {plain(steps_project(project).title)}. This one stays as it is."
    )


def go_on_to_rating() -> None:
    """Leaves for the steps that were just made; a callback cannot."""
    if st.session_state.pop(_JUST_SPLIT, False):
        go_to("rate")


def _split(project: Project) -> None:
    try:
        made = opened.workspace().split_into_steps(project, step=st.session_state[_STEP_END])
    except StudioError as error:
        note_trouble(error)
    else:
        state.choose_project(made.project.id)
        st.session_state[_JUST_SPLIT] = True


def what_is_good(offer: Offer) -> None:
    """For forms that mark good and bad, before she has said what good is."""
    st.markdown("**What is good?** This format marks every sample good or bad.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Good is what passes", key="curate_good", type="primary", on_click=_good_is_what_passes, args=(offer,)
        )
        st.caption("Or choose values under *More ways to choose*.", width="content")


def _good_is_what_passes(offer: Offer) -> None:
    st.session_state[offer.key("which")] = "good"
