"""Two answers to the same input side by side: which is better; which stands on the left is chance, and is kept."""

from __future__ import annotations

import hashlib

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from studio.records import Criterion, Order, Sample, Value
from studio.ui import rate_moves, state
from studio.ui.differences import show_differences
from studio.ui.plain import plain
from studio.ui.rate_questions import asked_now, note_field, open_question, unsure_key
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Sight, Texts
from studio.ui.rate_turn import Turn
from studio.ui.untrusted import show_untrusted


def pair_card(one: Seat, sight: Sight, texts: Texts) -> DeltaGenerator:
    """The input, the question, four keys, both answers; returns the place between, for what she does not wait for."""
    order = order_shown(texts.pair.id if texts.pair else "", rater=one.rater.id)
    sides = texts.samples if order == "AB" else texts.samples[::-1]
    show_untrusted(texts.asked.text, key="rate_pair_input", label="Input", look=state.text_look())
    criterion = one.criteria[0]
    st.markdown(f"**{plain(criterion.question)}** Which answer does better?")
    answer = sight.given.get(criterion.id)
    if open_question(one, sight) is not None:
        _buttons(one, sight, criterion, order=order)
        note_field(one, criterion)
    elif answer is not None:
        words = "unsure" if answer.value is None else side_word(answer.value, order=order)
        st.markdown(f":gray-badge[{words}] " + (f":gray[{plain(answer.note)}]" if answer.note else ""))
    between = st.container()
    _both(sides)
    return between


def order_shown(pair_id: str, *, rater: str) -> Order:
    """Which of the two stands on the left for this rater: as good as a coin, and the same whenever she comes back."""
    return "AB" if hashlib.sha256(f"{pair_id}/{rater}".encode()).digest()[0] % 2 else "BA"


def side_word(value: Value, *, order: Order) -> str:
    """A preference for A or B in terms of what she sees."""
    if value == "tie":
        return "tie"
    return "left is better" if (value == "A") == (order == "AB") else "right is better"


def _both(sides: tuple[Sample, ...]) -> None:
    texts = (sides[0].output, sides[1].output)
    if st.session_state.get("rate_differences"):
        show_differences(texts, key="rate_pair", labels=("Left", "Right"))
        return
    for label, text, column in zip(("Left", "Right"), texts, st.columns(2, gap="medium"), strict=True):
        with column.container(border=True, height="stretch"):
            show_untrusted(text, key=f"rate_pair_{label}", label=label, look=state.text_look())


def _buttons(one: Seat, sight: Sight, criterion: Criterion, *, order: Order) -> None:
    left, right = ("A", "B") if order == "AB" else ("B", "A")
    offers = (
        ("left", "Left is better", left),
        ("tie", "Tie", "tie"),
        ("both_bad", "Both bad", "tie"),
        ("right", "Right is better", right),
    )
    seen = sight.given[criterion.id].uid if criterion.id in sight.given else ""
    with st.container(horizontal=True, gap="small"):
        for move, label, value in offers:
            st.button(
                label,
                key=f"rate_{move}_{asked_now(one, sight, criterion)}",
                shortcut=one.keys.of(move),
                on_click=_both_bad if move == "both_bad" else rate_moves.rate,
                args=(one, sight.turn, criterion.id, value, order, seen),
                width="stretch",
            )
        unsure_key(one, sight, criterion)


def _both_bad(one: Seat, turn: Turn, criterion: str, value: Value, shown: str, seen: str) -> None:
    if not rate_moves.note_now():
        st.session_state[state.RATE_NOTE] = rate_moves.BOTH_BAD
    rate_moves.rate(one, turn, criterion, value, shown, seen)
