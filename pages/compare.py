"""Compare: how far each judge shares her taste, how sure that is, and where they differ."""

from __future__ import annotations

import streamlit as st

from studio.records import Project, Rubric
from studio.store import facts, ratings
from studio.ui import (
    compare_differ,
    compare_kinds,
    compare_more,
    compare_numbers,
    compare_people,
    compare_two,
    opened,
)
from studio.ui.addressed import addressed_part
from studio.ui.checklist import compared_key
from studio.ui.compare_choices import chosen_look
from studio.ui.compare_look import Look, first_look
from studio.ui.compare_next import next_step
from studio.ui.compare_top import chart, sentences
from studio.ui.empty import empty_state
from studio.ui.formats import counted
from studio.ui.frame import page_frame
from studio.ui.taste_baseline import baseline

PARTS = {
    "differ": ("Where you differ", compare_differ.draw),
    "two": ("Two judges", compare_two.draw),
    "kinds": ("Kinds of samples", compare_kinds.draw),
    "people": ("You and others", compare_people.draw),
    "more": ("How many more", compare_more.draw),
    "numbers": ("All numbers", compare_numbers.draw),
}


def main() -> None:
    """Guard, choose, read the answer, open one part."""
    project = opened.project()
    page_frame("Compare")
    if project is None:
        empty_state("There is no project yet.", button="Start one", key="compare_start", page="home")
        return
    rubric = opened.workspace().rubric_of(project)
    if rubric is None:
        empty_state("Choose a rubric first.", button="To the rubrics", key="compare_rubric", page="rubrics")
        return
    _other_wordings(project, rubric)
    look = chosen_look(project, rubric)
    if not any(one.values for one in look.held):
        empty_state("You have not rated anything yet.", button="Rate some", key="compare_rate", page="rate")
        return
    if not look.opinions.heard:
        empty_state("No judge has seen these samples yet.", button="To the judges", key="compare_judge", page="judge")
        return
    _remember(project)
    _show(look)


def _other_wordings(project: Project, rubric: Rubric) -> None:
    kept = opened.workspace().read(lambda database: ratings.ratings_by_rubric(database, project.id))
    elsewhere = sum(count for name, count in kept.items() if name != rubric.id)
    if elsewhere:
        st.caption(
            f":material/history: {counted(elsewhere, 'rating')} belong to another wording of the rubric "
            "and are not counted here."
        )


def _show(look: Look) -> None:
    shown = [one for one in first_look(look) if look.criterion in ("", one.criterion.id)]
    sentences(look, shown)
    next_step(look, shown)
    chart(look, shown)
    baseline(look, shown)
    names = {part: name for part, (name, _) in PARTS.items()}
    PARTS[addressed_part("Look closer", options=names, key="compare_part", name="part")][1](look)


def _remember(project: Project) -> None:
    workspace, key = opened.workspace(), compared_key(project.id)
    if workspace.read(lambda database: facts.fact(database, key)) is None:
        workspace.write(lambda database: facts.save_fact(database, key=key, value="yes"))


main()
