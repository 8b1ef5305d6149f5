"""Curate: a dataset that carries her taste, with its papers."""

from __future__ import annotations

import streamlit as st

from studio.curation.formats.format import Format
from studio.curation.recipe import Recipe
from studio.errors import StudioError
from studio.records import Project, Rubric
from studio.store import facts, judges, subjects
from studio.ui import opened
from studio.ui.checklist import exported_key
from studio.ui.curate_preview import preview_of, show_first_rows, show_funnel
from studio.ui.curate_recipe import chosen_format, chosen_recipe
from studio.ui.empty import empty_state
from studio.ui.formats import counted
from studio.ui.frame import page_frame, section
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.workspace import slug


def main() -> None:
    """Guard, choose, see, export."""
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
    format = chosen_format()
    recipe = chosen_recipe(
        opened.workspace().read(lambda database: judges.judges_used(database, project.id, rubric_id=rubric.id))
    )
    try:
        _what_it_would_be(project, rubric, format, recipe)
    except StudioError as error:
        show_error(error)


def _what_it_would_be(project: Project, rubric: Rubric, format: Format, recipe: Recipe) -> None:
    made = preview_of(project, rubric=rubric, format=format, recipe=recipe)
    section("What goes in")
    show_funnel(made, what="preference pair" if format.needs == "pairs" else "sample")
    if made.selection.size:
        with st.expander("The first rows"):
            show_first_rows(made)
        _export(project, rubric, format, recipe)


def _export(project: Project, rubric: Rubric, format: Format, recipe: Recipe) -> None:
    section("Export")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            "Folder", value=f"{project.id}-{format.name}", key=f"curate_folder_{format.name}", max_chars=60, width=360
        )
        pressed = st.button("Export", key="curate_export", type="primary", icon=":material/inventory_2:")
    st.caption("Written into `exports` in the workspace, with a card, a manifest and the rubric.")
    if not pressed:
        return
    workspace = opened.workspace()
    folder = workspace.folder / "exports" / slug(name)
    dataset = workspace.export(project, rubric=rubric, format=format.name, folder=folder, recipe=recipe)
    workspace.write(
        lambda database: facts.save_fact(database, key=exported_key(project.id), value=f"exports/{folder.name}")
    )
    rows = ", ".join(f"{file}: {counted(count, 'row')}" for file, count in dataset.rows.items())
    st.success(
        f"{'Written' if dataset.is_new else 'Already there, unchanged'}: exports/{plain(folder.name)}. {plain(rows)}",
        icon=":material/check:",
    )


main()
