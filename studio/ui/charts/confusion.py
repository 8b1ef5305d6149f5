"""Where a judge and a person part: her values down, the judge's across; a cell opens the samples behind it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from studio.records import Value
from studio.ui.charts.drawing import Layers, chart_of, clicked_cell, readable
from studio.ui.charts.palette import palette
from studio.ui.verdict_marks import value_word
from studio.ui.visible import visible

MATRIX_PIXELS = 320
"""Narrow enough for half a page at 1280 pixels; scales of many values get smaller cells."""
MIN_CELL_PIXELS = 36
CELL = alt.selection_point(name="cell", fields=["rater", "judge"], toggle=False)


def confusion_matrix(
    *,
    values: Sequence[Value],
    counts: Sequence[Sequence[int]],
    key: str,
    alt_text: str,
    rater: str = "You rated",
    judge: str = "The judge said",
) -> tuple[Value, Value] | None:
    """Draw the counts (rows hers, columns the judge's); returns (hers, the judge's) of the clicked cell, if any."""
    words = {visible(value_word(value)): value for value in values}
    rows = [
        {"rater": mine, "judge": theirs, "count": counts[i][j], "same": i == j}
        for i, mine in enumerate(words)
        for j, theirs in enumerate(words)
    ]
    chart = _cells(rows, words=list(words), rater=rater, judge=judge)
    event = st.altair_chart(readable(chart), key=key, alt=alt_text, width="content", on_select="rerun")
    cell = clicked_cell(event)
    if cell is None or cell["rater"] not in words or cell["judge"] not in words:
        return None
    return words[cell["rater"]], words[cell["judge"]]


def _cells(rows: list[dict[str, object]], *, words: list[str], rater: str, judge: str) -> Layers:
    colours, gap = palette(), alt.Scale(paddingInner=0.06)
    base = chart_of(rows).encode(
        x=alt.X("judge:N", title=judge, sort=words, scale=gap, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("rater:N", title=rater, sort=words, scale=gap),
    )
    colour = alt.condition("datum.same", alt.value(colours.good), alt.value(colours.bad))
    most = max([1, *(int(str(row["count"])) for row in rows)])
    stroke = alt.condition(CELL, alt.value(colours.text), alt.value("transparent"), empty=False)
    fills = base.mark_rect(cornerRadius=4, strokeWidth=2, cursor="pointer").encode(
        color=colour,
        opacity=alt.Opacity("count:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[0.06, 0.6])),
        stroke=stroke,
        tooltip=[
            alt.Tooltip("rater:N", title=rater),
            alt.Tooltip("judge:N", title=judge),
            alt.Tooltip("count:Q", title="Samples", format=","),
        ],
    )
    numbers = base.mark_text(fontSize=15, color=colours.text).encode(text=alt.Text("count:Q", format=","))
    return alt.layer(fills.add_params(CELL), numbers).properties(
        width=alt.Step(_step(len(words), widest=84)), height=alt.Step(_step(len(words), widest=60))
    )


def _step(values: int, *, widest: int) -> int:
    return max(MIN_CELL_PIXELS, min(widest, MATRIX_PIXELS // max(1, values)))
