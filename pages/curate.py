"""Curate: a dataset that carries her taste, with its papers."""

from __future__ import annotations

import streamlit as st

from studio.curation.dataset import Preview
from studio.curation.formats import FORMATS
from studio.curation.formats.format import Format
from studio.curation.limits import of_classes
from studio.errors import StudioError
from studio.exporting.recipes import held_out_names
from studio.records import Project, Rubric
from studio.store import judges, prompts, raters, samples, subject_choice, subjects
from studio.ui import opened
from studio.ui.curate_choose import which_samples
from studio.ui.curate_clean import how_clean, how_paired, how_split
from studio.ui.curate_export import export_part
from studio.ui.curate_fields import Offer, one_of
from studio.ui.curate_preview import (
    CHOOSING,
    CLEANING,
    SHARING,
    findings_line,
    finished,
    pair_line,
    preview_work,
    show_first_rows,
    step_line,
)
from studio.ui.curate_recipes import recipe_bar
from studio.ui.curate_state import current_recipe
from studio.ui.empty import empty_state
from studio.ui.formats import counted
from studio.ui.frame import page_frame, section
from studio.ui.messages import show_error
from studio.ui.plain import plain

MESSAGES = {"as_asked": "System text and template, as the model was asked", "input_only": "The bare input"}
WITH_MESSAGES = ("sft", "prompt_completion", "dpo", "reward", "kto", "grpo", "openai_sft", "openai_preference")


def main() -> None:
    """Guard, then the steps from what it is for to the export."""
    project = opened.project()
    page_frame(
        "Curate", lead="A dataset that carries your taste, with its papers.", demo=bool(project and project.demo)
    )
    if project is None:
        empty_state("There is no project yet.", button="Start one", key="curate_start", page="home")
        return
    rubric = opened.workspace().rubric_of(project)
    if rubric is None:
        empty_state("Choose a rubric first.", button="To the rubrics", key="curate_rubric", page="rubrics")
        return
    if not opened.workspace().read(lambda database: subjects.subject_count(database, project.id, mode="direct")):
        empty_state(
            "There are no samples to choose from yet.", button="Get samples", key="curate_make", page="generate"
        )
        return
    recipe_bar(project)
    _steps(project, rubric, _offer(project, rubric))


def _offer(project: Project, rubric: Rubric) -> Offer:
    with opened.workspace().reading() as database:
        return Offer(
            project=project,
            rubric=rubric,
            judges=judges.judges_used(database, project.id, rubric_id=rubric.id),
            prompts=list(dict.fromkeys(prompt.name for prompt in prompts.prompts(database, project.id))),
            models=samples.systems_in_use(database, project.id),
            tags=[
                (name, value)
                for name, values in subject_choice.tags_in_use(database, project.id).items()
                for value in values
            ],
            raters={rater.id: rater.name for rater in raters.raters(database, project.id)},
            held_out=held_out_names(opened.workspace().folder),
        )


def _steps(project: Project, rubric: Rubric, offer: Offer) -> None:
    section("1 · What is it for?")
    format = _chosen_format(offer)
    section("2 · Which samples?")
    which_samples(offer)
    after_choosing = st.container()
    if format.needs == "pairs":
        section("Which pairs?")
        how_paired(offer)
        after_pairing = st.container()
    section("3 · Clean")
    how_clean(offer)
    after_cleaning = st.container()
    section("4 · Split")
    how_split(offer)
    after_splitting = st.container()
    recipe = current_recipe(project.id)
    try:
        made = finished(preview_work(project, rubric=rubric, format=format, recipe=recipe))
        if made is None:
            return
        with after_choosing:
            for note in made.selection.notes:
                st.caption(plain(note))
            step_line(made, CHOOSING, key="curate_why_chosen", tags=True)
        with after_cleaning:
            step_line(made, CLEANING, key="curate_why_cleaned")
            findings_line(made, key="curate_found")
        with after_splitting:
            _shares(made)
        if format.needs == "pairs":
            with after_pairing:
                pair_line(made, key="curate_why_paired")
        section("5 · Look and export")
        _what_it_is(made, format)
        export_part(project, rubric, format, recipe, made)
    except StudioError as error:
        show_error(error)


def _chosen_format(offer: Offer) -> Format:
    named = {one.name: one for one in FORMATS}
    name = st.selectbox(
        "Format",
        options=list(named),
        format_func=lambda key: named[key].title,
        key="curate_format",
        bind="query-params",
        width=480,
        label_visibility="collapsed",
    )
    chosen = named[str(name)]
    st.caption(chosen.description)
    if chosen.name in WITH_MESSAGES:
        one_of(offer, "What the model is shown", name="messages", words=MESSAGES, width=480)
    return chosen


def _shares(made: Preview) -> None:
    selection = made.selection
    if len(selection.parts) > 1:
        st.caption(" · ".join(f"{part}: {count:,}" for part, count in selection.parts.items()))
    if selection.cells:
        st.caption(" · ".join(f"{plain(cell)}: {count:,}" for cell, count in selection.cells.items()))
    step_line(made, SHARING[:1], key="curate_why_balanced")


def _what_it_is(made: Preview, format: Format) -> None:
    selection = made.selection
    what = "preference pair" if format.needs == "pairs" else "sample"
    st.markdown(f"**{counted(selection.size, what)}** from {counted(selection.inputs, 'input')}")
    if not selection.size:
        st.caption("Nothing is left. Loosen the step where most are lost, or rate and judge more samples first.")
        return
    for lacking in of_classes(selection):
        st.markdown(f":orange[:material/info:] {plain(lacking)}")
    with st.expander("The first rows, exactly as they will be written", expanded=True):
        show_first_rows(made)


main()
