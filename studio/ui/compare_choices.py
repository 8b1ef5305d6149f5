"""The choices above a comparison: whose ratings, which question, which samples; all of them stand in the address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from studio.comparing.opinions import Opinions
from studio.records import Project, Rubric
from studio.ui import opened
from studio.ui.addressed import addressed_choice
from studio.ui.compare_look import Look, held_by, opinions_of

EVERYTHING = ""


def chosen_look(project: Project, rubric: Rubric) -> Look:
    """What she wants to look at; a choice with one answer is not drawn."""
    opinions, version = opinions_of(project, rubric)
    with st.container(horizontal=True, gap="small"):
        who = _at_a_time(opinions, _rater(opinions))
        criterion = _question(opinions)
        samples = _samples(opinions)
    choice, held = held_by(project.id, rubric.id, version, who, _opinions=opinions)
    return Look(opinions=opinions, version=version, choice=choice, held=held, slice=samples, criterion=criterion)


def _rater(opinions: Opinions) -> str | None:
    if len(opinions.people) < 2:
        return None
    names = {person.id: person.name for person in opinions.people}
    me = opened.rater()
    together = {"majority": "The majority of all raters", "mean": "The mean of all raters"}
    first = {me.id: names[me.id]} if me and me.id in names else {}
    options = {**first, **together, **names} if not first else {**first, **names, **together}
    return addressed_choice("Compared with", options=options, key="compare_rater", name="rater", width=210)


def _at_a_time(opinions: Opinions, who: str | None) -> str | None:
    """One person's ratings since or before a day; asked only where she rated on several days."""
    person = who or (opinions.people[0].id if len(opinions.people) == 1 else "")
    days = sorted({one.rated_at[:10] for one in opinions.ratings if one.rater == person})
    if len(days) < 2:
        return who
    options = {EVERYTHING: "At any time", "since": "Since a day", "before": "Before a day"}
    when = addressed_choice("Rated", options=options, key="compare_when", name="when", width=160)
    if when == EVERYTHING:
        return who
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    day = st.date_input(
        "Day", value=last, min_value=first, max_value=last, key="compare_day", bind="query-params", width=160
    )
    return f"{person} {when} {day.isoformat()}"


def _question(opinions: Opinions) -> str:
    asked = {one.criterion.id: one.criterion.question for one in opinions.heard}
    if len(asked) < 2:
        return EVERYTHING
    options = {EVERYTHING: "Every question", **asked}
    return addressed_choice("Question", options=options, key="compare_criterion", name="criterion", width=340)


def _samples(opinions: Opinions) -> str:
    kinds = {f"{by}={kind}": f"{by}: {kind}" for by, of_kind in opinions.slices.items() for kind in of_kind}
    if not kinds:
        return EVERYTHING
    options = {EVERYTHING: "All rated samples", **kinds}
    return addressed_choice("Samples", options=options, key="compare_slice", name="samples", width=200)
