"""Hugging Face layout in JSONL, for those who want to read the files; never Parquet beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.formats.format import Format, Row
from studio.curation.formats.huggingface import COLUMNS, huggingface_row
from studio.curation.selection import Group
from studio.curation.value import ValueRule


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        for sample in group.samples:
            yield f"data/{group.part}.jsonl", huggingface_row(sample, rule=rule)


FORMAT = Format(
    name="huggingface_jsonl",
    title="Hugging Face (JSONL)",
    description="The same rows as JSON lines, one file a split, readable without any library.",
    purpose="hand_on",
    needs="samples",
    rows=_rows,
    columns=COLUMNS,
)
