"""The control under each answer when all answers to an input stand side by side: its value, or its place."""

from __future__ import annotations

import streamlit as st

from studio.records import Criterion
from studio.store.rating_desk import Answer
from studio.store.ratings import RatingEvent
from studio.ui import rate_moves, rate_saving, rate_turn
from studio.ui.rate_seat import Seat
from studio.ui.told import is_blind
from studio.ui.verdict_marks import value_mark, values_in_order


def rate_control(one: Seat, criterion: Criterion, sample_id: str, *, answer: Answer | None) -> None:
    """The scale's values; pressing one keeps it."""
    key = f"rate_side_{sample_id}_{criterion.id}"
    given = answer.value if answer else None
    if not criterion.scale.values:
        st.caption("This scale has no steps. Rate one by one.")
        return
    # The store says what is chosen: an undo, or another tab, changes it too.
    st.session_state[key] = given
    st.segmented_control(
        "Value",
        options=list(values_in_order(criterion.scale)),
        format_func=lambda value: value_mark(value, scale=criterion.scale).label,
        key=key,
        on_change=_rate,
        args=(one, criterion.id, sample_id, answer, key),
        label_visibility="collapsed",
    )


def place_control(sample_id: str, *, places: int, given: int | None) -> None:
    """The place of this answer, 1 for the best; the same place twice is a tie; the place kept before shows at first."""
    st.session_state.setdefault(place_key(sample_id), given)
    st.segmented_control(
        "Place",
        options=list(range(1, places + 1)),
        key=place_key(sample_id),
        label_visibility="collapsed",
        on_change="ignore",
    )


def place_key(sample_id: str) -> str:
    """Where the place of a sample stands until the ranking is saved."""
    return f"rate_place_{sample_id}"


def _rate(one: Seat, criterion: str, sample_id: str, answer: Answer | None, key: str) -> None:
    value = st.session_state.get(key)
    if value is None:
        return
    event = RatingEvent(
        project=one.project.id,
        rater=one.rater.id,
        subject=sample_id,
        rubric_id=one.rubric.id,
        criterion=criterion,
        value=value,
        blind=is_blind(rater=one.rater.id, subject=sample_id),
    )
    step = rate_moves.step_of(event, seen=answer.uid if answer else "")
    rate_saving.save(one, [event], then=lambda _: rate_turn.keep_step(step))
