"""Draws what she rates: the sample whole on the left, the question with its keys on the right."""

from __future__ import annotations

import streamlit as st

from studio.ui import rate_saving, rate_sight, state
from studio.ui.cards import sample_card
from studio.ui.messages import guarded
from studio.ui.rate_finished import finished
from studio.ui.rate_judges import what_judges_said
from studio.ui.rate_others import what_others_said
from studio.ui.rate_pair import pair_card
from studio.ui.rate_progress import progress_lines
from studio.ui.rate_questions import below_the_keys, other_questions, value_keys
from studio.ui.rate_seat import Seat, shows_judges
from studio.ui.rate_sight import Sight, Texts


@st.fragment(key=state.RATE_CARD)
@guarded()
def rate_card(one: Seat) -> None:
    """One subject and its questions; every key redraws this part alone."""
    sight = rate_sight.look(one)
    rate_saving.problem_told()
    if sight.texts is None:
        finished(one, sight)
        progress_lines(one, sight)
        return
    if one.kind == "pairwise":
        with pair_card(one, sight, sight.texts):
            progress_lines(one, sight)
    else:
        _sample_card(one, sight, sight.texts)
    answered = set(sight.given) >= set(one.desk.criteria)
    if answered or shows_judges():
        what_judges_said(one, sight.texts)
    if answered:
        what_others_said(one, sight.texts)


def _sample_card(one: Seat, sight: Sight, texts: Texts) -> None:
    left, right = st.columns([4, 3], gap="medium")
    # The keys, then the text, then the rest: once the text is on the screen, its keys are there.
    with right:
        value_keys(one, sight)
    with left:
        sample_card(texts.samples[0], key="rate_sample", input_text=texts.asked.text)
    with right:
        below_the_keys(one, sight)
        progress_lines(one, sight)
        other_questions(one, sight)
