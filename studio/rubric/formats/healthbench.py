"""HealthBench-style points: reads criteria with points for what is wanted and minus points for what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.records import Criterion, Rubric
from studio.rubric.formats.assembly import UNWANTED, criterion_id, named, read_rubric
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.foreign import Foreign, mappings, text_in
from studio.rubric.scales import YES_NO
from studio.rubric.shape import MAXIMUM_WEIGHT


def _read(foreign: Foreign) -> Conversion[Rubric] | None:
    document = foreign.document
    found = document.get("rubrics") if isinstance(document, Mapping) else document
    items = [item for item in mappings(found) if _has_points(item)]
    if not items:
        return None
    criteria = [_criterion(item) for item in items]
    unwanted = [c for c in criteria if c.scale == UNWANTED]
    notes = [f"Minus points: on {named(unwanted)} the better answer is no."] if unwanted else []
    notes += ["The tags of the criteria."] if any(item.get("tags") for item in items) else []
    notes += ["The sum of points as the result: here it is a weighted mean, and its upper half passes."]
    if foreign.further_lines:
        notes.append(f"{foreign.further_lines} more examples in the file, each with its own rubric.")
    if isinstance(document, Mapping) and "prompt" in document:
        notes.append("The prompt that these criteria were written for: import it as an input.")
    return read_rubric(foreign, criteria=criteria, not_carried=notes)


def _has_points(item: Mapping[str, Any]) -> bool:
    points = item.get("points")
    number = isinstance(points, int | float) and not isinstance(points, bool)
    return number and bool(text_in(item.get("criterion")))


def _criterion(item: Mapping[str, Any]) -> Criterion:
    points = float(item["points"])
    scale = UNWANTED if points < 0 else YES_NO
    text = text_in(item["criterion"])
    return Criterion(id=criterion_id(text), question=text, scale=scale, weight=min(abs(points), MAXIMUM_WEIGHT))


FORMAT = RubricFormat(name="healthbench", title="HealthBench points", suffix=".json", read=_read)
