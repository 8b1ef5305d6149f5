"""Rate: she says, blind, how good each sample is; one key an answer."""

from __future__ import annotations

import streamlit as st

from studio.store import subjects
from studio.ui import opened, rate_seat, state
from studio.ui.empty import empty_state
from studio.ui.frame import page_frame
from studio.ui.rate_card import rate_card
from studio.ui.visible import visible

KEYS = """
`1` `2` `3` … answer · `S` unsure, skip · `U` undo · `F` flag · `N` next · `P` back

Keys work when no text field is in use. Every answer is saved before the next sample shows.
"""


def main() -> None:
    """Guard, choose, act."""
    project = opened.project()
    page_frame("Rate", demo=bool(project and project.demo))
    if project is None:
        empty_state("There is no project yet.", button="Start one", key="rate_start", page="home")
        return
    rubric = opened.workspace().rubric_of(project)
    if rubric is None:
        empty_state("Choose what you rate by: a rubric.", button="To the rubrics", key="rate_rubric", page="rubrics")
        return
    if not opened.workspace().read(lambda database: subjects.subject_count(database, project.id, mode="direct")):
        empty_state("There are no samples to rate yet.", button="Make samples", key="rate_make", page="generate")
        return
    if opened.rater() is None:
        _ask_name()
        return
    _choices({criterion.id: criterion.question for criterion in rubric.criteria})
    rate_card()


def _ask_name() -> None:
    with st.form("rate_name_form", width=420):
        st.markdown("Your ratings are kept under your name, so that others can add theirs.")
        name = st.text_input("Your name", key="rate_name", max_chars=60)
        if st.form_submit_button("Begin", type="primary") and name.strip():
            state.choose_rater(name.strip())
            st.rerun()


def _choices(questions: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if len(questions) > 1:
            st.selectbox(
                "Questions",
                options=[rate_seat.EVERY_CRITERION, *questions],
                format_func=lambda key: visible(questions[key]) if key else "All questions on each sample",
                key=state.RATE_CRITERION,
                label_visibility="collapsed",
                width=300,
                bind="query-params",
            )
        state.formatted_switch(key="rate_formatted")
        st.toggle(
            "Show judges",
            key="rate_show_judges",
            help="Off keeps your ratings blind: that is what makes them worth most.",
        )
        with st.popover("Keys", icon=":material/keyboard:"):
            st.markdown(KEYS)


main()
