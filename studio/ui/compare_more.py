"""How many more ratings: what the next ones would buy, and a stop sign for the decision she names."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from studio.agreement.figures import TOO_FEW, Figure
from studio.agreement.power import Decision, outlooks, stop_sign
from studio.ui import formats
from studio.ui.charts.curves import CurvePoint, curve_with_band
from studio.ui.compare_differ import chosen_judge
from studio.ui.compare_look import Look, in_full, judge_word
from studio.ui.compare_save import save_outlook
from studio.ui.links import link_to
from studio.ui.plain import plain

AT_LEAST, WITHIN = "at_least", "within"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What her decision is about."""

    name: str
    shares: bool

    def ends(self, low: float, high: float) -> str:
        """An interval, short."""
        return f"[{100 * low:.0f}–{100 * high:.0f}]" if self.shares else f"[{low:.2f} to {high:.2f}]"


MEASURES = (Measure(name="Agreement", shares=True), Measure(name="Rank correlation", shares=False))
"""The second one where equal values cannot be counted, so that only the order can be compared."""


def draw(look: Look) -> None:
    """Name the decision, read whether it can be made, see what more ratings would do."""
    heard = chosen_judge(look)
    report = in_full(look, heard).report
    measure, figure = MEASURES[0], report["accuracy"]
    if figure.value is None and "spearman" in report.figures:
        measure, figure = MEASURES[1], report["spearman"]
    if figure.value is None:
        st.caption(plain(figure.why or "There is no agreement to be sure of yet."))
        return
    judge = judge_word(heard.judge, order=heard.order)
    decision = _decision(measure)
    sign = stop_sign(figure, decision)
    if sign.stop:
        st.success(
            f"**Stop rating.** {plain(_in_her_numbers(sign.why, decision, measure))}", icon=":material/front_hand:"
        )
    else:
        more = f" About {sign.more} more ratings would settle it." if sign.more else ""
        if sign.more is None:
            more = f" No number of ratings up to 2,000 would settle it for {judge} as it stands."
        st.info(plain(f"{sign.why}{more}"), icon=":material/trending_up:")
        link_to("rate", label="Rate some more", icon=":material/thumbs_up_down:")
    _outlook(figure, measure, judge=judge)


def _decision(measure: Measure) -> Decision:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        kind = st.segmented_control(
            "I want to know",
            options=[AT_LEAST, WITHIN],
            format_func=lambda key: "whether it reaches a line" if key == AT_LEAST else "how good it is, to within",
            default=AT_LEAST,
            required=True,
            key="compare_decision",
        )
        if kind == WITHIN:
            return Decision(width=_width(measure))
        return Decision(at_least=_line(measure))


def _width(measure: Measure) -> float:
    if measure.shares:
        points = st.number_input("Points", min_value=2, max_value=50, value=10, key="compare_width", width=140)
        return points / 100
    return st.number_input(
        "Width", min_value=0.02, max_value=1.0, value=0.2, step=0.05, key="compare_order_width", width=140
    )


def _line(measure: Measure) -> float:
    if measure.shares:
        line = st.number_input("Agreement, in %", min_value=1, max_value=99, value=80, key="compare_line", width=140)
        return line / 100
    return st.number_input(
        measure.name, min_value=-0.99, max_value=0.99, value=0.5, step=0.05, key="compare_order_line", width=160
    )


def _in_her_numbers(why: str, decision: Decision, measure: Measure) -> str:
    """The reason with the number as she typed it."""
    if not measure.shares:
        return why
    number = decision.at_least if decision.at_least is not None else decision.width
    unit = " %" if decision.at_least is not None else " points"
    return why if number is None else why.replace(f"{number:g}", f"{100 * number:.0f}{unit}")


def _outlook(figure: Figure, measure: Measure, *, judge: str) -> None:
    coming = outlooks(figure)
    if figure.n < TOO_FEW or not coming or figure.low is None or figure.high is None or figure.value is None:
        st.caption(f"{formats.counted(figure.n, 'rating')} so far: too few to say what more would buy.")
        return
    points = [CurvePoint(x=figure.n, y=figure.value, low=figure.low, high=figure.high)]
    points += [CurvePoint(x=one.n, y=figure.value, low=one.low, high=one.high) for one in coming]
    curve_with_band(
        points,
        key="compare_outlook",
        alt_text=f"How narrow the interval of {judge} would be with more ratings",
        x_title="Ratings",
        y_title=measure.name,
        shares=measure.shares,
        height=220,
    )
    save_outlook(figure, coming, measure=measure.name, shares=measure.shares)
    told = "; ".join(f"{one.more} more: {measure.ends(one.low, one.high)}" for one in coming)
    written = formats.percent_interval if measure.shares else formats.coefficient_interval
    now = written(figure.value, low=figure.low, high=figure.high)
    st.caption(f"Now {now} with {figure.n:,}. If it stays as it is, {told}.", width=760)
