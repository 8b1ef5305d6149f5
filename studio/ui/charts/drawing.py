"""What every chart shares with altair: rows in, words that can be read, a clicked cell out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from studio.ui.charts.palette import palette

Layers = alt.LayerChart | alt.FacetChart

LABEL_PIXELS = 13
SHARES = alt.NumberLocale(decimal=".", thousands=",", grouping=[3], currency=["$", ""], percent="\N{NO-BREAK SPACE}%")
"""Shares as the rest of the studio writes them: 92 %, not 92%."""


def chart_of(rows: Sequence[Mapping[str, object]]) -> alt.Chart:
    """A chart over rows whose field names are ours."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def readable(chart: Layers) -> Layers:
    """The chart with axes, legend and headers in the theme's own grey; Streamlit's is too pale to read on paper."""
    quiet = palette().quiet
    written = {"labelColor": quiet, "titleColor": quiet, "labelFontSize": LABEL_PIXELS, "titleFontSize": LABEL_PIXELS}
    configured: Layers = (
        chart.configure(locale=alt.Locale(number=SHARES))
        .configure_axis(**written)
        .configure_legend(**written)
        .configure_header(**written)
    )
    return configured


def clicked_cell(event: Any) -> Mapping[str, str] | None:
    """The fields of the cell chosen with the selection named "cell", if any."""
    points = (event.get("selection") or {}).get("cell") or [] if isinstance(event, Mapping) else []
    return points[0] if points else None
