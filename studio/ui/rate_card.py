"""Draws what she rates: the sample whole on the left, the question with its keys on the right."""

from __future__ import annotations

import streamlit as st

from studio.records import Criterion, Input, Rating, Sample, Verdict
from studio.store import inputs, judges, ratings, samples, verdicts
from studio.ui import opened, rate_seat, state
from studio.ui.cards import criterion_card, mark_line, sample_card, verdict_card, writer_line
from studio.ui.formats import counted
from studio.ui.messages import guarded
from studio.ui.pace import pace_words
from studio.ui.plain import plain
from studio.ui.rate_seat import Seat
from studio.ui.verdict_marks import rating_mark, value_mark, values_in_order

MOST_BUTTONS_IN_A_ROW = 5


@st.fragment
@guarded()
def rate_card() -> None:
    """One sample and its questions; every key redraws this part alone."""
    one = rate_seat.seat()
    if one is None:
        return
    subject = rate_seat.subject_at(one.desk)
    _progress(one)
    if subject is None:
        _finished(one)
        return
    sample, asked = _sample_and_input(subject)
    if sample is None or asked is None:
        st.session_state[state.RATE_SUBJECT] = None
        st.rerun(scope="fragment")
    answers = rate_seat.my_ratings(one, subject)
    left, right = st.columns([3, 2], gap="large")
    with left:
        sample_card(sample, key="rate_sample", input_text=asked.text)
    with right:
        _questions(one, subject, answers)
        _moves(one, subject)
    if _may_look(one, answers):
        _what_judges_said(one, sample)


def _sample_and_input(subject: str) -> tuple[Sample | None, Input | None]:
    with opened.workspace().reading() as database:
        sample = samples.samples_of(database, [subject]).get(subject)
        return sample, inputs.input_of(database, sample.input_id) if sample else None


def _progress(one: Seat) -> None:
    words, share = pace_words(opened.workspace(), one.desk)
    st.progress(share)
    st.caption(words)


def _questions(one: Seat, subject: str, answers: dict[str, Rating]) -> None:
    """Answered questions as one line each; the first open one with its anchors and keys; the rest quietly below."""
    reopened = st.session_state.get(state.RATE_OPEN)
    open_ids = [c.id for c in one.criteria if c.id not in answers or reopened == (subject, c.id)]
    current = open_ids[0] if open_ids else None
    for criterion in one.criteria:
        if criterion.id == current:
            _open_question(criterion, project=one.project.id)
        elif criterion.id in answers:
            _answered_question(criterion, answers[criterion.id])
        else:
            st.caption(plain(criterion.question))


def _open_question(criterion: Criterion, *, project: str) -> None:
    criterion_card(criterion, numbered=True)
    values = values_in_order(criterion.scale)
    if not values:
        _number_question(criterion)
        return
    for start in range(0, len(values), MOST_BUTTONS_IN_A_ROW):
        row = values[start : start + MOST_BUTTONS_IN_A_ROW]
        for offset, column in enumerate(st.columns(len(row), gap="small")):
            value, place = row[offset], start + offset + 1
            column.button(
                value_mark(value, scale=criterion.scale).label,
                key=f"rate_value_{place}",
                shortcut=str(place) if place <= 9 else None,
                on_click=rate_seat.rate,
                args=(criterion.id, value),
                width="stretch",
            )
    st.text_input(
        "Why? (optional)",
        key=state.RATE_NOTE,
        max_chars=500,
        placeholder="A few words, before you press a key",
        on_change="ignore",
    )
    _reasons_used_before(criterion, project=project)


def _number_question(criterion: Criterion) -> None:
    number = st.number_input(
        "Value", min_value=criterion.scale.minimum, max_value=criterion.scale.maximum, key="rate_number"
    )
    st.button("Save", key="rate_save", type="primary", on_click=rate_seat.rate, args=(criterion.id, number))


def _reasons_used_before(criterion: Criterion, *, project: str) -> None:
    used = opened.workspace().read(lambda database: ratings.rating_reasons(database, project, criterion=criterion.id))
    if used:
        st.pills(
            "Reasons used before",
            options=used,
            format_func=plain,
            key="rate_reasons",
            on_change=_take_reason,
            label_visibility="collapsed",
        )


def _take_reason() -> None:
    if st.session_state.get("rate_reasons"):
        st.session_state[state.RATE_NOTE] = st.session_state["rate_reasons"]


def _answered_question(criterion: Criterion, rating: Rating) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container():
            mark_line(rating_mark(rating.value, scale=criterion.scale), who=criterion.question, note=rating.note)
        st.button(
            "Change",
            key=f"rate_change_{criterion.id}",
            type="tertiary",
            on_click=rate_seat.change,
            args=(criterion.id,),
        )


def _moves(one: Seat, subject: str) -> None:
    flagged = subject in opened.workspace().read(lambda database: ratings.flagged_subjects(database, one.project.id))
    open_id = next((c.id for c in one.criteria if c.id not in rate_seat.my_ratings(one, subject)), None)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Back", key="rate_back", shortcut="P", on_click=rate_seat.step, args=(False,), icon=":material/arrow_back:"
        )
        st.button(
            "Next",
            key="rate_next",
            shortcut="N",
            on_click=rate_seat.step,
            args=(True,),
            icon=":material/arrow_forward:",
        )
        if open_id:
            st.button("Unsure, skip", key="rate_skip", shortcut="S", on_click=rate_seat.rate, args=(open_id, None))
        st.button("Undo", key="rate_undo", shortcut="U", on_click=rate_seat.undo, icon=":material/undo:")
        st.button(
            "Flagged" if flagged else "Flag",
            key="rate_flag",
            shortcut="F",
            on_click=rate_seat.flag,
            args=(flagged,),
            icon=":material/flag:",
            type="primary" if flagged else "secondary",
        )


def _may_look(one: Seat, answers: dict[str, Rating]) -> bool:
    """Judges stay hidden until she has answered every question, or has asked to see them."""
    return bool(st.session_state.get("rate_show_judges")) or all(c.id in answers for c in one.criteria)


def _what_judges_said(one: Seat, sample: Sample) -> None:
    with opened.workspace().reading() as database:
        said = verdicts.verdicts_of_subjects(database, [sample.id])
        named = {judge.id: judge for judge in judges.judges_used(database, one.project.id, rubric_id=one.rubric.id)}
    st.subheader("What the judges said", anchor=False)
    writer_line(sample)
    shown = [verdict for verdict in said if verdict.judge_id in named]
    if not shown:
        st.caption("No judge has seen this sample yet.")
    for criterion in one.criteria:
        of_it = [verdict for verdict in shown if verdict.criterion == criterion.id]
        if of_it:
            st.caption(plain(criterion.question))
            _verdict_row(of_it, criterion, {judge_id: judge.name or judge.model for judge_id, judge in named.items()})


def _verdict_row(said: list[Verdict], criterion: Criterion, names: dict[str, str]) -> None:
    for start in range(0, len(said), 3):
        row = said[start : start + 3]
        for verdict, column in zip(row, st.columns(max(2, len(row))), strict=False):
            with column:
                verdict_card(
                    judge=names[verdict.judge_id],
                    value=verdict.value,
                    failure=verdict.failure,
                    scale=criterion.scale,
                    explanation=verdict.explanation,
                    key=f"rate_verdict_{verdict.judge_id}_{verdict.criterion}_{verdict.repeat}",
                )


def _finished(one: Seat) -> None:
    with st.container(border=True, horizontal_alignment="center"):
        st.subheader("Every sample is rated", anchor=False)
        st.caption(f"{counted(len(one.criteria), 'question')} on each. Next: let judges rate them too.")
        if st.button("To the judges", key="rate_to_judge", type="primary"):
            st.switch_page("pages/judge.py")
