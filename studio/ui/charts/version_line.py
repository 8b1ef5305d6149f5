"""The history of a rubric as a line: version by version how far a judge agrees with her, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import streamlit as st

from studio.ui import formats
from studio.ui.charts.drawing import LABEL_PIXELS, chart_of, readable
from studio.ui.charts.palette import palette

HEIGHT_PIXELS = 220
STEP_PIXELS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionMark:
    """One version that was measured."""

    name: str
    agreement: float
    low: float | None
    high: float | None
    n: int
    cost_usd: float | None
    """Of 1,000 samples; None where it is unknown."""


def version_line(marks: Sequence[VersionMark], *, key: str, alt_text: str) -> None:
    """Draw a dot with its interval for each version, joined by a line; the cost stands in the tooltip."""
    rows = [
        {
            "name": mark.name,
            "share": mark.agreement,
            "low": mark.agreement if mark.low is None else mark.low,
            "high": mark.agreement if mark.high is None else mark.high,
            "n": mark.n,
            "words": formats.percent_interval(mark.agreement, low=mark.low, high=mark.high),
            "cost": formats.money(mark.cost_usd),
        }
        for mark in marks
    ]
    colours = palette()
    x = alt.X("name:N", title=None, sort=[mark.name for mark in marks], axis=alt.Axis(labelAngle=0, grid=False))
    scale = alt.Scale(domain=[0, 1], nice=False)
    y = alt.Y("share:Q", title="Agreement with you", scale=scale, axis=alt.Axis(format=".0%", tickCount=5))
    base = chart_of(rows).encode(x=x, color=alt.value(colours.good))
    interval = base.mark_rule(strokeWidth=2, opacity=0.5).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    line = base.mark_line(strokeWidth=2).encode(y=y)
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(y=y, tooltip=_tooltip())
    words = base.mark_text(align="left", dx=8, dy=-12, fontSize=LABEL_PIXELS).encode(
        y=y, text="words:N", color=alt.value(colours.quiet)
    )
    width = STEP_PIXELS * max(4, len(rows))
    chart = alt.layer(interval, line, dots, words).properties(height=HEIGHT_PIXELS, width=width)
    st.altair_chart(readable(chart), key=key, alt=alt_text, width="content" if len(rows) < 8 else "stretch")


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Version"),
        alt.Tooltip("words:N", title="Agreement"),
        alt.Tooltip("n:Q", title="Ratings", format=","),
        alt.Tooltip("cost:N", title="1,000 samples"),
    ]
