"""The first things on the Compare page: a sentence to act on, and agreement with its interval, judge beside judge."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.agreement.figures import Figure
from studio.agreement.headline import headline, overall_headline
from studio.comparing.as_table import table_of
from studio.comparing.comparison import JudgeComparison
from studio.comparing.drawing import Dot, interval_drawing
from studio.comparing.opinions import pooled_agreement
from studio.comparing.own_ceiling import ceiling_figure, pooled_ceiling
from studio.ui.charts.intervals import interval_chart
from studio.ui.charts.measured import Measured
from studio.ui.compare_look import Look, judge_word, own, spaced
from studio.ui.plain import plain
from studio.ui.tables import export_buttons

Judged = dict[tuple[str, str], list[JudgeComparison]]
"""By judge and order, its questions."""


def sentences(look: Look, shown: Sequence[JudgeComparison]) -> None:
    """With one question a sentence a judge, the nearest first; else one on the judge that comes nearest over all."""
    by_judge: Judged = {}
    for one in shown:
        by_judge.setdefault((one.judge.id, one.order), []).append(one)
    if all(len(questions) == 1 for questions in by_judge.values()):
        for (one,) in sorted(by_judge.values(), key=lambda questions: _rank(questions[0]), reverse=True):
            _sentence(_of_one(look, one), one)
        return
    pooled = {key: pooled_agreement(questions, look.opinions.groups) for key, questions in by_judge.items()}
    best = max(pooled, key=lambda key: (not pooled[key].too_few, pooled[key].value or -1.0))
    _sentence(_overall(look, by_judge[best], pooled[best], rivals=len(by_judge) - 1), by_judge[best][0])


def _of_one(look: Look, one: JudgeComparison) -> str:
    oneself = ceiling_figure(own(look).get(one.criterion.id))
    return headline(one.report, judge=judge_word(one.judge, order=one.order), rater=look.rater_word, own=oneself)


def _overall(look: Look, questions: Sequence[JudgeComparison], pooled: Figure, *, rivals: int) -> str:
    first = questions[0]
    return overall_headline(
        {spaced(one.criterion.id): one.report for one in questions},
        pooled,
        judge=judge_word(first.judge, order=first.order),
        rater=look.rater_word,
        own=pooled_ceiling(own(look)),
        rivals=rivals,
    )


def _sentence(told: str, one: JudgeComparison) -> None:
    small = " :gray-badge[demo model, not evidence]" if one.judge.model.startswith("local:") else ""
    st.markdown(f"{plain(told)}{small}", width=760)


def chart(look: Look, shown: Sequence[JudgeComparison]) -> None:
    """Agreement with its interval, judges beside each other under each question."""
    shares = any(one.report["accuracy"].value is not None or "spearman" not in one.report.figures for one in shown)
    ceilings = [figure.value for report in own(look).values() if (figure := ceiling_figure(report))]
    ceiling = ceilings[0] if len(ceilings) == 1 and look.criterion else None
    interval_chart(
        [measured_on(one, one.report["accuracy" if shares else "spearman"]) for one in shown],
        key="compare_intervals",
        alt_text="Agreement of each judge with the rater by question, with 95 % intervals",
        measure="Agreement" if shares else "Rank correlation",
        shares=shares,
        ceiling=ceiling,
    )
    _save(shown, figure="accuracy" if shares else "spearman", shares=shares)
    if ceiling is not None:
        st.caption("The dashed line is how often you agree with yourself.")
    if any(one.judge.model.startswith("local:") for one in shown):
        st.caption(":material/science: The built-in demo model is for trying things out: its verdicts are no evidence.")


def _save(shown: Sequence[JudgeComparison], *, figure: str, shares: bool) -> None:
    """The chart as a drawing and as numbers; as a picture by the button that appears on the chart itself."""
    questions = list(dict.fromkeys(one.criterion.id for one in shown))
    dots = [
        Dot(group=spaced(name), label=judge_word(one.judge, order=one.order), figure=one.report[figure])
        for name in questions
        for one in shown
        if one.criterion.id == name
    ]
    with st.popover("Save", icon=":material/download:", type="tertiary"):
        st.caption("As a PNG picture: the button at the chart's upper right corner.")
        st.download_button(
            "Drawing (SVG)",
            data=lambda: interval_drawing(dots, title="Agreement", shares=shares).svg,
            file_name="agreement.svg",
            mime="image/svg+xml",
            key="compare_svg",
            on_click="ignore",
            icon=":material/image:",
        )
        export_buttons(lambda: table_of(shown), key="compare_chart", file_name="agreement_chart")


def measured_on(one: JudgeComparison, figure: Figure) -> Measured:
    """A figure ready for a chart; one that rests on too few ratings is none."""
    few = figure.too_few and figure.value is not None
    return Measured(
        judge=judge_word(one.judge, order=one.order),
        criterion=spaced(one.criterion.id),
        value=None if few else figure.value,
        low=figure.low,
        high=figure.high,
        n=figure.n,
        why="too few ratings to tell" if few else figure.why or "",
    )


def _rank(one: JudgeComparison) -> float:
    figure = one.report.figures.get("accuracy")
    return figure.value if figure and figure.value is not None else -1.0
