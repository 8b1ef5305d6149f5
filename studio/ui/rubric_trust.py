"""Before its first use: somebody else's rubric is shown whole and asked about; what she wrote or read is not."""

from __future__ import annotations

import streamlit as st

from studio.bundle import bundled_path
from studio.records import Example, Rubric
from studio.rubric.combining import combine_in_words
from studio.rubric.folder import RubricFolder
from studio.rubric.lint import lint_rubric
from studio.store.engine import Database
from studio.store.rubric_standing import set_standing, standing_of
from studio.store.rubrics import rubric as kept_rubric
from studio.ui import opened
from studio.ui.cards import criterion_card
from studio.ui.plain import plain
from studio.ui.untrusted import show_untrusted
from studio.ui.verdict_marks import value_word


def is_known(rubric: Rubric) -> bool:
    """Whether this very content came with the studio, was saved or read here, or was rated or judged by."""
    return rubric.id in _shipped() or opened.workspace().read(lambda database: _was_kept(database, rubric.id))


def ask_first(rubric: Rubric, *, key: str) -> bool:
    """True once she may use it; until then the whole rubric with what looks odd in it, and one button."""
    if is_known(rubric):
        return True
    with st.container(border=True):
        st.markdown(
            ":material/mail: **This rubric was written or changed outside the studio.** Judges follow what it says, "
            "so read it once before its first use."
        )
        show_whole(rubric, key=key)
        st.button("I have read it, use it", key=f"{key}_trust", type="primary", on_click=trust, args=(rubric,))
    return False


def show_whole(rubric: Rubric, *, key: str) -> None:
    """Every word of the rubric, what looks odd first."""
    for advice in lint_rubric(rubric):
        if advice.severity != "advice":
            st.markdown(f":orange[:material/warning:] {plain(advice.message)}")
    with st.container(height=420, border=True):
        show_untrusted(rubric.task, key=f"{key}_task", label="What is judged")
        for place, criterion in enumerate(rubric.criteria):
            criterion_card(criterion)
            for number, example in enumerate(criterion.examples):
                _example(example, key=f"{key}_{place}_{number}")
        st.caption(plain(combine_in_words(rubric)))


def _example(example: Example, *, key: str) -> None:
    if example.input:
        show_untrusted(example.input, key=f"{key}_input", label="Example, input")
    show_untrusted(example.output, key=f"{key}_output", label=f"Example of {value_word(example.value)}")
    if example.why:
        show_untrusted(example.why, key=f"{key}_why", label="Why")


def trust(rubric: Rubric) -> None:
    """Remembers that she has read this content."""
    opened.workspace().write(lambda database: set_standing(database, rubric, standing="trusted"))


def _was_kept(database: Database, rubric_id: str) -> bool:
    standing = standing_of(database, rubric_id)
    return standing in ("saved", "trusted") or (standing is None and kept_rubric(database, rubric_id) is not None)


@st.cache_resource(show_spinner=False)
def _shipped() -> frozenset[str]:
    return frozenset(rubric.id for rubric in RubricFolder(bundled_path("rubrics")).load().rubrics)
