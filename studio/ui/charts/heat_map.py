"""Every judge against every criterion at a glance; a cell without a number stays empty and is explained below."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import LABEL_PIXELS, Layers, chart_of, clicked_cell, readable
from studio.ui.charts.measured import Measured, names_in_order, note_undefined, rows_of
from studio.ui.charts.palette import palette
from studio.ui.visible import visible

CELL = alt.selection_point(name="cell", fields=["judge", "criterion"], toggle=False)


def heat_map(
    measured: Sequence[Measured], *, key: str, alt_text: str, measure: str = "Agreement with you", shares: bool = True
) -> tuple[str, str] | None:
    """Draw the map; returns the judge and criterion of the cell she clicked, if any."""
    rows = rows_of(measured, shares=shares)
    chosen = None
    if any(m.value is not None for m in measured):
        event = st.altair_chart(
            readable(_cells(measured, rows, measure=measure)), key=key, alt=alt_text, width="stretch", on_select="rerun"
        )
        chosen = _chosen(event, measured=measured)
    note_undefined(measured)
    return chosen


def _cells(measured: Sequence[Measured], rows: list[dict[str, object]], *, measure: str) -> Layers:
    colours = palette()
    x = alt.X(
        "criterion:N",
        title=None,
        sort=names_in_order(measured, of="criterion"),
        axis=alt.Axis(orient="top", labelAngle=0, labelLimit=130, labelOverlap=False),
        scale=alt.Scale(paddingInner=0.04),
    )
    y = alt.Y(
        "judge:N",
        title=None,
        sort=names_in_order(measured, of="judge"),
        axis=alt.Axis(labelLimit=280),
        scale=alt.Scale(paddingInner=0.08),
    )
    base = chart_of(rows).encode(x=x, y=y)
    shade = alt.Opacity("value:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.04, 0.6], clamp=True))
    tooltip = [
        alt.Tooltip("judge:N", title="Judge"),
        alt.Tooltip("criterion:N", title="Criterion"),
        alt.Tooltip("words:N", title=measure),
        alt.Tooltip("n:Q", title="Ratings", format=","),
    ]
    stroke = alt.condition(CELL, alt.value(colours.text), alt.value("transparent"), empty=False)
    fills = base.mark_rect(color=colours.good, cornerRadius=4, strokeWidth=2).encode(
        opacity=shade, stroke=stroke, tooltip=tooltip
    )
    words = base.mark_text(fontSize=LABEL_PIXELS, color=colours.text).encode(text="words:N")
    return alt.layer(fills.add_params(CELL), words).properties(height=alt.Step(48))


def _chosen(event: object, *, measured: Sequence[Measured]) -> tuple[str, str] | None:
    cell = clicked_cell(event)
    named = {(visible(m.judge), visible(m.criterion)): (m.judge, m.criterion) for m in measured}
    return named.get((cell["judge"], cell["criterion"])) if cell else None
