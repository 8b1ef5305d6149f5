"""Writes the dataset beside the page, shows how far it is, and says what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import streamlit as st

from studio.curation.choices import limits_all
from studio.curation.dataset import Dataset, Preview, write_dataset
from studio.curation.formats.format import Format
from studio.curation.recipe import Recipe
from studio.errors import StudioError
from studio.exporting.background import Walk, Walked, Work
from studio.exporting.recipes import held_out_of
from studio.records import Project, Rubric
from studio.store import facts
from studio.store.subjects import subject_count
from studio.ui import opened
from studio.ui.checklist import exported_key
from studio.ui.curate_preview import ANSWERS_AT_ONCE_SECONDS, desk
from studio.ui.curate_state import field_key, note_trouble
from studio.ui.formats import counted
from studio.ui.messages import guarded, show_error, show_unexpected
from studio.ui.plain import plain
from studio.ui.untrusted import show_untrusted
from studio.workspace import slug

_WRITING, _PRESSED = "curate_writing", "curate_pressed"


def export_part(project: Project, rubric: Rubric, format: Format, recipe: Recipe, made: Preview) -> None:
    """Folder, licence and the button; then how far it is."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = f"{field_key('folder', project=project.id)}_{format.name}"
        st.text_input("Folder", value=f"{project.id}-{format.name}", key=key, max_chars=60, width=300)
        licence = field_key("licence", project=project.id)
        st.text_input(
            "Licence", key=licence, max_chars=60, width=180, placeholder="none stated", persist_state="session"
        )
        st.button(
            "Export",
            key="curate_export",
            type="primary",
            icon=":material/inventory_2:",
            disabled=not made.selection.size,
            on_click=_begin,
            args=(project, rubric, format, recipe, key, licence),
        )
    if _is_there(st.session_state[key]):
        st.checkbox("Replace the older export in this folder", key=field_key("replace", project=project.id))
    st.caption("Written into `exports` in the workspace, whole or not at all, with a card, a manifest and the rubric.")
    _progress_or_outcome(project)


def _begin(project: Project, rubric: Rubric, format: Format, recipe: Recipe, folder_key: str, licence_key: str) -> None:
    workspace = opened.workspace()
    try:
        folder = workspace.folder / "exports" / slug(str(st.session_state[folder_key]))
    except StudioError as error:
        note_trouble(error)
        return
    licence = str(st.session_state[licence_key])
    replace = bool(st.session_state.get(field_key("replace", project=project.id)))

    def write(walk: Walk) -> Dataset:
        dataset = write_dataset(
            folder=folder,
            format=format.name,
            candidates=Walked(workspace.candidates(project, rubric=rubric, format=format.name), walk),
            recipe=recipe,
            papers=workspace.papers(project, rubric=rubric, licence=licence, measure=recipe.values.measure),
            held_out=held_out_of(recipe, workspace=workspace.folder),
            replace=replace,
        )
        kept = f"exports/{folder.name}"
        workspace.write(lambda database: facts.save_fact(database, key=exported_key(project.id), value=kept))
        return dataset

    st.session_state[_PRESSED] = st.session_state.get(_PRESSED, 0) + 1
    key = ("export", str(folder), st.session_state[_PRESSED])
    st.session_state[_WRITING] = (project.id, key)
    walks = 2 if limits_all(recipe, needs=format.needs) else 1
    desk().ask(key, write, total=walks * _sample_count(project))


def _is_there(name: object) -> bool:
    """Whether an export of this name, as it was typed, is there already."""
    try:
        return (opened.workspace().folder / "exports" / slug(str(name))).exists()
    except StudioError:
        return False


def _sample_count(project: Project) -> int:
    return opened.workspace().read(lambda database: subject_count(database, project.id, mode="direct"))


def _progress_or_outcome(project: Project) -> None:
    of_project, key = st.session_state.get(_WRITING, ("", None))
    work = desk().find(key)
    if work is None or of_project != project.id:
        return
    if work.wait(seconds=ANSWERS_AT_ONCE_SECONDS):
        _outcome(work)
    else:
        _writing(work)


@st.fragment(run_every=1.0)
@guarded()
def _writing(work: Work[object]) -> None:
    if work.outcome.done():
        st.rerun()
    st.progress(work.walk.share, text=f"Writing: {work.walk.share:.0%} …")


def _outcome(work: Work[object]) -> None:
    problem = work.outcome.exception()
    if isinstance(problem, StudioError):
        show_error(problem)
    elif isinstance(problem, Exception):
        show_unexpected(problem)
    else:
        _done(cast(Dataset, work.outcome.result()))


def _done(dataset: Dataset) -> None:
    rows = ", ".join(f"{file}: {counted(count, 'row')}" for file, count in dataset.rows.items())
    name = f"exports/{dataset.folder.name}"
    st.success(
        f"{'Written' if dataset.is_new else 'Already there, unchanged'}: {plain(name)}. {plain(rows)}.",
        icon=":material/check:",
    )
    st.code(str(dataset.folder.resolve()), language=None)
    with st.expander("The card, as others will read it"):
        card = (Path(dataset.folder) / "README.md").read_text("utf-8")
        show_untrusted(card.split("---\n", 2)[-1].strip(), key="curate_card", look="formatted", height=420)
