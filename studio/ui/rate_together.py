"""All answers to one input side by side: each is rated on a question, or they are ranked, which rates their pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from studio.records import Criterion, Input, Sample
from studio.store import inputs, samples
from studio.store.rating_desk import Answer, answers_on, rated_elsewhere
from studio.store.rating_done import is_done
from studio.store.side_by_side import MOST_AT_ONCE
from studio.ui import opened, rate_inputs, rate_saving, rate_turn, state
from studio.ui.differences import COMPARE_UP_TO_WORDS, marked, word_differences
from studio.ui.messages import guarded
from studio.ui.plain import plain
from studio.ui.rate_others import done_button, others_beside
from studio.ui.rate_progress import ALSO_ELSEWHERE
from studio.ui.rate_ranking import forget_places, places_given, save_ranking
from studio.ui.rate_seat import Seat
from studio.ui.rate_side import place_control, rate_control
from studio.ui.untrusted import MEASURE_PIXELS, show_untrusted

COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One input with its answers, and what she has said of them."""

    asked: Input
    made: list[Sample]
    given: dict[str, Answer]
    """Her answers on the question, by sample."""
    places: dict[str, int]
    done: bool
    """Whether she has said that she is done."""
    also_elsewhere: bool


@st.fragment
@guarded()
def rate_together(one: Seat) -> None:
    """The input, its answers in columns, one control under each."""
    input_id = rate_inputs.input_here(one)
    here = _look(one, input_id) if input_id else None
    if here is None:
        st.markdown("No input has two answers yet. Generate a second one, or rate one by one.")
        return
    rate_saving.problem_told()
    progress = st.container(gap="small")
    show_untrusted(here.asked.text, key="rate_together_input", label="Input", look=state.text_look())
    ranks = _heading(one.criteria[0])
    for sample, below in zip(here.made, _columns(here.made), strict=True):
        with below:
            _control(one, here, sample, ranks=ranks)
    _moves(one, here, ranks=ranks)
    with progress:
        rate_inputs.inputs_line(one, ranks=ranks)
        if here.also_elsewhere:
            st.caption(ALSO_ELSEWHERE)


def in_blind_order(made: Sequence[Sample], *, rater: str) -> list[Sample]:
    """The samples in an order that tells nothing of who wrote them, and stays the same for this rater."""
    return sorted(made, key=lambda sample: hashlib.sha256(f"{sample.id}/{rater}".encode()).digest())


def _look(one: Seat, input_id: str) -> Beside | None:
    criterion, step = one.criteria[0].id, rate_turn.last_step()
    with opened.workspace().reading() as database:
        asked = inputs.input_of(database, input_id)
        made = [sample for sample in samples.samples_of_input(database, input_id) if not sample.failure]
        made = in_blind_order(made, rater=one.rater.id)[:MOST_AT_ONCE]
        given = answers_on(database, one.desk, subjects=[sample.id for sample in made])
        if asked is None or not made:
            return None
        return Beside(
            asked=asked,
            made=made,
            given={answer.subject: answer for answer in given if answer.criterion == criterion},
            places=places_given(database, one, criterion, input_id),
            done=is_done(database, one.desk),
            also_elsewhere=bool(step and rated_elsewhere(database, one.desk, uid=step.uid, seen=step.seen)),
        )


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


def _control(one: Seat, here: Beside, sample: Sample, *, ranks: bool) -> None:
    criterion, answer = one.criteria[0], here.given.get(sample.id)
    if ranks:
        place_control(sample.id, places=len(here.made), given=here.places.get(sample.id))
        return
    rate_control(one, criterion, sample.id, answer=answer)
    if answer is not None and here.done:
        others_beside(one, criterion, sample.id)


def _moves(one: Seat, here: Beside, *, ranks: bool) -> None:
    keys, subjects = one.keys, [sample.id for sample in here.made]
    with st.container(horizontal=True, gap="small"):
        if ranks:
            st.button(
                "Save ranking",
                key="rate_together_save",
                type="primary",
                on_click=save_ranking,
                args=(one, one.criteria[0].id, subjects),
            )
        st.button("Undo", key="rate_undo", shortcut=keys.of("undo"), on_click=_undo, args=(one, subjects))
        for move, label in (("back", "Back"), ("next", "Next")):
            st.button(
                label,
                key=f"rate_{move}",
                shortcut=keys.of(move),
                on_click=rate_inputs.go,
                args=(one, here.asked.id, move == "next"),
            )
        if here.given and not here.done:
            done_button(one, key="rate_done_together")


def _undo(one: Seat, subjects: list[str]) -> None:
    rate_inputs.undo(one)
    forget_places(subjects)
