"""Reads a moderation endpoint's categories as verdicts on policies; a category it does not know is never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from studio.calls import Reply
from studio.judging.verdict_reading import Reading
from studio.records import Criterion

ANY = "flagged"
_NO_CATEGORY = "The moderation endpoint has no category of this name; it knows: {known}."
_NO_ORDER = "The moderation endpoint only flags or allows: it needs a scale of two values, the worse one first."


def read_moderation_verdicts(reply: Reply, *, criteria: Sequence[Criterion]) -> dict[str, Reading]:
    """A reading for each criterion whose id names a category, `flagged` standing for any of them.

    A criterion's id is compared with the category's name with - and / written as _: `self_harm_intent`.
    """
    said = json.loads(reply.text)
    scores = {_as_id(name): float(score) for name, score in (said.get("category_scores") or {}).items()}
    flags = {_as_id(name): bool(flag) for name, flag in said["categories"].items()}
    flags[ANY], scores[ANY] = bool(said.get("flagged")), max(scores.values(), default=0.0)
    return {one.id: _reading(one, flags=flags, scores=scores) for one in criteria}


def _reading(criterion: Criterion, *, flags: Mapping[str, bool], scores: Mapping[str, float]) -> Reading:
    values = criterion.scale.values
    if criterion.id not in flags:
        return Reading(failure="not_applicable", explanation=_NO_CATEGORY.format(known=", ".join(sorted(flags))))
    if len(values) != 2:
        return Reading(failure="not_applicable", explanation=_NO_ORDER)
    score = scores.get(criterion.id)
    worse, better = values
    return Reading(
        value=worse if flags[criterion.id] else better,
        explanation="" if score is None else f"Its score for this category is {score:.3f}.",
        probabilities=None if score is None else {str(worse): score, str(better): 1.0 - score},
    )


def _as_id(category: Any) -> str:
    return re.sub(r"[^a-z0-9]+", "_", str(category).lower())
