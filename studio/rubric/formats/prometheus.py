"""Prometheus score rubrics: one criterion with five described scores, as JSON or as its prompt's text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from studio.records import ONE_TO_FIVE, Criterion, Rubric, Value
from studio.rubric.formats.assembly import criterion_id, read_rubric
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.foreign import Foreign, mappings, text_in
from studio.rubric.scales import is_ordered, worth

_SCORE = re.compile(r"^\s*(?:[-*]\s*)?score\s*([1-5])\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
STEPS = 5


def _read(foreign: Foreign) -> Conversion[Rubric] | None:
    found = [item for item in mappings(foreign.document) if "criteria" in item and "score1_description" in item]
    criteria = [_criterion(item) for item in found] or list(_from_text(foreign.text))
    if not criteria:
        return None
    known = {"criteria", "name", *(f"score{n}_description" for n in range(1, STEPS + 1))}
    others = sorted({key for item in found for key in item if key not in known})
    return read_rubric(foreign, criteria=criteria, not_carried=[f"`{key}`" for key in others])


def _criterion(item: Mapping[str, Any]) -> Criterion:
    question = text_in(item["criteria"])
    texts: dict[Value, str] = {n: text_in(item.get(f"score{n}_description")) for n in range(1, STEPS + 1)}
    anchors = {value: text for value, text in texts.items() if text}
    name = text_in(item.get("name")) or question
    return Criterion(id=criterion_id(name), question=question, scale=ONE_TO_FIVE, anchors=anchors)


def _from_text(text: str) -> Iterator[Criterion]:
    scores = list(_SCORE.finditer(text))
    if {int(found.group(1)) for found in scores} != set(range(1, STEPS + 1)) or len(scores) != STEPS:
        return
    lines = [
        line.strip() for line in text[: scores[0].start()].splitlines() if line.strip() and not line.startswith("###")
    ]
    question = (lines[-1] if lines else "").strip("[]").strip()
    if question:
        anchors: dict[Value, str] = {int(found.group(1)): found.group(2).strip() for found in scores}
        yield Criterion(id=criterion_id(question), question=question, scale=ONE_TO_FIVE, anchors=anchors)


def _write(rubric: Rubric) -> Conversion[str]:
    ordered = [c for c in rubric.criteria if is_ordered(c.scale)]
    notes = [f"{c.id}: its values have no order, so it has no scores." for c in rubric.criteria if c not in ordered]
    notes += [
        f"{c.id}: its scale has other steps; they were laid on 1 to 5." for c in ordered if c.scale != ONE_TO_FIVE
    ]
    notes += ["Examples, and how the criteria combine."]
    found = [{"name": c.id, "criteria": c.question, **_descriptions(c)} for c in ordered]
    return Conversion(result=json.dumps(found, indent=2, ensure_ascii=False) + "\n", not_carried=tuple(notes))


def _descriptions(criterion: Criterion) -> dict[str, str]:
    texts = {f"score{n}_description": "" for n in range(1, STEPS + 1)}
    for value, anchor in criterion.anchors.items():
        share = worth(criterion.scale, value)
        if share is not None:
            key = f"score{1 + round(share * (STEPS - 1))}_description"
            texts[key] = f"{texts[key]} {anchor}".strip()
    return {key: text or "Between its neighbours." for key, text in texts.items()}


FORMAT = RubricFormat(name="prometheus", title="Prometheus score rubrics", suffix=".json", read=_read, write=_write)
