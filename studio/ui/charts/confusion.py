"""Where a judge and a person part: her values down, the judge's across; a cell opens the samples behind it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from studio.records import Value
from studio.ui.charts.palette import palette
from studio.ui.verdict_marks import value_word
from studio.ui.visible import visible

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
    """Draw the counts (rows hers, columns the judge's); returns (her value, the judge's) of the clicked cell, if any."""
    words = {visible(value_word(value)): value for value in values}
    rows = [
        {"rater": mine, "judge": theirs, "count": counts[i][j], "same": i == j}
        for i, mine in enumerate(words)
        for j, theirs in enumerate(words)
    ]
    chart = _cells(rows, words=list(words), rater=rater, judge=judge)
    event = st.altair_chart(chart, key=key, alt=alt_text, width="content", on_select="rerun")
    points = event.get("selection", {}).get("cell") or []
    if not points or points[0].get("rater") not in words or points[0].get("judge") not in words:
        return None
    return words[points[0]["rater"]], words[points[0]["judge"]]


def _cells(rows: list[dict[str, object]], *, words: list[str], rater: str, judge: str) -> alt.LayerChart:
    colours = palette()
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("judge:N", title=judge, sort=words, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("rater:N", title=rater, sort=words),
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
    return alt.layer(fills.add_params(CELL), numbers).properties(width=alt.Step(84), height=alt.Step(56))
