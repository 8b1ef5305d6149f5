"""What each key of the Rate page does: it writes one event, or says where to go; the card draws what follows."""

from __future__ import annotations

from functools import partial

import streamlit as st

from studio.rating.picking import Pick
from studio.records import Value
from studio.store.rating_desk import is_flagged, last_event_number
from studio.store.ratings import Action, RatingEvent, last_event, undo_of
from studio.ui import opened, rate_saving, rate_turn, state
from studio.ui.rate_seat import Seat
from studio.ui.rate_turn import Step, Turn
from studio.ui.told import is_blind

BOTH_BAD = "both bad"
"""Kept as a tie with this note: as a preference it says no more than a tie."""


def rate(one: Seat, turn: Turn, criterion: str, value: Value | None, shown: str, seen: str) -> None:
    """Keeps an answer, or a skip where there is no value, and goes on when every question is answered."""
    event = _event(one, turn, criterion=criterion, action="skip" if value is None else "rate", value=value, shown=shown)
    if event is None or _is_former(one, turn) or rate_turn.is_answered(turn, criterion):
        return
    rate_saving.save(one, [event], then=partial(_go_on, turn, event, seen))


def _go_on(turn: Turn, event: RatingEvent, seen: str, _: object) -> None:
    rate_turn.keep_answered(turn, event.criterion)
    rate_turn.keep_step(step_of(event, seen=seen))
    rate_turn.want("advance")
    if event.note:
        st.session_state[state.RATE_REASONS] = (event.note, *st.session_state.get(state.RATE_REASONS, ()))[:6]
        # An empty field is left alone: the browser draws one anew whenever its value is set.
        st.session_state[state.RATE_NOTE] = ""
    st.session_state.pop(state.RATE_OPEN, None)
    st.session_state.pop("rate_reasons", None)


def flag(one: Seat) -> None:
    """Marks the subject before her to come back to, or takes the mark away."""
    turn = rate_turn.current(one)
    if turn is None or turn.pick is None:
        return
    subject = turn.pick.subject
    flagged = opened.workspace().read(lambda database: is_flagged(database, one.desk, subject=subject))
    event = _event(one, turn, criterion="", action="unflag" if flagged else "flag")
    if event is not None:
        rate_saving.save(one, [event], then=lambda _: rate_turn.keep_step(step_of(event, seen="")))


def undo(one: Seat) -> None:
    """Takes back the last thing she did, across reloads, and shows what it was about."""
    with opened.workspace().reading() as database:
        last = last_event(database, one.project.id, rater=one.rater.id)
        newest = last_event_number(database)
    if last is None:
        return
    back = undo_of(last)
    since = newest if last.reason == "again" else 0
    before = Pick(subject=last.subject, reason=last.reason, chance=last.inclusion, since=since)
    rate_saving.save(one, [back], then=partial(_went_back, one, back, before))


def _went_back(one: Seat, back: RatingEvent, before: Pick, _: object) -> None:
    rate_turn.keep_step(step_of(back, seen=""))
    rate_turn.show(one, before)


def change(turn: Turn, criterion: str) -> None:
    """Opens a question again that she has answered."""
    if turn.pick:
        rate_turn.forget_answered()
        st.session_state[state.RATE_OPEN] = (turn.pick.subject, criterion)


def note_now() -> str:
    """The reason in the field, not yet saved."""
    return str(st.session_state.get(state.RATE_NOTE) or "").strip()


def _is_former(one: Seat, turn: Turn) -> bool:
    """Whether the key was meant for a subject that is no longer before her; it is dropped rather than misplaced."""
    now = rate_turn.current(one)
    return now is None or now.number != turn.number


def _event(
    one: Seat, turn: Turn, *, criterion: str, action: Action, value: Value | None = None, shown: str = ""
) -> RatingEvent | None:
    pick = turn.pick
    if pick is None:
        return None
    return RatingEvent(
        project=one.project.id,
        rater=one.rater.id,
        subject=pick.subject,
        rubric_id=one.rubric.id,
        criterion=criterion,
        action=action,
        value=value,
        note="" if action == "unflag" else note_now(),
        blind=is_blind(rater=one.rater.id, subject=pick.subject),
        inclusion=pick.chance if criterion else None,
        reason=pick.reason if criterion else "",
        shown=shown,
    )


def step_of(event: RatingEvent, *, seen: str) -> Step:
    """What this tab remembers of an event."""
    return Step(
        action=event.action,
        uid=event.uid,
        subject=event.subject,
        criterion=event.criterion,
        value=event.value,
        seen=seen,
        reason=event.reason,
        at=event.created_at,
    )
