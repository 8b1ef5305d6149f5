"""The questions beside a sample: answered ones as a line, the first open one with its anchors and keys."""

from __future__ import annotations

import streamlit as st

from studio.records import Criterion
from studio.store import ratings
from studio.store.rating_desk import Answer
from studio.ui import opened, rate_moves, state
from studio.ui.cards import mark_line
from studio.ui.plain import plain
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Sight
from studio.ui.verdict_marks import rating_mark, value_mark, values_in_order

REASONS_SECONDS = 60


def value_keys(one: Seat, sight: Sight) -> None:
    """The open question with its keys, always in the same place."""
    criterion = open_question(one, sight)
    if criterion is None:
        return
    st.markdown(f"**{plain(criterion.question)}**" + (" :gray[must pass]" if criterion.must_pass else ""))
    if values_in_order(criterion.scale):
        _value_buttons(one, sight, criterion)
    else:
        _number_question(one, sight, criterion)


def below_the_keys(one: Seat, sight: Sight) -> None:
    """What the values of the open question mean, and a field for the reason."""
    criterion = open_question(one, sight)
    if criterion is not None:
        _anchors(criterion)
        note_field(one, criterion)


def unsure_key(one: Seat, sight: Sight, criterion: Criterion) -> None:
    """The answer that she cannot say."""
    st.button(
        "Unsure",
        key=f"rate_skip_{asked_now(one, sight, criterion)}",
        shortcut=one.keys.of("skip"),
        on_click=rate_moves.rate,
        args=(one, sight.turn, criterion.id, None, "", _seen(sight, criterion)),
    )


def other_questions(one: Seat, sight: Sight) -> None:
    """Answered questions as one line each, those to come quietly."""
    current = open_question(one, sight)
    for criterion in one.criteria:
        if criterion is current:
            continue
        if criterion.id in sight.given:
            _answered_question(sight, criterion, sight.given[criterion.id])
        else:
            st.caption(plain(criterion.question))


def open_question(one: Seat, sight: Sight) -> Criterion | None:
    """The first question without an answer, or one she wants to answer anew."""
    subject = sight.turn.pick.subject if sight.turn.pick else ""
    reopened = st.session_state.get(state.RATE_OPEN)
    return next((c for c in one.criteria if c.id not in sight.given or reopened == (subject, c.id)), None)


def note_field(one: Seat, criterion: Criterion) -> None:
    """Why, in a few words, and the reasons given before."""
    st.text_input(
        "Why? (optional)",
        key=state.RATE_NOTE,
        max_chars=500,
        placeholder="Why? A few words before you press a key",
        on_change="ignore",
        label_visibility="collapsed",
    )
    used = _reasons(one, criterion.id)
    if used:
        st.pills(
            "Reasons used before",
            options=used,
            format_func=plain,
            key="rate_reasons",
            on_change=_take_reason,
            label_visibility="collapsed",
        )


def _anchors(criterion: Criterion) -> None:
    """What each value means, in her words."""
    lines = [
        f"{rating_mark(value, scale=criterion.scale).badge} :small[{plain(criterion.anchors[value])}]"
        for value in values_in_order(criterion.scale)
        if criterion.anchors.get(value)
    ]
    if lines:
        st.markdown("  \n".join(lines))


def _value_buttons(one: Seat, sight: Sight, criterion: Criterion) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for place, value in enumerate(values_in_order(criterion.scale), start=1):
            st.button(
                value_mark(value, scale=criterion.scale).label,
                key=f"rate_value_{place}_{asked_now(one, sight, criterion)}",
                shortcut=one.keys.of_value(place),
                on_click=rate_moves.rate,
                args=(one, sight.turn, criterion.id, value, "", _seen(sight, criterion)),
                width="stretch",
            )
        unsure_key(one, sight, criterion)


def _number_question(one: Seat, sight: Sight, criterion: Criterion) -> None:
    number = st.number_input(
        "Value", min_value=criterion.scale.minimum, max_value=criterion.scale.maximum, key="rate_number"
    )
    st.button(
        "Save",
        key=f"rate_save_{asked_now(one, sight, criterion)}",
        type="primary",
        on_click=rate_moves.rate,
        args=(one, sight.turn, criterion.id, number, "", _seen(sight, criterion)),
    )
    unsure_key(one, sight, criterion)


def asked_now(one: Seat, sight: Sight, criterion: Criterion) -> str:
    """Makes the buttons of each subject and question their own.

    A second press that was still meant for the one before finds no button, instead of answering what she has not seen.
    """
    return f"{sight.turn.number}_{one.criteria.index(criterion)}"


def _seen(sight: Sight, criterion: Criterion) -> str:
    """The event whose answer stands, whether it is shown or held back for a second look."""
    subject = sight.turn.pick.subject if sight.turn.pick else ""
    return next((a.uid for a in sight.answers if a.subject == subject and a.criterion == criterion.id), "")


def _answered_question(sight: Sight, criterion: Criterion, answer: Answer) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container():
            mark_line(rating_mark(answer.value, scale=criterion.scale), who=criterion.question, note=answer.note)
        st.button(
            "Change",
            key=f"rate_change_{criterion.id}",
            type="tertiary",
            on_click=rate_moves.change,
            args=(sight.turn, criterion.id),
        )


@st.cache_data(ttl=REASONS_SECONDS, max_entries=32, show_spinner=False)
def _kept_reasons(folder: str, project: str, rater: str, criterion: str) -> list[str]:
    return opened.workspace().read(
        lambda database: ratings.rating_reasons(database, project, rater=rater, criterion=criterion)
    )


def _reasons(one: Seat, criterion: str) -> list[str]:
    """Looked up once a minute, with those of this tab since."""
    own = [text for text in st.session_state.get(state.RATE_REASONS, ()) if len(text) <= ratings.SHORT_REASON]
    kept = _kept_reasons(str(opened.workspace().folder), one.project.id, one.rater.id, criterion)
    offered = [text for text in dict.fromkeys([*own, *kept]) if text != rate_moves.BOTH_BAD]
    return offered[: ratings.REASONS_OFFERED]


def _take_reason() -> None:
    if st.session_state.get("rate_reasons"):
        st.session_state[state.RATE_NOTE] = st.session_state["rate_reasons"]
