"""Judge checks: copies of answers changed in a known way, and whether the judges saw through them."""

from __future__ import annotations

import streamlit as st

from studio.generation.check_results import CheckResult, check_results
from studio.generation.judge_checks import begin_checks, checks_project
from studio.generation.perturbed import PERTURBATIONS, Change
from studio.records import Project, Rubric
from studio.store.subjects import subject_count
from studio.ui import formats, opened
from studio.ui.links import link_to
from studio.ui.model_choice import model_words
from studio.ui.plain import plain
from studio.ui.tables import Column, Row, table

USUAL_ANSWERS = 20
_COLUMNS = (
    Column(field="judge", heading="Judge", width="medium"),
    Column(field="question", heading="Question", width="medium"),
    Column(field="change", heading="Change", width="medium"),
    Column(field="expected", heading="Should become"),
    Column(field="fooled", heading="Fooled", form="percent"),
    Column(field="n", heading="Copies", form="number"),
    Column(field="better", heading="Better", form="number"),
    Column(field="same", heading="Same", form="number"),
    Column(field="worse", heading="Worse", form="number"),
)


def judge_checks(project: Project) -> None:
    """Make the copies, let judges see them, read who was fooled."""
    there, workspace = checks_project(project), opened.workspace()
    st.markdown(
        "Copies of some of your answers, changed in ways that should not help, or that must hurt. "
        "They lie in a project of their own, so they get into no figure and no dataset of yours.",
        width=760,
    )
    changes = st.pills(
        "Changes",
        options=list(PERTURBATIONS),
        format_func=lambda change: change.capitalize(),
        selection_mode="multi",
        default=list(PERTURBATIONS),
        key="generate_checks_changes",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        answers = st.number_input(
            "Answers to copy", 1, 500, value=USUAL_ANSWERS, key="generate_checks_answers", width=160
        )
        st.button(
            f"Make {formats.counted(int(answers) * len(changes), 'copy', plural='copies')}",
            key="generate_checks_make",
            type="primary",
            icon=":material/content_copy:",
            disabled=not changes,
            on_click=_make,
            args=(project, int(answers), tuple(changes)),
        )
    count = workspace.read(lambda database: subject_count(database, there.id, mode="direct"))
    if count:
        st.caption(f"{formats.counted(count, 'sample')} in the project {plain(there.title)}.")
        link_to("judge", label="Let judges see them", icon=":material/gavel:", query={"project": there.id})
        _results(there, workspace.rubric_of(project))


def _make(project: Project, answers: int, changes: tuple[Change, ...]) -> None:
    opened.workspace().write(lambda database: begin_checks(database, project, answers=answers, changes=changes))


def _results(there: Project, rubric: Rubric | None) -> None:
    if rubric is None:
        return
    found = opened.workspace().read(lambda database: check_results(database, there.id, rubric=rubric))
    if found:
        table([_row(one) for one in found], columns=_COLUMNS, key="generate_checks", alt_text="Which judge was fooled")
        st.caption(
            "Fooled: the verdict became better where it should not, or did not become worse where it had to. "
            "A few are chance: models differ from one call to the next."
        )


def _row(one: CheckResult) -> Row:
    return {
        "judge": one.judge.name or model_words(one.judge.model),
        "question": one.criterion,
        "change": one.change,
        "expected": one.expected,
        "fooled": one.fooled / one.n,
        "n": one.n,
        "better": one.better,
        "same": one.same,
        "worse": one.worse,
    }
