"""Pieces of the Compare page: the comparison kept while nothing changes, the chart, the table, the disagreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.agreement.figures import Figure
from studio.agreement.headline import headline
from studio.agreement.notes import notes_on
from studio.comparing.comparison import Comparison, JudgeComparison
from studio.comparing.heard import scale_of
from studio.records import Project, Rubric, Sample, Value, Verdict
from studio.store import inputs, ratings, samples, verdicts
from studio.store.verdicts import opinions_version
from studio.ui import formats, opened
from studio.ui.cards import mark_line, sample_card, verdict_card
from studio.ui.charts.confusion import confusion_matrix
from studio.ui.charts.intervals import interval_chart
from studio.ui.charts.measured import Measured
from studio.ui.plain import plain
from studio.ui.tables import Column, export_buttons, table
from studio.ui.verdict_marks import FAILURE_WORDS, rating_mark

MOST_DISAGREEMENTS = 20
KEPT_COMPARISONS = 8


def comparison_of(project: Project, *, rubric: Rubric, rater: str | None) -> Comparison:
    """The comparison as it stands now; computed anew only when a rating or a verdict has changed."""
    version = opened.workspace().read(lambda database: opinions_version(database, project.id))
    return _computed(project.id, rubric.id, rater, version)


@st.cache_resource(max_entries=KEPT_COMPARISONS, show_spinner="Comparing …")
def _computed(project_id: str, rubric_id: str, rater: str | None, version: tuple[int, ...]) -> Comparison:
    del rubric_id, version  # part of the key only
    workspace = opened.workspace()
    project = workspace.project(project_id)
    return workspace.compare(project, rater=rater)


def judge_name(one: JudgeComparison) -> str:
    """What people call the judge, with the order where it was shown both."""
    name = one.judge.name or one.judge.model
    return f"{name} ({one.order})" if one.order else name


def sentences(comparison: Comparison, shown: Sequence[JudgeComparison]) -> None:
    """For each question one sentence on the judge that comes closest; with one question, a sentence a judge."""
    questions = list(dict.fromkeys(one.criterion.id for one in shown))
    for name in questions:
        ranked = sorted((one for one in shown if one.criterion.id == name), key=_rank, reverse=True)
        for one in ranked if len(questions) == 1 else ranked[:1]:
            _sentence(comparison, one, named=len(questions) > 1)


def _sentence(comparison: Comparison, one: JudgeComparison, *, named: bool) -> None:
    me, rater = opened.rater(), comparison.rater
    is_me = rater.kind == "person" and me is not None and me.id == rater.id
    told = headline(one.report, judge=judge_name(one), rater="you" if is_me else rater.name or rater.id)
    question = f"**{plain(_spaced(one.criterion.id))}** · " if named else ""
    small = " :gray-badge[demo model, not evidence]" if one.judge.model.startswith("local:") else ""
    st.markdown(f"{question}{plain(told)}{small}", width=760)


def _spaced(criterion_id: str) -> str:
    return criterion_id.replace("_", " ").capitalize()


def chart(shown: Sequence[JudgeComparison]) -> None:
    """Agreement with its interval, judges beside each other under each criterion."""
    key, shares = (
        ("accuracy", True) if any(one.report["accuracy"].value is not None for one in shown) else ("spearman", False)
    )
    measured = [_measured(one, one.report[key]) for one in shown]
    interval_chart(
        measured,
        key="compare_intervals",
        alt_text="Agreement of each judge with the rater, with 95 % intervals",
        measure="Agreement" if shares else "Rank correlation",
        shares=shares,
    )
    if any(one.judge.model.startswith("local:") for one in shown):
        st.caption(":material/science: The built-in demo model is for trying things out: its verdicts are no evidence.")


def figures_table(shown: Sequence[JudgeComparison]) -> None:
    """The main numbers, each with n; too few ratings read as such."""
    rows = [_row(one) for one in shown]
    table(
        rows,
        columns=[
            Column(field="judge", heading="Judge"),
            Column(field="criterion", heading="Criterion"),
            Column(field="n", heading="Ratings", form="number"),
            Column(field="failed", heading="No verdict", form="number"),
            Column(field="agreement", heading="Agreement"),
            Column(field="kappa", heading="Kappa"),
            Column(field="ac1", heading="AC1"),
            Column(field="bias", heading="Leans"),
        ],
        key="compare_figures",
        alt_text="Agreement figures by judge and criterion",
    )
    export_buttons(lambda: rows, key="compare_export", file_name="agreement")


def detail(one: JudgeComparison) -> None:
    """One judge on one criterion: what to know, where they differ, and the samples of a cell."""
    for note in notes_on(one.report):
        st.info(plain(note), icon=":material/lightbulb:")
    if one.failures:
        told = ", ".join(f"{count} {FAILURE_WORDS[kind]}" for kind, count in one.failures.items())
        st.caption(f"Left out because there is no verdict: {told}.")
    picked = None
    if one.report.confusion is not None and one.report.n:
        picked = confusion_matrix(
            values=one.report.confusion.values,
            counts=one.report.confusion.counts,
            key="compare_confusion",
            alt_text="How often which rating met which verdict",
        )
        st.caption("Click a cell to see its samples.")
    _disagreements(one, picked)


def _disagreements(one: JudgeComparison, picked: tuple[Value, Value] | None) -> None:
    rows = [row for row in one.rows if (row[1:] == picked if picked else row[1] != row[2])]
    if not rows:
        st.caption("No sample is in this cell." if picked else "You and this judge agree on every sample.")
        return
    rows.sort(key=lambda row: _distance(one, row[1], row[2]), reverse=True)
    what = "in this cell" if picked else "on which you differ, the furthest apart first"
    st.markdown(f"**{formats.counted(len(rows), 'sample')} {what}**")
    place = st.pagination(len(rows), key="compare_page") if len(rows) > 1 else 1
    subject, hers, _ = rows[min(place, len(rows)) - 1]
    _one_disagreement(one, subject, hers)


def _one_disagreement(one: JudgeComparison, subject: str, hers: Value) -> None:
    with opened.workspace().reading() as database:
        pair = samples.pair_of(database, subject)
        names = [pair.sample_a, pair.sample_b] if pair else [subject]
        found = samples.samples_of(database, names)
        said = [v for v in verdicts.verdicts_of_subjects(database, [subject]) if v.criterion == one.criterion.id]
        given = [r for r in ratings.ratings_of_subjects(database, [subject]) if r.criterion == one.criterion.id]
        asked = inputs.input_of(database, found[names[0]].input_id) if names[0] in found else None
    left, right = st.columns([3, 2], gap="large")
    with left:
        for name in names:
            if name in found:
                _sample(found[name], key=f"compare_{name}", input_text=asked.text if asked else None)
    with right:
        scale = scale_of(one.criterion, one.judge)
        note = next((rating.note for rating in given if rating.value == hers and rating.note), "")
        mark_line(rating_mark(hers, scale=scale), who="your rating", note=note)
        for verdict in (v for v in said if v.judge_id == one.judge.id and v.order == one.order):
            _verdict(one, verdict)


def _sample(sample: Sample, *, key: str, input_text: str | None) -> None:
    sample_card(sample, key=key, input_text=input_text, show_writer=True)


def _verdict(one: JudgeComparison, verdict: Verdict) -> None:
    verdict_card(
        judge=judge_name(one),
        value=verdict.value,
        failure=verdict.failure,
        scale=scale_of(one.criterion, one.judge),
        explanation=verdict.explanation,
        key=f"compare_verdict_{verdict.judge_id}_{verdict.repeat}",
    )


def _measured(one: JudgeComparison, figure: Figure) -> Measured:
    few = figure.too_few and figure.value is not None
    return Measured(
        judge=judge_name(one),
        criterion=_spaced(one.criterion.id),
        value=None if few else figure.value,
        low=figure.low,
        high=figure.high,
        n=figure.n,
        why="too few ratings to tell" if few else figure.why or "",
    )


def _row(one: JudgeComparison) -> Mapping[str, str | int | float | None]:
    report = one.report
    return {
        "judge": judge_name(one),
        "criterion": _spaced(one.criterion.id),
        "n": report.n,
        "failed": sum(one.failures.values()),
        "agreement": _told(report.figures.get("accuracy"), shares=True),
        "kappa": _told(report.figures.get("kappa")),
        "ac1": _told(report.figures.get("ac1")),
        "bias": _told(report.figures.get("bias")),
    }


def _told(figure: Figure | None, *, shares: bool = False) -> str:
    if figure is None or figure.value is None:
        return "–"
    if figure.too_few:
        return "too few to tell"
    written = formats.percent_interval if shares else formats.coefficient_interval
    return written(figure.value, low=figure.low, high=figure.high)


def _rank(one: JudgeComparison) -> float:
    figure = one.report.figures.get("accuracy")
    return figure.value if figure and figure.value is not None else -1.0


def _distance(one: JudgeComparison, hers: Value, judged: Value) -> float:
    values = list(scale_of(one.criterion, one.judge).values)
    if hers in values and judged in values:
        return abs(values.index(hers) - values.index(judged))
    if isinstance(hers, str) or isinstance(judged, str):
        return 1.0
    return abs(hers - judged)
