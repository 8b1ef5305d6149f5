"""The history of a rubric: its versions as a line, what changed between any two, and which of them agrees with her."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.comparing.two_judges import compare_two
from studio.drafting.draft_run import rater_of_plan
from studio.drafting.versions import VersionFigures, judge_models, version_figures
from studio.records import Project, Rubric
from studio.rubric.diff import diff_in_words, diff_rubrics
from studio.store.engine import Database
from studio.store.rubric_standing import RubricVersion, kept_versions
from studio.store.subject_choice import rated_subjects_of
from studio.store.verdicts import opinions_version
from studio.ui import formats, opened, rubric_draft
from studio.ui.charts.version_line import VersionMark, version_line
from studio.ui.frame import section
from studio.ui.model_choice import model_words
from studio.ui.plain import plain
from studio.ui.rubric_diff_view import show_diff
from studio.ui.rubric_draft import Draft
from studio.ui.rubric_gain import show_gain
from studio.ui.rubric_pair import ask_and_begin, outlooks_of, pair_of, show_run
from studio.ui.tables import Column, table
from studio.ui.visible import visible

_COLUMNS = (
    Column(field="name", heading="Version", width="small"),
    Column(field="kept", heading="Saved", width="small"),
    Column(field="change", heading="What changed", width="medium"),
    Column(field="agreement", heading="Agrees with you", width="small"),
    Column(field="n", heading="Ratings", form="number", width="small"),
    Column(field="cost", heading="1,000 samples", width="small"),
)


def versions_part(draft: Draft, saved: Rubric, *, project: Project | None) -> None:
    """The line and the list, then any two of them compared."""
    versions = opened.workspace().read(lambda database: kept_versions(database, saved.name))
    if not versions:
        st.caption("The first version is written down when you save a change, rate or judge.")
        return
    model = _model(project, saved.name)
    figures = _figures(project, saved.name, model) if project and model else []
    _line(figures)
    _list(versions, figures)
    if len(versions) > 1:
        _two(draft, versions, project=project, model=model)


def version_name(version: RubricVersion, versions: Sequence[RubricVersion]) -> str:
    """ "v3", or "v3 b" where several contents bear the same number."""
    same = [one for one in versions if one.rubric.version == version.rubric.version]
    letter = "" if len(same) == 1 else f" {chr(ord('a') + same.index(version) % 26)}"
    return f"v{version.rubric.version}{letter}"


def _model(project: Project | None, name: str) -> str | None:
    if project is None:
        return None
    models = opened.workspace().read(lambda database: judge_models(database, project.id, name=name))
    if len(models) < 2:
        return models[0] if models else None
    return st.selectbox(
        "As judged by",
        options=models,
        format_func=lambda address: visible(model_words(address)),
        key=f"rubrics_line_model_{name}",
        width=320,
    )


def _figures(project: Project, name: str, model: str) -> list[VersionFigures]:
    ids = tuple(one.rubric.id for one in opened.workspace().read(lambda database: kept_versions(database, name)))
    version = opened.workspace().read(lambda database: opinions_version(database, project.id))
    return _measured(project.id, name, model, (*ids, *map(str, version)))


@st.cache_resource(max_entries=8, show_spinner="Comparing …")
def _measured(project_id: str, name: str, model: str, state: tuple[str, ...]) -> list[VersionFigures]:
    del state  # part of the key only

    def query(database: Database) -> list[VersionFigures]:
        rater = rater_of_plan(database, project_id, None)
        return version_figures(database, project_id, name=name, model=model, rater=rater)

    return opened.workspace().read(query)


def _line(figures: Sequence[VersionFigures]) -> None:
    versions = [one.version for one in figures]
    marks = [
        VersionMark(
            name=version_name(one.version, versions),
            agreement=one.agreement.value,
            low=one.agreement.low,
            high=one.agreement.high,
            n=one.agreement.n,
            cost_usd=one.cost_of_a_thousand_usd,
        )
        for one in figures
        if one.agreement.value is not None
    ]
    if len(marks) > 1:
        alt_text = "; ".join(f"{mark.name}: {formats.percent(mark.agreement)} of {mark.n} ratings" for mark in marks)
        version_line(marks, key="rubrics_version_line", alt_text=f"Agreement version by version. {alt_text}")
        st.caption(
            "The share of rated answers on which judge and rater say the same, with where the truth likely lies."
        )


def _list(versions: Sequence[RubricVersion], figures: Sequence[VersionFigures]) -> None:
    by_id = {one.version.rubric.id: one for one in figures}
    rows = []
    for place, version in enumerate(versions):
        before = versions[place - 1].rubric if place else None
        words = diff_in_words(diff_rubrics(old=before, new=version.rubric)) if before else "The first one kept."
        found = by_id.get(version.rubric.id)
        rows.append(
            {
                "name": version_name(version, versions),
                "kept": formats.her_time(version.kept_at),
                "change": words.partition(". ")[0],
                "agreement": _agreement(found),
                "n": found.agreement.n if found else None,
                "cost": formats.money(found.cost_of_a_thousand_usd) if found and found.judge else "–",
            }
        )
    table(list(reversed(rows)), columns=_COLUMNS, key="rubrics_versions", alt_text="The versions of this rubric")
    if any(one.former for one in figures):
        st.caption("Ratings count for every version that asks the question on the same scale, whatever its wording.")


def _agreement(found: VersionFigures | None) -> str:
    if found is None or found.agreement.value is None:
        return "–"
    figure = found.agreement
    return formats.percent_interval(figure.value, low=figure.low, high=figure.high)


def _two(draft: Draft, versions: Sequence[RubricVersion], *, project: Project | None, model: str | None) -> None:
    section("Two versions")
    names = {one.rubric.id: version_name(one, versions) for one in versions}
    ids = list(names)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        first_id = st.selectbox(
            "From", ids, index=len(ids) - 2, format_func=names.__getitem__, key="rubrics_version_from", width=180
        )
        second_id = st.selectbox(
            "To", ids, index=len(ids) - 1, format_func=names.__getitem__, key="rubrics_version_to", width=180
        )
        by_id = {one.rubric.id: one.rubric for one in versions}
        first, second = by_id[first_id], by_id[second_id]
        st.button(
            f"Make {names[first_id]} my draft",
            key="rubrics_version_back",
            icon=":material/undo:",
            on_click=_back_to,
            args=(draft.file, first),
            help="The file changes only when you save.",
        )
    if first.id == second.id:
        st.caption("Choose two different versions.")
        return
    show_diff(diff_rubrics(old=first, new=second), old=first, new=second)
    if project is not None and model is not None:
        _against(project, first, second, model=model, names=(names[first_id], names[second_id]))


def _back_to(file: str, rubric: Rubric) -> None:
    rubric_draft.keep_rubric(file, rubric)
    rubric_draft.turn_over(file)


def _against(project: Project, first: Rubric, second: Rubric, *, model: str, names: tuple[str, str]) -> None:
    """The paired comparison over everything rated; what is not judged yet is asked for first."""
    section(
        f"{names[1]} against {names[0]}", hint=f"As {model_words(model)} judges, on the samples somebody has rated."
    )
    workspace = opened.workspace()
    rated = workspace.read(lambda database: rated_subjects_of(database, project.id, mode="direct"))
    if not rated:
        st.caption("Rate some samples first: then the two can be held against your ratings.")
        return
    pair = pair_of(project, first=first, second=second, model=model, names=names)
    if show_run("rubrics_against"):
        return
    outlooks = outlooks_of(pair, rated)
    if sum(one.calls for one in outlooks):
        label = f"Judge {formats.counted(len(rated), 'rated sample')} by both"
        ask_and_begin(pair, rated, key="rubrics_against", label=label, outlooks=outlooks)
        return
    found = workspace.read(
        lambda database: compare_two(database, project=project.id, first=pair.judges[0], second=pair.judges[1])
    )
    show_gain(found)
    if not found.questions:
        st.caption(plain("No question is in both versions on the same scale."))
