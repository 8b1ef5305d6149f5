"""Whatever a file holds, an import ends with a report or with words; never with another error, never with a mess."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.interchange.column_names import ALIASES, FIELDS
from studio.interchange.importing import import_files
from studio.store.store import Store
from tests.interchange.reading import all_inputs, all_samples

NAMES = [*FIELDS, *(alias for aliases in ALIASES.values() for alias in aliases), "rating.tone", "verdict.tone", "rater"]
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.one_of(
    TEXTS,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(TEXTS, max_size=2),
    st.dictionaries(TEXTS, TEXTS, max_size=2),
    st.sampled_from(["A", "B", "tie", "pass", "fail", "human", "judge", "AB", "BA", "ok", "parse_error", "rate", "i1"]),
)
ROWS = st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8), min_size=1, max_size=8)


def imported(name: str, content: bytes) -> list[str]:
    """Every text that came in with the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        store = Store(Path(folder) / "studio.db")
        try:
            report = import_files(store=store, project_id="p", paths=[path])
            json.dumps(report.as_json()).encode()
            report.in_words().encode()
            return [one.text for one in all_inputs(store)] + [sample.output for sample in all_samples(store)]
        except StudioError as error:
            assert error.happened
            assert error.to_do
            return []
        finally:
            store.close()


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_any_fields_with_any_values_in_lines_of_json(rows: list[dict[str, Any]]) -> None:
    imported("a.jsonl", "\n".join(json.dumps(row) for row in rows).encode())


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_any_fields_with_any_values_in_a_table(rows: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["output"]
    table = [",".join(names), *(",".join(str(row.get(name, "")) for name in names) for row in rows)]
    imported("a.csv", "\n".join(table).encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.parquet", "a"])
def test_any_bytes(name: str, content: bytes) -> None:
    imported(name, content)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), st.sampled_from(["jsonl", "json"]))
def test_a_text_comes_in_as_it_is_to_the_character(text: str, form: str) -> None:
    row = {"item_id": "x", "input": text, "output": text}
    content = json.dumps(row) if form == "jsonl" else json.dumps([row], ensure_ascii=False)
    assert imported(f"a.{form}", content.encode()) == [text, text]
