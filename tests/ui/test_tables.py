"""Tables draw foreign cells as data and export them exactly or safely."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from studio.curation.row_files import CsvForExcel, JsonLines
from studio.ui.tables import written
from tests.ui.drawn import drawn

CELLS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@given(st.lists(st.dictionaries(st.text(), CELLS), max_size=5))
def test_jsonl_gives_back_exactly_what_went_in(rows: list[dict[str, str | int | float | bool | None]]) -> None:
    lines = written(rows, kind=JsonLines).decode().split("\n")
    assert [json.loads(line) for line in lines[:-1]] == rows


def test_the_csv_has_its_headings_and_no_formula() -> None:
    rows = [{"name": "=1+1", "n": -5}, {"name": "plain", "n": 2}]
    assert written(rows, kind=CsvForExcel).decode("utf-8-sig") == "name,n\r\n'=1+1,-5\r\nplain,2\r\n"


def test_the_export_buttons_offer_both_forms() -> None:
    def page() -> None:
        from studio.ui.tables import export_buttons

        export_buttons(lambda: [{"a": 1}], key="e", file_name="rows")

    labels = [button.proto.label for button in drawn(page).get("download_button")]
    assert labels == ["CSV for Excel", "JSONL"]


def test_a_table_shows_its_columns_in_order_with_hiding_characters_visible() -> None:
    def page() -> None:
        import streamlit as st

        from studio.ui.tables import Column, table

        rows = [{"id": "s1", "text": "=1+1\u202e", "share": 0.5}, {"id": "s2", "text": "![x](y)", "share": None}]
        columns = [Column(field="text", heading="Output"), Column(field="share", heading="Agreement", form="percent")]
        picked = table(rows, columns=columns, key="t", alt_text="Samples", id_field="id")
        st.text(picked)

    test = drawn(page)
    frame = test.dataframe[0].value
    assert list(frame.columns) == ["text", "share"]
    assert list(frame["text"]) == ["=1+1⟨U+202E⟩", "![x](y)"]
    assert test.text[0].value == "[]"
