"""A line over a growing number, with its band of doubt: learning curves, ratings still needed, drift over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import chart_of, readable
from studio.ui.charts.palette import kinds_scale, palette
from studio.ui.visible import visible

MARKED_POINTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Where a line stands, and between what it probably lies."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    line: str = ""


def curve_with_band(
    points: Sequence[CurvePoint],
    *,
    key: str,
    alt_text: str,
    x_title: str,
    y_title: str,
    shares: bool = True,
    height: int = 280,
) -> None:
    """Draw one or several lines, each with its band where there is one."""
    rows = [
        {
            "x": p.x,
            "y": p.y,
            "low": p.y if p.low is None else p.low,
            "high": p.y if p.high is None else p.high,
            "line": visible(p.line),
        }
        for p in points
    ]
    written = ".0%" if shares else ".2f"
    names = list(dict.fromkeys(str(row["line"]) for row in rows))
    base = chart_of(rows).encode(x=alt.X("x:Q", title=x_title, axis=alt.Axis(format=",d", grid=False, tickCount=6)))
    if len(names) > 1:
        base = base.encode(
            color=alt.Color(
                "line:N", title=None, sort=names, scale=kinds_scale(), legend=alt.Legend(orient="top", symbolOpacity=1)
            )
        )
    else:
        base = base.encode(color=alt.value(palette().good))
    y = alt.Y("y:Q", title=y_title, scale=alt.Scale(zero=False), axis=alt.Axis(format=written))
    tooltip = [alt.Tooltip("x:Q", title=x_title, format=","), alt.Tooltip("y:Q", title=y_title, format=written)]
    band = base.mark_area(opacity=0.14).encode(y=alt.Y("low:Q"), y2="high:Q")
    line = base.mark_line(
        strokeWidth=2, point=alt.OverlayMarkDef(size=45, filled=True) if len(rows) <= MARKED_POINTS else False
    ).encode(y=y, tooltip=tooltip)
    st.altair_chart(readable(alt.layer(band, line).properties(height=height)), key=key, alt=alt_text, width="stretch")
