"""What she reads when the queue has nothing left to ask, and the one step from there."""

from __future__ import annotations

import streamlit as st

from studio.ui import rate_moves
from studio.ui.links import go_to
from studio.ui.rate_seat import Seat


def finished(one: Seat) -> None:
    """All done, or nothing old enough to ask again."""
    heading, words = _words(one)
    with st.container(border=True, horizontal_alignment="center"):
        st.subheader(heading, anchor=False)
        st.caption(words)
        with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
            if st.button("To the judges", key="rate_to_judge", type="primary"):
                go_to("judge")
            st.button("Undo", key="rate_undo", shortcut=one.keys.of("undo"), on_click=rate_moves.undo, args=(one,))


def _words(one: Seat) -> tuple[str, str]:
    if one.queue.mode == "check":
        return (
            "Nothing to ask again yet",
            "You are asked again what you answered a day or 50 ratings ago, without being told what you said.",
        )
    if one.kind == "pairwise":
        return "Every pair is rated", "Next: let judges compare the pairs too."
    return "Every sample is rated", "Next: let judges rate them too."
