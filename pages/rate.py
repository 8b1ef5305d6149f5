"""Rate: she says, blind, how good each sample is; one key an answer."""

from __future__ import annotations

import streamlit as st

from studio.records import Project, Rater, Rubric
from studio.store import subjects
from studio.ui import opened, state
from studio.ui.empty import empty_state
from studio.ui.frame import page_frame
from studio.ui.rate_card import rate_card
from studio.ui.rate_choices import chosen_judges, chosen_queue, chosen_view, display_choices
from studio.ui.rate_flagged import rate_flagged
from studio.ui.rate_moves_row import moves_row
from studio.ui.rate_pairs_ready import pairs_ready
from studio.ui.rate_seat import seat
from studio.ui.rate_together import rate_together
from studio.ui.rate_turn import read_ahead


def main() -> None:
    """Guard, choose, act."""
    project = opened.project()
    page_frame("Rate")
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
    rater = opened.rater()
    if rater is None:
        _ask_name()
        return
    _rate(project, rubric, rater)


def _rate(project: Project, rubric: Rubric, rater: Rater) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        view = chosen_view()
        queue = chosen_queue(view=view)
        question = display_choices(rater, rubric, view=view)
    queue = chosen_judges(queue, project, rubric, view=view)
    kind: subjects.Mode = "pairwise" if view == "pairs" else "direct"
    if kind == "pairwise" and not pairs_ready(project):
        return
    here = seat(project=project, rubric=rubric, rater=rater, queue=queue, question=question, kind=kind)
    if view == "together":
        rate_together(here)
    elif view == "flagged":
        rate_flagged(here)
    else:
        moves_row(here)
        rate_card(here)
        read_ahead(here)


def _ask_name() -> None:
    with st.form("rate_name_form", width=420):
        st.markdown("Your ratings are kept under your name, so that others can add theirs.")
        name = st.text_input("Your name", key="rate_name", max_chars=60)
        if st.form_submit_button("Begin", type="primary") and name.strip():
            state.choose_rater(name.strip())
            st.rerun()


main()
