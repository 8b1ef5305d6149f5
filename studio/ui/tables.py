"""A table of foreign cells with our own exports beside it; cells are drawn as data, never as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, Literal

import streamlit as st

from studio.curation.row_files import CsvForExcel, JsonLines, RowFile
from studio.ui.visible import visible

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]
Width = Literal["small", "medium", "large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its field in the rows, its heading, and how its cells read."""

    field: str
    heading: str
    width: Width | None = None
    form: Literal["text", "number", "percent", "share_bar"] = "text"
    digits: int = 0
    help: str | None = None


def table(
    rows: Sequence[Row],
    *,
    columns: Sequence[Column],
    key: str,
    alt_text: str,
    id_field: str | None = None,
    pick: Literal["several", "one"] = "several",
    height: int | Literal["auto", "content"] = "auto",
) -> list[str]:
    """Draw the rows; with `id_field`, rows can be picked and the ids of the picked ones are returned."""
    drawn: dict[str, list[Cell]] = {c.field: [_cell(row.get(c.field)) for row in rows] for c in columns}
    shape: dict[str, Any] = {
        "column_config": {c.field: _config(c) for c in columns},
        "hide_index": True,
        "height": height,
        "key": key,
        "alt": alt_text,
        "placeholder": "–",
    }
    if id_field is None:
        st.dataframe(drawn, **shape)
        return []
    event = st.dataframe(
        drawn, **shape, on_select="rerun", selection_mode="multi-row" if pick == "several" else "single-row"
    )
    picked = event.get("selection", {}).get("rows", [])
    return [str(rows[place][id_field]) for place in picked if place < len(rows)]


def export_buttons(rows: Callable[[], Sequence[Row]], *, key: str, file_name: str) -> None:
    """Our own exports: a CSV whose cells cannot run in Excel, and the exact rows as JSONL; made when pressed."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "CSV for Excel",
            data=lambda: written(rows(), kind=CsvForExcel),
            file_name=f"{file_name}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            on_click="ignore",
            icon=":material/table:",
        )
        st.download_button(
            "JSONL",
            data=lambda: written(rows(), kind=JsonLines),
            file_name=f"{file_name}.jsonl",
            mime="application/jsonl",
            key=f"{key}_jsonl",
            on_click="ignore",
            icon=":material/data_object:",
        )


def written(rows: Sequence[Row], *, kind: Callable[[BinaryIO], RowFile]) -> bytes:
    """The rows as one file of this kind."""
    file = BytesIO()
    row_file = kind(file)
    for row in rows:
        row_file.write(row)
    return file.getvalue()


def _cell(value: Cell) -> Cell:
    return visible(value) if isinstance(value, str) else value


def _config(column: Column) -> Any:
    shared: dict[str, Any] = {"width": column.width, "help": column.help}
    config = st.column_config
    match column.form:
        case "number":
            return config.NumberColumn(column.heading, format=f"%,.{column.digits}f", **shared)
        case "percent":
            return config.NumberColumn(column.heading, format="percent", **shared)
        case "share_bar":
            return config.ProgressColumn(column.heading, format="percent", min_value=0, max_value=1, **shared)
        case "text":
            return config.TextColumn(column.heading, **shared)
