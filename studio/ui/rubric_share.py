"""Giving a rubric away: the file alone, another tool's format, or a bundle with its agreement record."""

from __future__ import annotations

import streamlit as st

from studio.comparing.shared_record import shared_record
from studio.errors import StudioError
from studio.records import Project, Rubric
from studio.rubric.formats import FORMATS, write_foreign
from studio.rubric.lint import lint_rubric
from studio.rubric.sharing import bundle_bytes
from studio.store.ratings import ratings_by_rubric
from studio.ui import opened
from studio.ui.formats import counted
from studio.ui.frame import section
from studio.ui.plain import plain
from studio.ui.rubric_draft import Draft
from studio.ui.untrusted import MEASURE_PIXELS


def share_part(draft: Draft, rubric: Rubric, *, project: Project | None) -> None:
    """The bundle first, then the file alone and other tools' formats."""
    if draft.is_changed:
        st.caption(":material/info: What you share is your draft, not the saved file.")
    for advice in lint_rubric(rubric):
        if advice.severity == "error":
            st.markdown(f":orange[:material/error:] {plain(advice.message)}")
            return
    _bundle(draft, rubric, project)
    _other_formats(draft, rubric)


def _bundle(draft: Draft, rubric: Rubric, project: Project | None) -> None:
    section(
        "A bundle", hint="The rubric with its examples, a page to read without the studio, and its agreement record."
    )
    count = _rated(rubric, project)
    with_record = st.toggle(
        f"With the record of how far judges agree with you ({counted(count, 'rating')})"
        if count
        else "With an agreement record",
        value=bool(count),
        disabled=not count,
        key="rubrics_share_record",
        help="Numbers only: no sample, no rating and no name of a rater goes along."
        if count
        else "There are no ratings under this wording yet.",
    )
    st.download_button(
        "Download the bundle",
        data=lambda: bundle_bytes(
            text=draft.text, agreement=_record(rubric, project) if with_record and count else None
        ),
        file_name=f"{rubric.name}.zip",
        mime="application/zip",
        key="rubrics_share_zip",
        type="primary",
        icon=":material/folder_zip:",
        on_click="ignore",
    )


def _other_formats(draft: Draft, rubric: Rubric) -> None:
    section("The file alone", hint="Mail it, commit it, or take it to another tool.")
    written = {one.name: one for one in FORMATS if one.write}
    name = st.selectbox(
        "Format",
        options=list(written),
        format_func=lambda one: written[one].title,
        key="rubrics_share_format",
        width=320,
    )
    chosen = written[name]
    try:
        converted = write_foreign(rubric, to=chosen.name)
    except StudioError as error:
        st.caption(plain(error.happened))
        return
    if converted.not_carried:
        with st.expander(f"{counted(len(converted.not_carried), 'thing')} this format cannot hold"):
            for words in converted.not_carried:
                st.caption(plain(words), width=MEASURE_PIXELS)
    st.download_button(
        "Download",
        data=draft.text if chosen.name == "studio" else converted.result,
        file_name=f"{rubric.name}{chosen.suffix}",
        mime="text/plain",
        key="rubrics_download",
        icon=":material/download:",
        on_click="ignore",
    )


def _rated(rubric: Rubric, project: Project | None) -> int:
    if project is None:
        return 0
    return opened.workspace().read(lambda database: ratings_by_rubric(database, project.id)).get(rubric.id, 0)


def _record(rubric: Rubric, project: Project | None) -> dict[str, object] | None:
    if project is None:
        return None
    return shared_record(opened.workspace().compare(project, rubric=rubric))
