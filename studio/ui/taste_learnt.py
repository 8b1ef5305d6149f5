"""What a taste has learnt: how near it comes, its curve, what it looks at, what each juror adds for its price."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.own_judges.taste_report import TasteReport, agreement_in_words, meaning_in_words, still_growing
from studio.records import Rubric
from studio.taste.taste_model import CriterionTaste
from studio.ui import formats
from studio.ui.charts.curves import CurvePoint, curve_with_band
from studio.ui.plain import plain
from studio.ui.tables import Column, table
from studio.ui.visible import visible

MEASURE = 760
SAMPLES_PRICED = 1_000


def show_learnt(report: TasteReport, *, rubric: Rubric, rater: str) -> None:
    """One question at a time: the sentence, the curve, the habits."""
    name = _question(report, rubric, key="taste_question")
    taste = report.criteria[name]
    st.markdown(plain(agreement_in_words(taste, rater=rater)), width=MEASURE)
    if taste.missing:
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        _curve(taste)
    with right:
        _habits(taste)


def juror_table(report: TasteReport, *, rubric: Rubric, rater: str) -> None:
    """The stack's agreement, and what it would lose without each juror."""
    name = _question(report, rubric, key="stack_question")
    taste = report.criteria[name]
    st.markdown(plain(agreement_in_words(taste, rater=rater)), width=MEASURE)
    if taste.missing:
        return
    if not taste.gains:
        st.caption("No other judge has judged enough of your rated samples yet: this is your taste alone.")
        return
    st.caption("What each judge adds to your taste and the other judges, in points of agreement, and what it costs.")
    table(
        [_juror(report, gain.source, gain.gain, gain.low, gain.high) for gain in taste.gains],
        columns=[
            Column(field="judge", heading="Judge"),
            Column(field="adds", heading="Adds", help="Agreement with it minus agreement without it; 95 % interval."),
            Column(field="cost", heading=f"Costs for {SAMPLES_PRICED:,} samples"),
            Column(field="worth", heading="For each point"),
        ],
        key="stack_jurors",
        alt_text="What each judge adds to all judges together, and what it costs",
    )


def _question(report: TasteReport, rubric: Rubric, *, key: str) -> str:
    names = list(report.criteria)
    if len(names) == 1:
        return names[0]
    asked = dict.fromkeys(names, "") | {one.id: one.question for one in rubric.criteria}
    chosen = st.selectbox("Question", options=names, format_func=lambda name: visible(asked[name]), key=key, width=560)
    return chosen or names[0]


def _curve(taste: CriterionTaste) -> None:
    if len(taste.curve) < 2:
        st.caption("The learning curve appears from about thirty ratings on.")
        return
    points = [CurvePoint(x=point.ratings, y=point.agreement, low=point.low, high=point.high) for point in taste.curve]
    curve_with_band(
        points,
        key="taste_curve",
        alt_text="Agreement of your taste model with you by number of ratings, with 95 % intervals",
        x_title="Ratings",
        y_title="Agreement",
    )
    if told := still_growing(taste):
        st.caption(plain(told))


def _habits(taste: CriterionTaste) -> None:
    st.markdown("**What it looks at**")
    if taste.on_length:
        st.markdown(plain(taste.on_length))
    if taste.habits:
        st.markdown("In favour of an answer that\n" + "\n".join(f"- {plain(habit)}" for habit in taste.habits))
    _words("Words it likes", taste.words_for)
    _words("Words it dislikes", taste.words_against)
    if told := meaning_in_words(taste):
        st.caption(plain(told))
    if not taste.habits and not taste.words_for and not taste.words_against:
        st.caption("Nothing stands out yet.")


def _words(title: str, words: Sequence[str]) -> None:
    if words:
        st.markdown(f"{title}: {plain(', '.join(words))}")


def _juror(
    report: TasteReport, judge: str, gain: float, low: float | None, high: float | None
) -> dict[str, str | int | float | None]:
    name, cost = report.jurors.get(judge, (judge, None))
    between = "" if low is None or high is None else f" [{100 * low:+.1f} to {100 * high:+.1f}]"
    price = None if cost is None else cost * SAMPLES_PRICED
    is_clear = low is not None and low > 0
    worth = formats.money(price / (100 * gain)) if price and is_clear else "free" if price == 0 else "–"
    return {
        "judge": name,
        "adds": f"{100 * gain:+.1f}{between}",
        "cost": "free" if price == 0 else formats.money(price),
        "worth": worth if is_clear else "adds nothing clear",
    }
