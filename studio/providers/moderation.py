"""OpenAI's moderation endpoint: a text in, categories with scores out; it knows nothing of rubrics."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from studio.calls import Failure, Reply, Request
from studio.providers.failures import failure
from studio.records import Usage

PATH = "/moderations"


def is_moderation(model: str) -> bool:
    """Whether this model of OpenAI's is asked at the moderation endpoint."""
    return model.startswith(("omni-moderation", "text-moderation"))


def moderation_body(request: Request) -> dict[str, Any]:
    """What is sent: the text alone."""
    return {"model": request.model, "input": "\n\n".join(request.user)}


def read_moderation(answer: Mapping[str, Any], *, request: Request, label: str) -> Reply | Failure:
    """The first result as JSON; the endpoint counts no tokens and costs nothing."""
    results = answer.get("results")
    found = results[0] if isinstance(results, list) and results else None
    if not isinstance(found, dict) or not isinstance(found.get("categories"), dict):
        return failure("unreadable", label=label, said="there are no categories in it.", text=str(answer)[:4_000])
    kept = {name: found.get(name) for name in ("flagged", "categories", "category_scores")}
    model = str(answer.get("model") or request.model)
    return Reply(text=json.dumps(kept), usage=Usage(), seconds=0.0, model=model)
