"""The bar above a changed rubric: what saving makes stale, counted, and the buttons that save or discard."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.drafting.staleness import Staleness, is_in_use, staleness
from studio.errors import RubricChanged, RubricError, StudioError
from studio.records import Project, Rubric
from studio.rubric.reading import parse_rubric
from studio.rubric.writing import write_rubric
from studio.store.verdicts import opinions_version
from studio.ui import opened, rubric_draft
from studio.ui.formats import counted
from studio.ui.rubric_diff_view import show_diff
from studio.ui.rubric_draft import Draft

HOLD = "rubrics_ratings_hold"


def saving_bar(draft: Draft, rubric: Rubric | RubricError, *, project: Project | None, brief: bool = False) -> None:
    """Save, discard, what it means; nothing at all while the draft is what the file says; `brief` without the diff."""
    if not draft.is_changed:
        return
    old = saved_rubric(draft)
    readable = not isinstance(rubric, RubricError)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                "Save",
                key="rubrics_save",
                type="primary",
                disabled=not readable,
                on_click=_save,
                args=(draft,),
                help=None if readable else "The source cannot be read yet.",
            )
            st.button("Discard changes", key="rubrics_discard", on_click=rubric_draft.discard, args=(draft.file,))
            st.caption("Your draft is kept, also when you leave.", width="content")
        if isinstance(rubric, Rubric) and old is not None:
            _consequences(old, rubric, project=project, brief=brief)


def saved_rubric(draft: Draft) -> Rubric | None:
    """The rubric as its file has it; None while the file cannot be read."""
    try:
        return parse_rubric(draft.base, file=draft.file)
    except RubricError:
        return None


def _consequences(old: Rubric, new: Rubric, *, project: Project | None, brief: bool) -> None:
    if old.id == new.id and old.title == new.title:
        st.caption("Only comments or layout changed. Every verdict and rating still counts.")
        return
    if project is None:
        return
    found = _staleness(project, old, new)
    st.markdown(_what_goes_stale(found))
    if found.ratings_reworded:
        st.checkbox(
            f"{counted(found.ratings_reworded, 'rating')} still hold: only the words changed, not what I mean",
            key=HOLD,
        )
    if brief:
        return
    with st.expander("What changed"):
        show_diff(found.diff, old=old, new=new)


def _staleness(project: Project, old: Rubric, new: Rubric) -> Staleness:
    version = opened.workspace().read(lambda database: opinions_version(database, project.id))
    return _counted(project.id, (old.id, new.id, new.title, new.combine), version, _old=old, _new=new)


@st.cache_resource(max_entries=8, show_spinner=False)
def _counted(
    project_id: str, contents: tuple[str, ...], version: tuple[int, ...], *, _old: Rubric, _new: Rubric
) -> Staleness:
    del contents, version  # part of the key only
    return opened.workspace().read(lambda database: staleness(database, project_id, old=_old, new=_new))


def _what_goes_stale(found: Staleness) -> str:
    if not found.verdicts and not found.ratings:
        return ":material/check: Nothing goes stale: every verdict and rating still answers its question."
    parts = [counted(found.verdicts, "verdict")] if found.verdicts else []
    parts += [counted(found.ratings, "rating")] if found.ratings else []
    many = found.verdicts + found.ratings > 1
    kept = f" {counted(found.ratings_kept, 'rating')} stay." if found.ratings_kept else ""
    return f":material/history: {' and '.join(parts)} {'go' if many else 'goes'} stale when you save.{kept}"


def _save(draft: Draft) -> None:
    workspace = opened.workspace()
    projects = [project.id for project in workspace.projects()]
    new, old = draft.rubric(), saved_rubric(draft)
    if isinstance(new, RubricError):
        return
    try:
        new = rubric_draft.save(_numbered(draft, new=new, old=old, projects=projects))
    except RubricChanged:
        return  # the page now shows both versions
    except StudioError as error:
        st.session_state["rubrics_problem"] = error
        return
    hold = bool(st.session_state.pop(HOLD, False))
    kept = workspace.keep_rubric(new, before=old, reworded_hold=hold)
    st.toast(f"Saved. {counted(kept, 'rating')} still count." if kept else "Saved.", icon=":material/check:")


def _numbered(draft: Draft, *, new: Rubric, old: Rubric | None, projects: list[str]) -> Draft:
    """A version that somebody used keeps its number: the next content gets the next one, unless she numbered it."""
    if old is None or old.id == new.id or old.version != new.version:
        return draft
    if not opened.workspace().read(lambda database: is_in_use(database, projects, rubric=old)):
        return draft
    counted_up = replace(new, version=old.version + 1)
    return replace(draft, text=write_rubric(counted_up, source=draft.text, file=draft.file))
