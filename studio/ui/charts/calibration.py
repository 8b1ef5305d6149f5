"""Whether a judge's confidence can be believed: how often it was right among verdicts it gave such a chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import chart_of, readable
from studio.ui.charts.palette import palette


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPoint:
    """A bin of verdicts: the mean chance the judge gave, and the share that turned out so."""

    predicted: float
    observed: float
    n: int
    low: float | None = None
    high: float | None = None


def calibration_curve(
    points: Sequence[CalibrationPoint], *, key: str, alt_text: str, outcome: str = "pass", height: int = 320
) -> None:
    """Draw the bins against the diagonal on which a perfectly honest judge would lie."""
    colours = palette()
    rows = [
        {
            "predicted": p.predicted,
            "observed": p.observed,
            "low": p.observed if p.low is None else p.low,
            "high": p.observed if p.high is None else p.high,
            "n": p.n,
        }
        for p in points
    ]
    unit = alt.Scale(domain=[0, 1])
    x = alt.X("predicted:Q", title=f"The judge's chance of {outcome}", scale=unit, axis=alt.Axis(format=".0%"))
    y = alt.Y("observed:Q", title=f"You rated {outcome}", scale=unit, axis=alt.Axis(format=".0%"))
    base = chart_of(rows).encode(x=x)
    honest = chart_of([{"predicted": 0, "observed": 0}, {"predicted": 1, "observed": 1}])
    diagonal = honest.mark_line(strokeDash=[4, 4], color=colours.quiet, strokeWidth=1).encode(x=x, y=y)
    doubt = base.mark_rule(color=colours.good, opacity=0.5, strokeWidth=2).encode(y=alt.Y("low:Q"), y2="high:Q")
    dots = base.mark_circle(color=colours.good, opacity=1).encode(
        y=y,
        size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[50, 320])),
        tooltip=[
            alt.Tooltip("predicted:Q", title="Chance given", format=".0%"),
            alt.Tooltip("observed:Q", title="Turned out so", format=".0%"),
            alt.Tooltip("n:Q", title="Verdicts", format=","),
        ],
    )
    chart = alt.layer(diagonal, doubt, dots).properties(width=height, height=height)
    st.altair_chart(readable(chart), key=key, alt=alt_text, width="content")
