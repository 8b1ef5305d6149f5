"""Hugging Face layout in Parquet: one file a split with ratings and verdicts inside; never JSONL beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from studio.curation.candidate import Candidate, tags_of
from studio.curation.columns import Columns
from studio.curation.formats.format import Format, Row
from studio.curation.messages import asked
from studio.curation.provenance import item_name, sample_origin
from studio.curation.selection import Group
from studio.curation.value import ValueRule
from studio.records import Value


def huggingface_row(sample: Candidate, *, rule: ValueRule) -> dict[str, Any]:
    """A sample as one row whose columns have the same types in every row."""
    overall = rule.all_decided(sample)["overall"].share
    return {
        "item": item_name(sample),
        "input": sample.input.text,
        "output": sample.sample.output,
        "messages": asked(sample, messages="as_asked"),
        "reference": sample.input.reference or "",
        "tags": [{"name": name, "value": value} for name, value in sorted(tags_of(sample).items())],
        "created_at": sample.sample.created_at,
        "overall": None if overall is None else float(overall),
        **sample_origin(sample, rule=rule),
        "ratings": [
            {"rater": r.rater, "criterion": r.criterion, **_value(r.value), "note": r.note, "rubric": r.rubric_id}
            for r in sample.ratings
        ],
        "verdicts": [
            {
                "judge": v.judge_id,
                "criterion": v.criterion,
                **_value(v.value),
                "failure": v.failure or "",
                "explanation": v.explanation,
            }
            for v in sample.verdicts
        ],
    }


def _value(value: Value | None) -> Mapping[str, Any]:
    number = float(value) if value is not None and not isinstance(value, str) else None
    return {"value": "" if value is None else str(value), "number": number}


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        for sample in group.samples:
            yield f"data/{group.part}.parquet", huggingface_row(sample, rule=rule)


_VALUE = {"criterion": "string", "value": "string", "number": "float64"}
COLUMNS: Columns = {
    "item": "string",
    "input": "string",
    "output": "string",
    "messages": {"role": "string", "content": "string"},
    "reference": "string",
    "tags": {"name": "string", "value": "string"},
    "created_at": "string",
    "overall": "float64",
    "sample": "string",
    "input_id": "string",
    "model": "string",
    "prompt_name": "string",
    "values": "string",
    "source": "string",
    "ratings": {"rater": "string", **_VALUE, "note": "string", "rubric": "string"},
    "verdicts": {"judge": "string", **_VALUE, "failure": "string", "explanation": "string"},
}
"""Stated and not guessed: a reader that guesses from the first rows fails where a column starts empty."""

FORMAT = Format(
    name="huggingface",
    title="Hugging Face (Parquet)",
    description="Samples with ratings and verdicts in Parquet, one file a split, ready for the Hub or `load_dataset`.",
    purpose="hand_on",
    needs="samples",
    rows=_rows,
    columns=COLUMNS,
)
