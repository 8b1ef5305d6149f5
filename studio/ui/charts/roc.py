"""How well a judge's chances tell a value from the others: what is found against false alarms, at every threshold."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import chart_of, readable
from studio.ui.charts.palette import palette


def roc_curve_chart(
    found: Sequence[float], false_alarms: Sequence[float], *, key: str, alt_text: str, outcome: str, height: int = 320
) -> None:
    """Draw the curve above the diagonal on which a judge that guesses would lie."""
    colours, unit = palette(), alt.Scale(domain=[0, 1])
    percent = alt.Axis(format=".0%")
    x = alt.X("false_alarms:Q", title=f"Others taken for {outcome}", scale=unit, axis=percent)
    y = alt.Y("found:Q", title=f"Found of {outcome}", scale=unit, axis=percent)
    rows = [
        {"place": place, "found": hit, "false_alarms": alarm}
        for place, (hit, alarm) in enumerate(zip(found, false_alarms, strict=True))
    ]
    guessing = chart_of([{"false_alarms": 0, "found": 0}, {"false_alarms": 1, "found": 1}])
    diagonal = guessing.mark_line(strokeDash=[4, 4], color=colours.quiet, strokeWidth=1).encode(x=x, y=y)
    line = (
        chart_of(rows)
        .mark_line(color=colours.good, strokeWidth=2, interpolate="linear")
        .encode(
            x=x,
            y=y,
            order="place:Q",
            tooltip=[
                alt.Tooltip("found:Q", title="Found", format=".0%"),
                alt.Tooltip("false_alarms:Q", title="False alarms", format=".0%"),
            ],
        )
    )
    chart = alt.layer(diagonal, line).properties(width=height, height=height)
    st.altair_chart(readable(chart), key=key, alt=alt_text, width="content")
