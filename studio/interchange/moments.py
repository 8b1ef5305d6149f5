"""Times as other tools write them, in the store's own form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def moment_of(given: Any) -> str:
    """The moment in UTC as the store writes it; empty for what is no time. Without a zone it is taken for UTC."""
    if not isinstance(given, str):
        return ""
    try:
        moment = datetime.fromisoformat(given.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
