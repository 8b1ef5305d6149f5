"""What she reads when the queue has nothing left to ask, and the one step from there."""

from __future__ import annotations

import streamlit as st

from studio.store.rating_done import is_done
from studio.ui import opened, rate_moves
from studio.ui.links import go_to
from studio.ui.rate_others import done_button, how_others_answered
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Sight


def finished(one: Seat, sight: Sight) -> None:
    """All done, or nothing old enough to ask again; once she says she is done, how others answered."""
    done = opened.workspace().read(lambda database: is_done(database, one.desk))
    heading, words = _words(one)
    with st.container(border=True, horizontal_alignment="center"):
        st.subheader(heading, anchor=False)
        st.caption(words)
        with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
            if st.button("To the judges", key="rate_to_judge", type="primary"):
                go_to("judge")
            if not done:
                done_button(one, key="rate_done")
            st.button("Undo", key="rate_undo", shortcut=one.keys.of("undo"), on_click=rate_moves.undo, args=(one,))
    if done:
        st.subheader("How others answered", anchor=False)
        how_others_answered(one, sight.answers)


def _words(one: Seat) -> tuple[str, str]:
    if one.queue.mode == "check":
        return (
            "Nothing to ask again yet",
            "You are asked again what you answered a day or 50 ratings ago, without being told what you said.",
        )
    if one.kind == "pairwise":
        return "Every pair is rated", "Next: let judges compare the pairs too."
    return "Every sample is rated", "Next: let judges rate them too."
