"""One piece of advice on a rubric, and what a rule is; gives none itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from studio.records import Rubric

Severity = Literal["error", "warning", "advice"]
"""error: must not be shared like this; warning: verdicts will suffer; advice: could be better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What was noticed and what to do about it, in one or two sentences."""

    severity: Severity
    rule: str
    """A short name that stays the same, so that it can be looked up and counted."""
    message: str
    criterion: str | None = None
    """The criterion's id; None where the rubric as a whole is meant."""


Rule = Callable[[Rubric], Iterator[Advice]]
