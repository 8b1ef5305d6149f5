"""The first things on the Compare page: a sentence to act on, and agreement with its interval, judge beside judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

import streamlit as st

from studio.agreement.figures import TOO_FEW, Figure
from studio.agreement.headline import headline, order_headline, overall_headline
from studio.comparing.as_table import table_of
from studio.comparing.drawing import Dot, interval_drawing
from studio.comparing.judge_comparison import JudgeComparison
from studio.comparing.opinions import is_too_close, pooled_agreement
from studio.comparing.own_ceiling import ceiling_figure, pooled_ceiling
from studio.ui.charts.intervals import interval_chart
from studio.ui.charts.measured import Measured
from studio.ui.compare_look import Look, judge_word, own, spaced
from studio.ui.plain import plain
from studio.ui.saving import save_chart

MOST_ROWS = 24
"""A chart with more rows than this is a wall: of many judges the nearest are drawn."""
MOST_SENTENCES = 5
Judged = dict[tuple[str, str], list[JudgeComparison]]
"""By judge and order, its questions."""


def sentences(look: Look, shown: Sequence[JudgeComparison]) -> None:
    """With one question a sentence a judge, the nearest first; else one on the judge that comes nearest over all."""
    by_judge = _by_judge(shown)
    if all(len(questions) == 1 for questions in by_judge.values()):
        for key in _nearest_first(by_judge)[:MOST_SENTENCES]:
            _sentence(_of_one(look, by_judge[key][0]), by_judge[key][0])
        return
    ranked = _nearest_first(by_judge)
    _sentence(_overall(look, [by_judge[key] for key in ranked]), by_judge[ranked[0]][0])


def _by_judge(shown: Sequence[JudgeComparison]) -> Judged:
    found: Judged = {}
    for one in shown:
        found.setdefault((one.judge.id, one.order), []).append(one)
    return found


def _nearest_first(by_judge: Judged) -> list[tuple[str, str]]:
    """Judges by their agreement over all questions, or by rank correlation where only the order can be compared."""
    counted = any(_is_counted(one) for questions in by_judge.values() for one in questions)

    def nearness(key: tuple[str, str]) -> float:
        if counted:
            figures = [one.report["accuracy"] for one in by_judge[key]]
            ratings = sum(figure.n for figure in figures if figure.value is not None)
            return sum((figure.value or 0) * figure.n for figure in figures) / ratings if ratings else -1.0
        return fmean(_order(one) for one in by_judge[key])

    return sorted(by_judge, key=nearness, reverse=True)


def _is_counted(one: JudgeComparison) -> bool:
    """Whether equal values can be counted at all."""
    return one.report["accuracy"].value is not None


def _order(one: JudgeComparison) -> float:
    figure = one.report.figures.get("spearman")
    return figure.value if figure and figure.value is not None else -1.0


def _of_one(look: Look, one: JudgeComparison) -> str:
    oneself = ceiling_figure(own(look).get(one.criterion.id))
    return headline(one.report, judge=judge_word(one.judge, order=one.order), rater=look.rater_word, own=oneself)


def _overall(look: Look, ranked: Sequence[Sequence[JudgeComparison]]) -> str:
    questions, rivals, groups = ranked[0], len(ranked) - 1, look.opinions.groups
    judge = judge_word(questions[0].judge, order=questions[0].order)
    reports = {spaced(one.criterion.id): one.report for one in questions}
    if any("spearman" in report.figures for report in reports.values()) and not any(map(_is_counted, questions)):
        return order_headline(reports, judge=judge, rater=look.rater_word)
    return overall_headline(
        reports,
        pooled_agreement([one for one in questions if _is_counted(one)], groups),
        judge=judge,
        rater=look.rater_word,
        own=pooled_ceiling(own(look)),
        rivals=rivals,
        close=_close(ranked, groups) if rivals else "",
    )


def _close(ranked: Sequence[Sequence[JudgeComparison]], groups: Mapping[str, str]) -> str:
    """The runner-up, where it is not clear that the first comes nearer."""
    first, second = ranked[:2]
    is_close = is_too_close(first, second, groups=groups, rivals=len(ranked) - 1)
    return judge_word(second[0].judge, order=second[0].order) if is_close else ""


def _sentence(told: str, one: JudgeComparison) -> None:
    small = " :gray-badge[demo model, not evidence]" if one.judge.model.startswith("local:") else ""
    st.markdown(f"{plain(told)}{small}", width=760)


def chart(look: Look, compared: Sequence[JudgeComparison]) -> None:
    """Agreement with its interval, judges beside each other under each question; of many judges the nearest."""
    if all(one.report.n < TOO_FEW for one in compared):
        return
    by_judge = _by_judge(compared)
    most = max(3, MOST_ROWS // len({one.criterion.id for one in compared}))
    drawn = set(_nearest_first(by_judge)[:most])
    shown = [one for one in compared if (one.judge.id, one.order) in drawn]
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
    _save(compared, figure="accuracy" if shares else "spearman", shares=shares)
    if len(by_judge) > most:
        st.caption(f"The nearest {most} of {len(by_judge)} judges are drawn. All of them are under All numbers.")
    if ceiling is not None:
        st.caption("The dashed line is how often you agree with yourself.")
    if any(one.judge.model.startswith("local:") for one in shown):
        st.caption(":material/science: The built-in demo model is for trying things out: its verdicts are no evidence.")


def _save(shown: Sequence[JudgeComparison], *, figure: str, shares: bool) -> None:
    """The chart as a drawing and as numbers."""
    questions = list(dict.fromkeys(one.criterion.id for one in shown))
    dots = [
        Dot(group=spaced(name), label=judge_word(one.judge, order=one.order), figure=one.report[figure])
        for name in questions
        for one in shown
        if one.criterion.id == name
    ]
    save_chart(
        lambda: interval_drawing(dots, title="Agreement", shares=shares),
        lambda: table_of(shown),
        key="compare",
        file_name="agreement",
    )


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
