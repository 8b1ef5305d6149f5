"""What one reply says about one criterion, as a frozen record; it reads nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.records import FailureKind, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reply says about one criterion: a value or a failure, never both."""

    value: Value | None = None
    failure: FailureKind | None = None
    explanation: str = ""
    """The judge's reason; with a failure, why there is no value."""
    probabilities: Mapping[str, float] | None = None
    mass: float | None = None
    raw: str = ""
    """With a failure: the beginning of what was said."""
