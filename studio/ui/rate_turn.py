"""Whose turn it is: the subject before her, how it came there, and what she did last; the facts lie in the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import streamlit as st

from studio.errors import StudioError
from studio.rating.field import Field, read_field
from studio.rating.picking import Asking, Pick, next_pick
from studio.records import Value
from studio.store.engine import Database
from studio.store.rating_desk import Answer
from studio.store.ratings import Action
from studio.store.subjects import Mode, subject_count
from studio.ui import opened, state
from studio.ui.rate_seat import Seat

COUNT_SECONDS = 120
Move = Literal["advance", "next", "back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One subject before her."""

    place: tuple[object, ...]
    """The desk and the queue it belongs to: another pass begins with a turn of its own."""
    number: int
    """Counts the turns of this browser tab: a key pressed before the next subject shows is the former turn's."""
    pick: Pick | None
    """None when nothing is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The last thing she did in this tab."""

    action: Action
    uid: str
    subject: str
    criterion: str
    value: Value | None
    seen: str
    """The event whose answer this tab showed for the same question; empty if none."""
    reason: str
    """Why the queue had asked."""
    at: str


def current(one: Seat) -> Turn | None:
    """The turn of this seat, if it has begun; a sample that another page sent here begins one."""
    if sent_here := state.opened_sample():
        state.open_sample(None)
        return show(one, Pick(subject=sent_here))
    turn = st.session_state.get(state.RATE_TURN)
    return turn if isinstance(turn, Turn) and turn.place == (one.desk, one.queue) else None


def show(one: Seat, pick: Pick | None) -> Turn:
    """Puts a subject before her."""
    before = st.session_state.get(state.RATE_TURN)
    number = before.number + 1 if isinstance(before, Turn) else 1
    turn = Turn(place=(one.desk, one.queue), number=number, pick=pick)
    st.session_state[state.RATE_TURN] = turn
    return turn


def next_of(database: Database, one: Seat, *, answers: list[Answer], passed: str = "") -> Pick | None:
    """What the queue asks for now."""
    asking = Asking(desk=one.desk, queue=one.queue, answers=answers, now=datetime.now(UTC), passed=passed)
    return next_pick(database, asking, field=field_reader(one))


def field_reader(one: Seat) -> Callable[[], Field]:
    """Reads the verdicts once a page: a pick may rest on older ones, its chance is known all the same."""
    return lambda: _field(str(opened.workspace().folder), (one.desk, one.queue, one.heard), one)


def read_ahead(one: Seat) -> None:
    """Reads the verdicts now, so that no key has to wait for them."""
    field_reader(one)()


def subject_count_of(one: Seat) -> int:
    """How many subjects there are to rate; counted anew once in two minutes."""
    return _count(str(opened.workspace().folder), one.desk.project, one.desk.kind)


@st.cache_data(ttl=COUNT_SECONDS, max_entries=32, show_spinner=False)
def _count(folder: str, project: str, kind: Mode) -> int:
    return opened.workspace().read(lambda database: subject_count(database, project, mode=kind))


@st.cache_resource(max_entries=8, show_spinner=False)
def _field(folder: str, place: tuple[object, ...], _one: Seat) -> Field:
    return opened.workspace().read(
        lambda database: read_field(database, desk=_one.desk, rubric=_one.rubric, queue=_one.queue)
    )


def last_step() -> Step | None:
    """What she did last in this tab."""
    step = st.session_state.get(state.RATE_STEP)
    return step if isinstance(step, Step) else None


def keep_step(step: Step | None) -> None:
    """Remembers what she did last in this tab."""
    st.session_state[state.RATE_STEP] = step


def is_answered(turn: Turn, criterion: str) -> bool:
    """Whether this question was answered in this turn: a second press before the next draws is the same press."""
    return (turn.number, criterion) in st.session_state.get(state.RATE_ANSWERED, ())


def keep_answered(turn: Turn, criterion: str) -> None:
    """Remembers that this question was answered in this turn."""
    former = [one for one in st.session_state.get(state.RATE_ANSWERED, ()) if one[0] == turn.number]
    st.session_state[state.RATE_ANSWERED] = (*former, (turn.number, criterion))


def forget_answered() -> None:
    """Lets a question be answered anew."""
    st.session_state[state.RATE_ANSWERED] = ()


def want(move: Move) -> None:
    """What the next drawing of the card is to do first."""
    st.session_state[state.RATE_WANT] = move


def wanted() -> Move | None:
    """What was asked for, once."""
    found: Move | None = st.session_state.pop(state.RATE_WANT, None)
    return found


def keep_problem(problem: StudioError | None) -> None:
    """What went wrong in a key's own work, for the card to tell: outside the card nobody would."""
    st.session_state[state.RATE_PROBLEM] = problem


def problem() -> StudioError | None:
    """What the last key could not do."""
    found = st.session_state.get(state.RATE_PROBLEM)
    return found if isinstance(found, StudioError) else None
