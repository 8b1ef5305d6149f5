"""How many inputs there are of each two values of two dimensions; a gap stands out and can be clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import streamlit as st

from studio.ui.charts.drawing import LABEL_PIXELS, Layers, chart_of, clicked_cell, readable
from studio.ui.charts.palette import palette
from studio.ui.visible import visible

CELL_PIXELS = 40
CELL = alt.selection_point(name="cell", fields=["down", "across"], toggle=False)


def coverage_map(
    counts: Mapping[tuple[str, str], int],
    *,
    down: Sequence[str],
    across: Sequence[str],
    titles: tuple[str, str],
    key: str,
    alt_text: str,
) -> tuple[str, str] | None:
    """Draw the counts; returns the (down, across) values of the cell she clicked, if any."""
    named = {(visible(one), visible(other)): (one, other) for one in down for other in across}
    rows = [
        {"down": names[0], "across": names[1], "count": counts.get(cell, 0), "gap": not counts.get(cell)}
        for names, cell in named.items()
    ]
    drawn = _cells(rows, down=[visible(one) for one in down], across=[visible(one) for one in across], titles=titles)
    event = st.altair_chart(readable(drawn), key=key, alt=alt_text, width="content", on_select="rerun")
    cell = clicked_cell(event)
    return named.get((cell["down"], cell["across"])) if cell else None


def _cells(rows: list[dict[str, object]], *, down: list[str], across: list[str], titles: tuple[str, str]) -> Layers:
    colours = palette()
    base = chart_of(rows).encode(
        x=alt.X(
            "across:N",
            title=visible(titles[1]),
            sort=across,
            axis=alt.Axis(orient="top", labelAngle=-35, labelLimit=160, labelOverlap=False),
            scale=alt.Scale(paddingInner=0.06),
        ),
        y=alt.Y(
            "down:N",
            title=visible(titles[0]),
            sort=down,
            axis=alt.Axis(labelLimit=220),
            scale=alt.Scale(paddingInner=0.08),
        ),
    )
    most = max([1, *(int(str(row["count"])) for row in rows)])
    chosen = alt.condition(CELL, alt.value(colours.text), alt.value("transparent"), empty=False)
    fills = base.mark_rect(cornerRadius=4, strokeWidth=2, cursor="pointer").encode(
        color=alt.condition("datum.gap", alt.value(colours.bad), alt.value(colours.good)),
        opacity=alt.Opacity("count:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[0.14, 0.6])),
        stroke=chosen,
        tooltip=[
            alt.Tooltip("down:N", title=visible(titles[0])),
            alt.Tooltip("across:N", title=visible(titles[1])),
            alt.Tooltip("count:Q", title="Inputs", format=","),
        ],
    )
    words = base.mark_text(fontSize=LABEL_PIXELS, color=colours.text).encode(text=alt.Text("count:Q", format=","))
    return alt.layer(fills.add_params(CELL), words).properties(
        width=alt.Step(CELL_PIXELS + 16), height=alt.Step(CELL_PIXELS)
    )
