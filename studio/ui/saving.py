"""A chart's one way out: as a drawing, and as the numbers it was drawn from; both are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from studio.comparing.drawing import Drawing
from studio.ui.tables import Row, export_buttons


def save_chart(drawing: Callable[[], Drawing], rows: Callable[[], Sequence[Row]], *, key: str, file_name: str) -> None:
    """A quiet "Save" under a chart; as a picture it is saved by the button that appears on the chart itself."""
    with st.popover("Save", icon=":material/download:", type="tertiary", key=f"{key}_save"):
        st.caption("As a PNG picture: the button at the chart's upper right corner.")
        st.download_button(
            "Drawing (SVG)",
            data=lambda: drawing().svg,
            file_name=f"{file_name}.svg",
            mime="image/svg+xml",
            key=f"{key}_svg",
            on_click="ignore",
            icon=":material/image:",
        )
        export_buttons(rows, key=f"{key}_chart", file_name=f"{file_name}_chart")
