"""How many more ratings: what the next ones would buy, and a stop sign for the decision she names."""

from __future__ import annotations

import streamlit as st

from studio.agreement.figures import TOO_FEW, Figure
from studio.agreement.power import Decision, outlooks, stop_sign
from studio.ui import formats
from studio.ui.charts.curves import CurvePoint, curve_with_band
from studio.ui.compare_differ import chosen_judge
from studio.ui.compare_look import Look, in_full, judge_word
from studio.ui.links import link_to
from studio.ui.plain import plain

AT_LEAST, WITHIN = "at_least", "within"


def draw(look: Look) -> None:
    """Name the decision, read whether it can be made, see what more ratings would do."""
    heard = chosen_judge(look)
    figure = in_full(look, heard).report["accuracy"]
    if figure.value is None:
        st.caption(plain(figure.why or "There is no agreement to be sure of yet."))
        return
    judge = judge_word(heard.judge, order=heard.order)
    decision = _decision()
    sign = stop_sign(figure, decision)
    if sign.stop:
        st.success(f"**Stop rating.** {plain(_in_percent(sign.why, decision))}", icon=":material/front_hand:")
    else:
        more = f" About {sign.more} more ratings would settle it." if sign.more else ""
        if sign.more is None:
            more = f" No number of ratings up to 2,000 would settle it for {judge} as it stands."
        st.info(plain(f"{sign.why}{more}"), icon=":material/trending_up:")
        link_to("rate", label="Rate some more", icon=":material/thumbs_up_down:")
    _outlook(figure, judge=judge)


def _decision() -> Decision:
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
            points = st.number_input("Points", min_value=2, max_value=50, value=10, key="compare_width", width=140)
            return Decision(width=points / 100)
        line = st.number_input("Agreement, in %", min_value=1, max_value=99, value=80, key="compare_line", width=140)
    return Decision(at_least=line / 100)


def _in_percent(why: str, decision: Decision) -> str:
    """The reason with the number she typed."""
    number = decision.at_least if decision.at_least is not None else decision.width
    unit = " %" if decision.at_least is not None else " points"
    return why if number is None else why.replace(f"{number:g}", f"{100 * number:.0f}{unit}")


def _outlook(figure: Figure, *, judge: str) -> None:
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
        y_title="Agreement",
        height=220,
    )
    told = "; ".join(f"{one.more} more: [{one.low * 100:.0f}–{one.high * 100:.0f}]" for one in coming)
    now = formats.percent_interval(figure.value, low=figure.low, high=figure.high)
    st.caption(f"Now {now} with {figure.n:,}. If the agreement stays as it is, {told}.", width=760)
