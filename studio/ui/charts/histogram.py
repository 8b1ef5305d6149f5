"""How a number or a value is spread, as bars that begin at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import LABEL_PIXELS, chart_of, readable
from studio.ui.charts.palette import palette
from studio.ui.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One bar: what it stands for and how many."""

    label: str
    count: int


def histogram(
    bins: Sequence[Bin], *, key: str, alt_text: str, x_title: str, y_title: str = "Samples", height: int = 200
) -> None:
    """Draw the bars in the order given, each with its count above it."""
    colours = palette()
    rows = [{"label": visible(b.label), "count": b.count} for b in bins]
    base = chart_of(rows).encode(
        x=alt.X("label:N", title=x_title, sort=[str(row["label"]) for row in rows], axis=alt.Axis(labelAngle=0)),
        y=alt.Y("count:Q", title=None, axis=None),
        tooltip=[alt.Tooltip("label:N", title=x_title), alt.Tooltip("count:Q", title=y_title, format=",")],
    )
    bars = base.mark_bar(color=colours.good, opacity=0.75, cornerRadiusEnd=3)
    counts = base.mark_text(dy=-8, fontSize=LABEL_PIXELS, color=colours.quiet).encode(
        text=alt.Text("count:Q", format=",")
    )
    st.altair_chart(readable(alt.layer(bars, counts).properties(height=height)), key=key, alt=alt_text, width="stretch")
