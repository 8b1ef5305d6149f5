"""Makes what she answered durable, then goes on; while another program holds the database it says so and waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from studio.errors import DatabaseHeld, StudioError
from studio.store.ratings import RatingEvent
from studio.ui import opened, rate_turn, state
from studio.ui.messages import show_error
from studio.ui.rate_seat import Seat

LOOK_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something kept in memory until the database is free, and what follows once it is saved."""

    held: DatabaseHeld
    then: Callable[[Any], object]


def save(one: Seat, events: Sequence[RatingEvent], *, then: Callable[[Any], object]) -> None:
    """Keeps events for good, then goes on."""
    attempt(lambda: opened.workspace().append_ratings(events, rater=one.rater, rubric=one.rubric), then=then)


def attempt(action: Callable[[], Any], *, then: Callable[[Any], object]) -> None:
    """Writes, then goes on with what the writing returned; nothing else is written while something waits."""
    if _waiting() is not None:
        return
    try:
        written = action()
    except DatabaseHeld as held:
        st.session_state[state.RATE_WAITING] = Waiting(held=held, then=then)
        rate_turn.keep_problem(held)
    except StudioError as error:
        rate_turn.keep_problem(error)
    else:
        rate_turn.keep_problem(None)
        then(written)


def problem_told() -> None:
    """What could not be saved, or not yet; once it is, the page moves on by itself."""
    if (problem := rate_turn.problem()) is not None:
        show_error(problem)
    if _waiting() is not None:
        _go_on_once_saved()


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _go_on_once_saved() -> None:
    waiting = _waiting()
    if waiting is None or not waiting.held.saved.done():
        return
    st.session_state[state.RATE_WAITING] = None
    attempt(waiting.held.saved.result, then=waiting.then)
    st.rerun()


def _waiting() -> Waiting | None:
    found = st.session_state.get(state.RATE_WAITING)
    return found if isinstance(found, Waiting) else None
