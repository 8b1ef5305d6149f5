"""What a dataset would be: what is left after each step and why the rest is not, and its first rows."""

from __future__ import annotations

import json

import streamlit as st

from studio.curation.dataset import Preview, preview
from studio.curation.formats.format import Format
from studio.curation.funnel import Step
from studio.curation.recipe import Recipe
from studio.records import Project, Rubric
from studio.store.verdicts import opinions_version
from studio.ui import opened
from studio.ui.formats import counted, number
from studio.ui.plain import plain

KEPT = 8


def preview_of(project: Project, *, rubric: Rubric, format: Format, recipe: Recipe) -> Preview:
    """The preview as it stands now; made anew only when the recipe, a rating or a verdict has changed."""
    version = opened.workspace().read(lambda database: opinions_version(database, project.id))
    return _made(project.id, rubric.id, format.name, recipe.id, version, _recipe=recipe)


@st.cache_resource(max_entries=KEPT, show_spinner="Choosing …")
def _made(
    project_id: str, rubric_id: str, format: str, recipe_id: str, version: tuple[int, ...], *, _recipe: Recipe
) -> Preview:
    del rubric_id, recipe_id, version  # part of the key only
    workspace = opened.workspace()
    project = workspace.project(project_id)
    rubric = workspace.rubric_of(project)
    assert rubric is not None
    return preview(
        format=format,
        candidates=workspace.candidates(project, rubric=rubric),
        recipe=_recipe,
        papers=workspace.papers(project, rubric=rubric),
    )


def show_funnel(made: Preview, *, what: str) -> None:
    """One line a step, with the reasons for every drop."""
    selection = made.selection
    steps = (*selection.steps, *selection.pair_steps)
    st.markdown(f"**{counted(selection.size, what)}** from {counted(selection.inputs, 'input')}")
    told = [step for step in steps if step.dropped]
    if not told:
        st.caption("Nothing was left out.")
    for step in told:
        _step(step)
    for note in selection.notes:
        st.caption(plain(note))
    if selection.finding_counts:
        found = ", ".join(f"{number(count)} {kind}" for kind, count in selection.finding_counts.items())
        st.caption(f":material/privacy_tip: Found while looking for secrets and personal data: {plain(found)}.")


def _step(step: Step) -> None:
    for drop in step.dropped:
        st.caption(f"– {number(drop.count)} left out: {plain(drop.reason)}")


def show_first_rows(made: Preview) -> None:
    """The first rows of each file, exactly as they will be written."""
    if not made.rows:
        return
    for name, rows in made.rows.items():
        st.caption(plain(name))
        text = "\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in rows[:3])
        st.code(text[:6_000], language=None, wrap_lines=True, height=260)
