"""All answers to one input side by side: each is rated on a question, or they are ranked, which rates their pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from studio.records import Criterion, Sample
from studio.store import inputs, rating_queue, samples
from studio.store.input_pages import answered_neighbour
from studio.store.rating_desk import answers_on
from studio.ui import opened, rate_moves, rate_saving, state
from studio.ui.differences import COMPARE_UP_TO_WORDS, marked, word_differences
from studio.ui.messages import guarded
from studio.ui.plain import plain
from studio.ui.rate_ranking import save_ranking
from studio.ui.rate_seat import Seat
from studio.ui.rate_side import place_control, rate_control
from studio.ui.untrusted import MEASURE_PIXELS, show_untrusted

MOST_AT_ONCE = 8
COLUMNS = 4


@st.fragment
@guarded()
def rate_together(one: Seat) -> None:
    """The input, its answers in columns, one control under each."""
    input_id = _input_here(one)
    if input_id is None:
        st.markdown("No input has two answers yet. Generate a second one, or rate one by one.")
        return
    criterion = one.criteria[0]
    with opened.workspace().reading() as database:
        asked = inputs.input_of(database, input_id)
        made = [sample for sample in samples.samples_of_input(database, input_id) if not sample.failure]
        made = in_blind_order(made, rater=one.rater.id)[:MOST_AT_ONCE]
        given = answers_on(database, one.desk, subjects=[sample.id for sample in made])
    rate_saving.problem_told()
    if asked is not None:
        show_untrusted(asked.text, key="rate_together_input", label="Input", look=state.text_look())
    ranks = _heading(criterion)
    values = {answer.subject: answer for answer in given if answer.criterion == criterion.id}
    for sample, below in zip(made, _columns(made), strict=True):
        with below:
            if ranks:
                place_control(sample.id, places=len(made))
            else:
                rate_control(one, criterion, sample.id, answer=values.get(sample.id))
    _moves(one, criterion, [sample.id for sample in made], input_id=input_id, ranks=ranks)


def in_blind_order(made: Sequence[Sample], *, rater: str) -> list[Sample]:
    """The samples in an order that tells nothing of who wrote them, and stays the same for this rater."""
    return sorted(made, key=lambda sample: hashlib.sha256(f"{sample.id}/{rater}".encode()).digest())


def _heading(criterion: Criterion) -> bool:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{plain(criterion.question)}**")
        how = st.segmented_control(
            "How",
            options=["Rate", "Rank"],
            key="rate_together_how",
            default="Rate",
            required=True,
            label_visibility="collapsed",
            width="content",
        )
    if how == "Rank":
        st.caption("1 is the best. The same place twice is a tie.")
    return how == "Rank"


def _columns(made: Sequence[Sample]) -> list[st.delta_generator.DeltaGenerator]:
    """A place under each answer."""
    below = []
    for start in range(0, len(made), COLUMNS):
        row = made[start : start + COLUMNS]
        for offset, column in enumerate(st.columns(max(2, len(row)), gap="medium")[: len(row)]):
            with column.container(border=True, gap="small", height="stretch"):
                _text(row[offset].output, first=made[0].output, place=start + offset)
                below.append(st.container(gap="small"))
    return below


def _text(text: str, *, first: str, place: int) -> None:
    """One answer; on request what it has and the first has not stands out."""
    long = max(len(first.split()), len(text.split())) > COMPARE_UP_TO_WORDS
    if st.session_state.get("rate_differences") and place and not long and text.strip():
        st.markdown(marked(word_differences((first, text))[1], colour="blue"), width=MEASURE_PIXELS)
    else:
        show_untrusted(text, key=f"rate_together_text_{place}", look=state.text_look())


def _moves(one: Seat, criterion: Criterion, subjects: list[str], *, input_id: str, ranks: bool) -> None:
    keys = one.keys
    with st.container(horizontal=True, gap="small"):
        if ranks:
            st.button(
                "Save ranking",
                key="rate_together_save",
                type="primary",
                on_click=save_ranking,
                args=(one, criterion.id, subjects),
            )
        st.button("Undo", key="rate_undo", shortcut=keys.of("undo"), on_click=rate_moves.undo, args=(one,))
        for move, label in (("back", "Back"), ("next", "Next")):
            st.button(
                label, key=f"rate_{move}", shortcut=keys.of(move), on_click=_go, args=(one, input_id, move == "next")
            )


def _go(one: Seat, input_id: str, forward: bool) -> None:
    other = opened.workspace().read(
        lambda database: answered_neighbour(database, one.project.id, input_id=input_id, forward=forward)
    )
    st.session_state[state.RATE_INPUT] = (one.project.id, other or input_id)


def _input_here(one: Seat) -> str | None:
    """The input she looks at; at first the first with an answer she has not rated."""
    kept = st.session_state.get(state.RATE_INPUT)
    if kept and kept[0] == one.project.id:
        return str(kept[1])
    found = opened.workspace().read(lambda database: rating_queue.input_to_rate(database, one.desk))
    if found:
        st.session_state[state.RATE_INPUT] = (one.project.id, found)
    return found
