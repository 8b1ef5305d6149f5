"""What she flagged, to find it again: how it begins, her note and her answers, and the way to the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.store.flags import OPENING_CHARACTERS, Flag, flags
from studio.store.rating_desk import Answer, answers_on
from studio.store.ratings import RatingEvent
from studio.ui import opened, rate_moves, rate_saving, state
from studio.ui.formats import her_time
from studio.ui.messages import guarded
from studio.ui.plain import plain
from studio.ui.rate_pair import order_shown, side_word
from studio.ui.rate_seat import Seat
from studio.ui.told import is_blind
from studio.ui.untrusted import show_untrusted
from studio.ui.verdict_marks import rating_mark

ROWS_AT_ONCE = 20


@st.fragment
@guarded()
def rate_flagged(one: Seat) -> None:
    """The flagged samples and pairs, the newest first."""
    shown = st.session_state.get(state.RATE_FLAGS, ROWS_AT_ONCE)
    with opened.workspace().reading() as database:
        found = flags(database, one.desk, limit=shown + 1)
        answers = answers_on(database, one.desk, subjects=[flag.subject for flag in found])
    rate_saving.problem_told()
    if not found:
        st.markdown("Nothing is flagged. Flag what you want to come back to while you rate; it waits here.")
    for place, flag in enumerate(found[:shown]):
        _row(one, flag, [answer for answer in answers if answer.subject == flag.subject], place=place)
    with st.container(horizontal=True, gap="small"):
        st.button("Undo", key="rate_undo", shortcut=one.keys.of("undo"), on_click=rate_moves.undo, args=(one,))
        if len(found) > shown:
            st.button("Show more", key="rate_flags_more", on_click=_show_more, args=(shown,))


def _row(one: Seat, flag: Flag, answers: Sequence[Answer], *, place: int) -> None:
    with st.container(border=True, gap="small"):
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.caption(plain(_opening(flag.asked)))
            for number, text in enumerate(flag.outputs):
                show_untrusted(_opening(text), key=f"rate_flag_{place}_{number}")
        with right:
            note = f": {plain(flag.note)}" if flag.note else ""
            st.markdown(f":material/flag: {her_time(flag.flagged_at)}{note}")
            st.markdown("  \n".join(_answer_lines(one, flag, answers)) or ":gray[Not answered yet]")
            with st.container(horizontal=True, gap="small"):
                if st.button("Open", key=f"rate_flag_open_{place}", on_click=_open, args=(flag,)):
                    st.rerun()
                st.button("Take the flag away", key=f"rate_flag_away_{place}", on_click=_take_away, args=(one, flag))


def _answer_lines(one: Seat, flag: Flag, answers: Sequence[Answer]) -> list[str]:
    said = {answer.criterion: answer for answer in answers}
    lines = []
    for criterion in one.criteria:
        if (answer := said.get(criterion.id)) is None:
            continue
        badge = rating_mark(answer.value, scale=criterion.scale).badge
        if flag.kind == "pairwise" and answer.value is not None:
            badge = f":gray-badge[{side_word(answer.value, order=order_shown(flag.subject, rater=one.rater.id))}]"
        note = f" :small[:gray[{plain(answer.note)}]]" if answer.note else ""
        lines.append(f"{badge} :small[{plain(criterion.question)}]{note}")
    return lines


def _opening(text: str) -> str:
    words = " ".join(text.split())
    return f"{words} …" if len(text) >= OPENING_CHARACTERS else words


def _open(flag: Flag) -> None:
    st.session_state[state.RATE_VIEW] = "pairs" if flag.kind == "pairwise" else "samples"
    state.open_sample(flag.subject)


def _take_away(one: Seat, flag: Flag) -> None:
    event = RatingEvent(
        project=one.project.id,
        rater=one.rater.id,
        subject=flag.subject,
        rubric_id=one.rubric.id,
        criterion="",
        action="unflag",
        blind=is_blind(rater=one.rater.id, subject=flag.subject),
    )
    rate_saving.save(one, [event], then=lambda _: None)


def _show_more(shown: int) -> None:
    st.session_state[state.RATE_FLAGS] = shown + ROWS_AT_ONCE
