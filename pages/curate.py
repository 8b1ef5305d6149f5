"""Curate: a dataset that carries her taste, with its papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from studio.curation.dataset import Preview
from studio.curation.formats.format import Format
from studio.curation.limits import of_classes
from studio.errors import StudioError
from studio.exporting.recipes import held_out_names
from studio.records import Project, Rubric
from studio.store import judges, prompts, raters, samples, subject_choice, subjects
from studio.ui import opened
from studio.ui.curate_choose import which_samples
from studio.ui.curate_clean import how_clean, how_paired, how_split, split_only
from studio.ui.curate_export import export_part
from studio.ui.curate_fields import Offer
from studio.ui.curate_preview import (
    CHOOSING,
    CLEANING,
    SHARING,
    findings_line,
    finished,
    judge_notes,
    pair_line,
    preview_work,
    show_first_rows,
    step_line,
)
from studio.ui.curate_purpose import (
    chosen_format,
    go_on_to_rating,
    lacks_steps,
    split_part,
    what_is_good,
    what_is_shown,
)
from studio.ui.curate_recipes import recipe_bar
from studio.ui.curate_state import current_recipe
from studio.ui.empty import empty_state
from studio.ui.formats import counted
from studio.ui.frame import page_frame, section
from studio.ui.links import go_to
from studio.ui.messages import show_error
from studio.ui.plain import plain


def main() -> None:
    """Guard, then the steps from what it is for to the export."""
    project = opened.project()
    page_frame("Curate", lead="A dataset that carries your taste, with its papers.")
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
    go_on_to_rating()
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
    format = chosen_format()
    if lacks_steps(offer, format):
        split_part(project)
        return
    if format.shows_the_prompt:
        what_is_shown(offer)
    places = _form(offer, format)
    recipe = current_recipe(project.id)
    if format.needs == "labels" and not recipe.keep:
        with places["Which samples?"]:
            what_is_good(offer)
        return
    try:
        made = finished(preview_work(project, rubric=rubric, format=format, recipe=recipe))
        if made is None:
            return
        _counts(made, places)
        section(f"{len(places) + 2} · Look and export")
        _what_it_is(made)
        export_part(project, rubric, format, recipe, made)
    except StudioError as error:
        show_error(error)


def _form(offer: Offer, format: Format) -> dict[str, st.delta_generator.DeltaGenerator]:
    """The parts of the recipe, each with a place below it for what it leaves."""
    parts: dict[str, Callable[[Offer], None]] = {"Which samples?": which_samples, "Clean": how_clean}
    if format.needs == "pairs":
        parts["Which pairs?"] = how_paired
    parts["Split"] = split_only if format.in_steps else how_split
    places = {}
    for number, (title, draw) in enumerate(parts.items(), start=2):
        section(f"{number} · {title}")
        draw(offer)
        places[title] = st.container()
    return places


def _counts(made: Preview, places: Mapping[str, st.delta_generator.DeltaGenerator]) -> None:
    with places["Which samples?"]:
        judge_notes(made, key="curate_notes")
        step_line(made, CHOOSING, key="curate_why_chosen", tags=True)
    with places["Clean"]:
        step_line(made, CLEANING, key="curate_why_cleaned")
        findings_line(made, key="curate_found")
    if "Which pairs?" in places:
        with places["Which pairs?"]:
            pair_line(made, key="curate_why_paired")
    with places["Split"]:
        _shares(made)


def _shares(made: Preview) -> None:
    selection = made.selection
    if len(selection.parts) > 1:
        st.caption(" · ".join(f"{part}: {count:,}" for part, count in selection.parts.items()))
    if selection.cells:
        st.caption(" · ".join(f"{plain(cell)}: {count:,}" for cell, count in selection.cells.items()))
    if selection.needs != "pairs":
        step_line(made, SHARING, key="curate_why_balanced")


def _what_it_is(made: Preview) -> None:
    selection = made.selection
    st.markdown(f"**{counted(selection.size, selection.noun)}** from {counted(selection.inputs, 'input')}")
    if not selection.size:
        st.caption("Nothing is left. Loosen the step where most are lost, or rate and judge more samples first.")
        if st.button("Rate samples", key="curate_rate"):
            go_to("rate")
        return
    for lacking in of_classes(selection):
        st.markdown(f":orange[:material/info:] {plain(lacking)}")
    with st.expander("The first rows, exactly as they will be written", expanded=True):
        show_first_rows(made)


main()
