"""Two versions of a rubric side by side, criterion by criterion, with the words that changed marked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.records import Rubric
from studio.rubric.diff import Change, CriterionChange, RubricDiff
from studio.rubric.spans import Span
from studio.ui.plain import escaped, plain
from studio.ui.untrusted import MEASURE_PIXELS

_PARTS = {
    "question": "Question",
    "scale": "Answer",
    "weight": "Weight",
    "must_pass": "Must pass",
    "rule": "Rule",
    "id": "Id",
    "title": "Title",
    "task": "What is judged",
    "combine": "Together they make",
}
_KINDS = {
    "added": ":blue-badge[:material/add: new]",
    "removed": ":orange-badge[:material/remove: removed]",
    "changed": ":gray-badge[:material/edit: changed]",
}


def show_diff(diff: RubricDiff, *, old: Rubric, new: Rubric) -> None:
    """Only what changed, in the order of the new rubric; removed words in orange, added ones in blue."""
    if diff.is_empty:
        st.caption("Both ask the same.")
        return
    for change in diff.changes:
        _change(change)
    for one in diff.criteria:
        if one.kind != "same":
            _criterion(one, old=old, new=new)
    if diff.reordered:
        st.caption("The questions stand in another order.")


def _change_line(change: Change) -> str:
    return f"{_part_words(change.part)}: {_marked(change.spans)}"


def _criterion(one: CriterionChange, *, old: Rubric, new: Rubric) -> None:
    shown = new.criterion(one.criterion) if one.kind != "removed" else old.criterion(one.criterion)
    question = shown.question if shown else one.criterion
    st.markdown(f"{_KINDS[one.kind]} **{plain(question)}**", width=MEASURE_PIXELS)
    for change in one.changes:
        _change(change)


def _change(change: Change) -> None:
    st.markdown(_change_line(change), width=MEASURE_PIXELS)


def _part_words(part: str) -> str:
    kind, _, value = part.partition(" ")
    if kind == "anchor":
        return f"What {plain(value)} means"
    if kind == "example":
        return f"Example {plain(value)}"
    return _PARTS.get(kind, plain(part))


def _marked(spans: Sequence[Span]) -> str:
    drawn = "".join(_drawn(span) for span in spans)
    return " ".join(drawn.split()) or "(nothing)"


def _drawn(span: Span) -> str:
    inner = escaped(span.text)
    if not inner:
        return " "
    before, after = " " * span.text[0].isspace(), " " * span.text[-1].isspace()
    if span.kind == "removed":
        inner = f":orange-background[~~{inner}~~]"
    elif span.kind == "added":
        inner = f":blue-background[{inner}]"
    return f"{before}{inner}{after}"
