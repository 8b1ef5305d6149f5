"""A rubric as plain content that any program can read, with its id."""

from __future__ import annotations

from typing import Any

from studio.records import Criterion, Rubric


def rubric_content(rubric: Rubric) -> dict[str, Any]:
    """Everything the rubric asks, in its order."""
    return {
        "id": rubric.id,
        "name": rubric.name,
        "version": rubric.version,
        "title": rubric.title,
        "task": rubric.task,
        "combine": rubric.combine,
        "criteria": [_criterion(criterion) for criterion in rubric.criteria],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    scale = criterion.scale
    ends = {} if scale.values else {"minimum": scale.minimum, "maximum": scale.maximum}
    return {
        "id": criterion.id,
        "question": criterion.question,
        "scale": {"values": list(scale.values), "level": scale.level, **ends},
        "anchors": [{"value": value, "means": text} for value, text in criterion.anchors.items()],
        "weight": criterion.weight,
        "must_pass": criterion.must_pass,
        "examples": [
            {"input": e.input, "output": e.output, "value": e.value, "why": e.why} for e in criterion.examples
        ],
        **({"rule": {criterion.rule.kind: criterion.rule.setting}} if criterion.rule else {}),
    }
