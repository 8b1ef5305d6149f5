"""The JSON Schema of a judge's reply, kept to what every vendor's strict mode takes; ranges are checked on reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.prompting.criteria_text import POSITIONS
from studio.records import Criterion, Judge, Value


def verdict_schema(criteria: Sequence[Criterion], *, judge: Judge) -> Mapping[str, Any]:
    """An object with one object a criterion, under its id: reason and value in the order in which they are wanted."""
    return strict_object({criterion.id: _criterion_schema(criterion, judge=judge) for criterion in criteria})


def strict_object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object that has exactly these properties, all of them."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _criterion_schema(criterion: Criterion, *, judge: Judge) -> dict[str, Any]:
    values: Sequence[Value] = tuple(POSITIONS) if judge.mode == "pairwise" else criterion.scale.values
    value = _value_schema(values)
    reason = {"type": "string"}
    if judge.settings.reason == "none":
        return strict_object({"value": value})
    if judge.settings.reason == "after":
        return strict_object({"value": value, "reason": reason})
    return strict_object({"reason": reason, "value": value})


def _value_schema(values: Sequence[Value]) -> dict[str, Any]:
    if not values:
        return {"type": "number"}
    kinds = {_json_type(value): [v for v in values if _json_type(v) == _json_type(value)] for value in values}
    choices = [{"type": kind, "enum": members} for kind, members in kinds.items()]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _json_type(value: Value) -> str:
    if isinstance(value, str):
        return "string"
    return "integer" if isinstance(value, int) else "number"
