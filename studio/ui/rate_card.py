"""Draws what she rates: the sample whole on the left, the question with its keys on the right."""

from __future__ import annotations

import streamlit as st

from studio.ui import rate_sight, rate_turn
from studio.ui.cards import sample_card
from studio.ui.messages import guarded, show_error
from studio.ui.rate_finished import finished
from studio.ui.rate_judges import what_judges_said
from studio.ui.rate_moves_row import moves_row
from studio.ui.rate_pair import pair_card
from studio.ui.rate_progress import progress_lines
from studio.ui.rate_questions import other_questions, question_before_her
from studio.ui.rate_seat import Seat, shows_judges
from studio.ui.rate_sight import Sight


@st.fragment
@guarded()
def rate_card(one: Seat) -> None:
    """One subject and its questions; every key redraws this part alone."""
    sight = rate_sight.look(one)
    progress_lines(one, sight)
    if (problem := rate_turn.problem()) is not None:
        show_error(problem)
    if sight.texts is None:
        finished(one)
        return
    if one.kind == "pairwise":
        pair_card(one, sight, sight.texts)
    else:
        _sample(one, sight)
    if shows_judges() or set(sight.given) >= set(one.desk.criteria):
        what_judges_said(one, sight.texts)


def _sample(one: Seat, sight: Sight) -> None:
    assert sight.texts is not None
    left, right = st.columns([3, 2], gap="large")
    # The text comes last: once it is on the screen, every key is this sample's.
    with right:
        question_before_her(one, sight)
        moves_row(one, sight)
        other_questions(one, sight)
    with left:
        sample_card(sight.texts.samples[0], key="rate_sample", input_text=sight.texts.asked.text)
