"""The moves that are the same for every sample: undo, flag, back, next, the list of keys; none of them answers."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from studio.ui import rate_moves, rate_turn, state
from studio.ui.rate_keys import keys_line
from studio.ui.rate_seat import Seat


def moves_row(one: Seat) -> None:
    """One button a move, above the card: what no answer changes is not drawn anew at each."""
    with st.container(horizontal=True, gap="small"):
        _move("Undo", one, "undo", rate_moves.undo, one)
        _move("Flag", one, "flag", rate_moves.flag, one)
        _move("Back", one, "back", rate_turn.want, "back")
        _move("Next", one, "next", rate_turn.want, "next")
        st.button("Keys", key="rate_list", shortcut=one.keys.of("list"), on_click=_turn_list, type="tertiary")
    if st.session_state.get("rate_list_shown"):
        st.caption(keys_line(one.keys))


def _move(label: str, one: Seat, move: str, action: Callable[..., None], *arguments: object) -> None:
    st.button(
        label,
        key=f"rate_{move}",
        shortcut=one.keys.of(move),
        on_click=_then_the_card,
        args=(action, *arguments),
        type="tertiary",
    )


def _then_the_card(action: Callable[..., None], *arguments: object) -> None:
    action(*arguments)
    st.rerun(state.RATE_CARD)


def _turn_list() -> None:
    st.session_state["rate_list_shown"] = not st.session_state.get("rate_list_shown", False)
