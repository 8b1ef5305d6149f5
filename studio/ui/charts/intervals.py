"""Judges side by side on every criterion: a dot for what was measured, a line for where the truth probably lies."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import LABEL_PIXELS, Layers, chart_of, readable
from studio.ui.charts.measured import Measured, names_in_order, note_undefined, rows_of
from studio.ui.charts.palette import kinds_scale, palette

ROW_PIXELS = 28
LEGEND_COLUMNS = 4
NAMES = alt.Axis(labelLimit=240)
WORDS_AT_THE_RIGHT = {"left": 0, "top": 0, "bottom": 0, "right": 16}


def interval_chart(
    measured: Sequence[Measured],
    *,
    key: str,
    alt_text: str,
    measure: str = "Agreement with you",
    shares: bool = True,
    ceiling: float | None = None,
) -> None:
    """Draw one row a judge under each criterion; `ceiling` is a dashed line, such as her agreement with herself.

    With one criterion the rows bear the judges' names, and no legend has to be looked up.
    """
    rows = rows_of([m for m in measured if m.value is not None], shares=shares)
    if rows:
        chart = _layers(measured, rows, measure=measure, shares=shares, ceiling=ceiling)
        st.altair_chart(readable(chart), key=key, alt=alt_text, width="stretch")
    note_undefined(measured)


def _layers(
    measured: Sequence[Measured],
    rows: list[dict[str, object]],
    *,
    measure: str,
    shares: bool,
    ceiling: float | None,
) -> Layers:
    colours = palette()
    judges, criteria = names_in_order(measured, of="judge"), names_in_order(measured, of="criterion")
    lowest = min(0.0, *(float(str(row["low"])) for row in rows))
    x_axis = alt.X(
        "value:Q",
        title=measure,
        scale=alt.Scale(domain=[lowest, 1], nice=False),
        axis=alt.Axis(format=".0%" if shares else ".1f", tickCount=6),
    )
    colour = alt.Color("judge:N", title=None, sort=judges, legend=_legend(judges, criteria), scale=kinds_scale())
    base = chart_of(rows)
    if len(criteria) == 1:
        base = base.encode(y=alt.Y("judge:N", title=None, sort=judges, axis=NAMES, scale=alt.Scale(padding=0.5)))
    else:
        y = alt.Y("criterion:N", title=None, sort=criteria, axis=NAMES, scale=alt.Scale(paddingInner=0.25))
        base = base.encode(y=y, yOffset=alt.YOffset("judge:N", sort=judges))
    lines = base.mark_rule(strokeWidth=2, opacity=0.55).encode(x=alt.X("low:Q"), x2="high:Q", color=colour)
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x_axis, color=colour, shape=alt.Shape("judge:N", sort=judges, legend=None), tooltip=_tooltip(measure)
    )
    words = base.transform_calculate(line="datum.words + '  ·  ' + datum.size").mark_text(
        align="left", dx=12, fontSize=LABEL_PIXELS, color=colours.quiet
    )
    layers = [lines, dots, words.encode(x=alt.datum(1), text="line:N")]
    if ceiling is not None:
        rule = chart_of([{}]).mark_rule(strokeDash=[4, 4], color=colours.quiet)
        layers.append(rule.encode(x=alt.datum(ceiling)))
    return alt.layer(*layers).properties(height=alt.Step(ROW_PIXELS), padding=WORDS_AT_THE_RIGHT)


def _legend(judges: Sequence[str], criteria: Sequence[str]) -> alt.Legend | None:
    if len(judges) < 2 or len(criteria) == 1:
        return None
    return alt.Legend(orient="top", labelLimit=320, symbolOpacity=1, columns=LEGEND_COLUMNS)


def _tooltip(measure: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("judge:N", title="Judge"),
        alt.Tooltip("criterion:N", title="Criterion"),
        alt.Tooltip("words:N", title=measure),
        alt.Tooltip("n:Q", title="Ratings", format=","),
    ]
