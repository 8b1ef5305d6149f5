"""What picking by each judge is worth by the number of answers it picks from, beside how much it likes its pick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import Layers, chart_of, readable
from studio.ui.charts.palette import kinds_scale
from studio.ui.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class SharpeningPoint:
    """A judge at one number of answers."""

    judge: str
    n: int
    rating: float | None
    low: float | None
    high: float | None
    liking: float | None
    is_enough: bool
    """Whether more answers than these do not clearly help."""


def sharpening_chart(
    points: Sequence[SharpeningPoint], *, key: str, alt_text: str, shares: bool, height: int = 320
) -> None:
    """Draw for each judge her ratings as a line in its band of doubt, the judge's own verdict as a dashed line."""
    st.altair_chart(readable(_layers(points, shares=shares, height=height)), key=key, alt=alt_text, width="stretch")


def _layers(points: Sequence[SharpeningPoint], *, shares: bool, height: int) -> Layers:
    written = ".0%" if shares else ".2f"
    names = list(dict.fromkeys(visible(point.judge) for point in points))
    most = max(point.n for point in points)
    x = alt.X(
        "n:Q",
        title="Answers to choose from",
        scale=alt.Scale(domain=[1, most], nice=False),
        axis=alt.Axis(tickCount=min(most, 12), format="d", grid=False),
    )
    legend = alt.Legend(orient="top", symbolOpacity=1) if len(names) > 1 else None
    colour = alt.Color("judge:N", title=None, sort=names, scale=kinds_scale(), legend=legend)
    dash = alt.StrokeDash(
        "what:N",
        title=None,
        sort=["your rating of its pick", "its own verdict"],
        scale=alt.Scale(domain=["your rating of its pick", "its own verdict"], range=[[1, 0], [5, 4]]),
        legend=None,
    )
    title = "Share that passes" if shares else "Expected value"
    y = alt.Y("value:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=written))
    tooltip = [
        alt.Tooltip("judge:N", title="Judge"),
        alt.Tooltip("n:Q", title="Answers"),
        alt.Tooltip("what:N", title="What"),
        alt.Tooltip("value:Q", title="Expected", format=written),
        alt.Tooltip("low:Q", title="From", format=written),
        alt.Tooltip("high:Q", title="To", format=written),
    ]
    rows = _rows(points)
    lines = chart_of(rows).mark_line(strokeWidth=2).encode(x=x, y=y, color=colour, strokeDash=dash, tooltip=tooltip)
    rated = chart_of([row for row in rows if row["what"] == "your rating of its pick"]).encode(x=x, color=colour)
    band = rated.mark_area(opacity=0.14).encode(y="low:Q", y2="high:Q")
    enough = chart_of([row for row in rows if row["is_enough"]]).mark_point(size=110, filled=True, opacity=1)
    return alt.layer(band, lines, enough.encode(x=x, y=y, color=colour, tooltip=tooltip)).properties(height=height)


def _rows(points: Sequence[SharpeningPoint]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for point in points:
        shared = {"judge": visible(point.judge), "n": point.n}
        if point.rating is not None:
            low = point.rating if point.low is None else point.low
            high = point.rating if point.high is None else point.high
            rated = {"what": "your rating of its pick", "value": point.rating, "low": low, "high": high}
            rows.append(shared | rated | {"is_enough": point.is_enough})
        if point.liking is not None:
            rows.append(shared | {"what": "its own verdict", "value": point.liking, "is_enough": False})
    return rows
