"""What other people answered, and the step "I am done" before which she sees only her own answers."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.rating.deciding import same_as_judges
from studio.records import Criterion, Rater, Rating
from studio.store.judges import judge_of
from studio.store.raters import rater_of
from studio.store.rating_desk import Answer
from studio.store.rating_done import is_done, say_done, shared_with_others
from studio.store.ratings import ratings_of_subjects
from studio.ui import opened, rate_saving, rate_turn
from studio.ui.formats import of
from studio.ui.plain import plain
from studio.ui.rate_pair import order_shown, side_word
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Texts
from studio.ui.told import keep_told
from studio.ui.verdict_marks import rating_mark


def done_button(one: Seat, *, key: str) -> None:
    """The step after which she sees what others answered."""
    st.button(
        "I am done",
        key=key,
        on_click=_say_done,
        args=(one,),
        help="Then you see what other people answered. Rating more hides it again.",
    )


def what_others_said(one: Seat, texts: Texts) -> None:
    """Everybody else's answers on this subject, once she is done; before, the step that leads there."""
    subject = texts.pair.id if texts.pair else texts.samples[0].id
    if not opened.workspace().read(lambda database: is_done(database, one.desk)):
        done_button(one, key="rate_done_card")
        return
    given, named = _given_by_others(one, subject)
    st.subheader("What others said", anchor=False)
    if not given:
        st.caption("Nobody else has rated this.")
    for criterion in one.criteria:
        if len(one.criteria) > 1 and any(rating.criterion == criterion.id for rating in given):
            st.caption(plain(criterion.question))
        _lines(one, criterion, given, named)


def others_beside(one: Seat, criterion: Criterion, sample_id: str) -> None:
    """Everybody else's answers on one of several samples, now that she is done."""
    given, named = _given_by_others(one, sample_id)
    if given:
        keep_told(project=one.project.id, subjects=[sample_id])
    _lines(one, criterion, given, named)


def how_others_answered(one: Seat, answers: Sequence[Answer]) -> None:
    """One line for each other person and each judge: how often they say what she says."""
    with opened.workspace().reading() as database:
        people = shared_with_others(database, one.desk)
        alike = same_as_judges(rate_turn.field_reader(one)(), answers)
        judges = {judge_id: judge_of(database, judge_id) for judge_id in alike}
    lines = [f"**{plain(who.name)}** gave the same answer as you on {of(who.same, total=who.both)}." for who in people]
    for judge_id, counts in alike.items():
        judge = judges[judge_id]
        name = plain(judge.name or judge.model) if judge else "A judge"
        lines.append(f"The judge **{name}** gave the same answer as you on {of(counts.same, total=counts.asked)}.")
    st.markdown("  \n".join(lines) or "Nobody else has answered what you answered.")


def _given_by_others(one: Seat, subject: str) -> tuple[list[Rating], dict[str, Rater | None]]:
    with opened.workspace().reading() as database:
        given = [rating for rating in ratings_of_subjects(database, [subject]) if _is_others(one, rating)]
        return given, {rating.rater: rater_of(database, rating.rater) for rating in given}


def _lines(one: Seat, criterion: Criterion, given: list[Rating], named: dict[str, Rater | None]) -> None:
    lines = []
    for rating in given:
        if rating.criterion == criterion.id:
            who = named[rating.rater]
            lines.append(f"{_word(one, criterion, rating)} {plain(who.name if who else rating.rater)}{_note(rating)}")
    if lines:
        st.markdown("  \n".join(lines))


def _is_others(one: Seat, rating: Rating) -> bool:
    return rating.rater != one.rater.id and rating.rubric_id == one.rubric.id


def _word(one: Seat, criterion: Criterion, rating: Rating) -> str:
    if one.kind == "direct" or rating.value is None:
        return rating_mark(rating.value, scale=criterion.scale).badge
    return f":gray-badge[{side_word(rating.value, order=order_shown(rating.subject, rater=one.rater.id))}]"


def _note(rating: Rating) -> str:
    return f" :gray[{plain(rating.note)}]" if rating.note else ""


def _say_done(one: Seat) -> None:
    rate_saving.attempt(
        lambda: opened.workspace().write(lambda database: say_done(database, one.desk)), then=lambda _: None
    )
