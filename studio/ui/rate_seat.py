"""Where she sits when she rates: project, rubric, name, the sample before her; and what each key does."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from studio.records import Criterion, Project, Rater, Rating, Rubric, Value
from studio.store import rating_queue, ratings
from studio.store.rating_queue import Desk
from studio.store.ratings import Action, RatingEvent
from studio.ui import opened, state

EVERY_CRITERION = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person rating one project under one rubric."""

    project: Project
    rubric: Rubric
    rater: Rater
    criteria: tuple[Criterion, ...]
    """The questions of this pass: all, or the one she chose."""

    @property
    def desk(self) -> Desk:
        """The same, as the store asks for it."""
        return Desk(
            project=self.project.id,
            rater=self.rater.id,
            rubric_id=self.rubric.id,
            criteria=tuple(criterion.id for criterion in self.criteria),
        )


def seat() -> Seat | None:
    """Her seat now, read afresh: keys may be pressed long after the page was drawn. None when something is missing."""
    project, rater = opened.project(), opened.rater()
    rubric = opened.workspace().rubric_of(project) if project else None
    if project is None or rater is None or rubric is None:
        return None
    chosen = st.session_state.get(state.RATE_CRITERION, EVERY_CRITERION)
    asked = tuple(criterion for criterion in rubric.criteria if chosen in (EVERY_CRITERION, criterion.id))
    return Seat(project=project, rubric=rubric, rater=rater, criteria=asked or rubric.criteria)


def subject_at(desk: Desk) -> str | None:
    """The sample before her; when there is none, the next unrated one."""
    if not st.session_state.get(state.RATE_SUBJECT):
        st.session_state[state.RATE_SUBJECT] = opened.workspace().read(
            lambda database: rating_queue.next_unrated(database, desk)
        )
    subject = st.session_state[state.RATE_SUBJECT]
    return str(subject) if subject else None


def my_ratings(one: Seat, subject: str) -> dict[str, Rating]:
    """What she has said of this sample under this rubric, by criterion."""
    found = opened.workspace().read(lambda database: ratings.ratings_of_subjects(database, [subject]))
    return {r.criterion: r for r in found if r.rater == one.rater.id and r.rubric_id == one.rubric.id}


def rate(criterion: str, value: Value | None) -> None:
    """Keeps a rating, or a skip where there is no value; goes on when every question of this pass is answered."""
    one, subject = seat(), st.session_state.get(state.RATE_SUBJECT)
    if one is None or not subject:
        return
    _append(one, subject, criterion=criterion, action="skip" if value is None else "rate", value=value)
    st.session_state[state.RATE_NOTE] = ""
    st.session_state.pop("rate_reasons", None)
    if set(my_ratings(one, subject)) >= {asked.id for asked in one.criteria}:
        go_on()


def change(criterion: str) -> None:
    """Opens a question again that she has answered."""
    st.session_state[state.RATE_OPEN] = (st.session_state.get(state.RATE_SUBJECT), criterion)


def flag(flagged: bool) -> None:
    """Marks the sample to come back to, or takes the mark away."""
    one, subject = seat(), st.session_state.get(state.RATE_SUBJECT)
    if one and subject:
        _append(one, subject, criterion="", action="unflag" if flagged else "flag")


def undo() -> None:
    """Takes back the last thing she did, across reloads, and shows the sample it was about."""
    one = seat()
    if one is None:
        return
    last = opened.workspace().read(lambda database: ratings.last_event(database, one.project.id, rater=one.rater.id))
    if last is not None:
        opened.workspace().append_ratings([ratings.undo_of(last)], rater=one.rater, rubric=one.rubric)
        st.session_state[state.RATE_SUBJECT] = last.subject


def go_on() -> None:
    """To the next sample with an open question, from here onwards."""
    one, subject = seat(), st.session_state.get(state.RATE_SUBJECT)
    if one:
        st.session_state[state.RATE_SUBJECT] = opened.workspace().read(
            lambda database: rating_queue.next_unrated(database, one.desk, after=subject or "")
        )


def step(forward: bool) -> None:
    """To the sample before or after, rated or not."""
    one, subject = seat(), st.session_state.get(state.RATE_SUBJECT)
    if one and subject:
        other = opened.workspace().read(
            lambda database: rating_queue.neighbour(database, one.project.id, sample=subject, forward=forward)
        )
        st.session_state[state.RATE_SUBJECT] = other or subject


def _append(one: Seat, subject: str, *, criterion: str, action: Action, value: Value | None = None) -> None:
    event = RatingEvent(
        project=one.project.id,
        rater=one.rater.id,
        subject=subject,
        rubric_id=one.rubric.id,
        criterion=criterion,
        action=action,
        value=value,
        note=str(st.session_state.get(state.RATE_NOTE) or "").strip(),
        blind=not st.session_state.get("rate_show_judges", False),
    )
    opened.workspace().append_ratings([event], rater=one.rater, rubric=one.rubric)
