"""The buttons under the question: back, next, unsure, undo, flag, each with its key."""

from __future__ import annotations

import streamlit as st

from studio.ui import rate_moves, rate_turn
from studio.ui.rate_keys import keys_line
from studio.ui.rate_questions import open_question
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Sight


def moves_row(one: Seat, sight: Sight) -> None:
    """The moves that are possible now."""
    keys, number, opened_now = one.keys, sight.turn.number, open_question(one, sight)
    with st.container(horizontal=True, gap="small"):
        if opened_now:
            seen = sight.given[opened_now.id].uid if opened_now.id in sight.given else ""
            st.button(
                "Unsure",
                key=f"rate_skip_{number}",
                shortcut=keys.of("skip"),
                on_click=rate_moves.rate,
                args=(one, sight.turn, opened_now.id, None, "", seen),
            )
        st.button("Undo", key="rate_undo", shortcut=keys.of("undo"), on_click=rate_moves.undo, args=(one,))
        st.button(
            "Flagged" if sight.flagged else "Flag",
            key="rate_flag",
            shortcut=keys.of("flag"),
            on_click=rate_moves.flag,
            args=(one, sight.turn, sight.flagged),
            icon=":material/flag:" if sight.flagged else None,
            type="primary" if sight.flagged else "secondary",
        )
        st.button("Back", key="rate_back", shortcut=keys.of("back"), on_click=rate_turn.want, args=("back",))
        st.button("Next", key="rate_next", shortcut=keys.of("next"), on_click=rate_turn.want, args=("next",))
        st.button("Keys", key="rate_list", shortcut=keys.of("list"), on_click=_turn_list, type="tertiary")
    if st.session_state.get("rate_list_shown"):
        st.caption(keys_line(keys))


def _turn_list() -> None:
    st.session_state["rate_list_shown"] = not st.session_state.get("rate_list_shown", False)
