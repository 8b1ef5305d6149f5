"""What every chart shares with altair: rows in, a clicked cell out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

Layers = alt.LayerChart | alt.FacetChart


def chart_of(rows: Sequence[Mapping[str, object]]) -> alt.Chart:
    """A chart over rows whose field names are ours."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def clicked_cell(event: Any) -> Mapping[str, str] | None:
    """The fields of the cell chosen with the selection named "cell", if any."""
    points = (event.get("selection") or {}).get("cell") or [] if isinstance(event, Mapping) else []
    return points[0] if points else None
