"""The ways of choosing what to rate next, and the reasons for one choice; the words for them stand in the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

QueueMode = Literal["honest", "better", "check", "all"]
Reason = Literal["random", "disagree", "unsure", "changed", "rare", "tags", "again"]

# How often a pick is made for each reason. A mode that is to speak of all samples keeps a random part: without it some
# could never be picked, and no weighting could make up for that. What tells two judges apart are their differences
# alone, so "better" spends nothing on the rest, and its picks count for all samples only as what they are themselves.
SHARES: Mapping[QueueMode, Mapping[Reason, float]] = {
    "honest": {"random": 1.0},
    "better": {"changed": 1.0},
    "check": {"random": 1.0},
    "all": {"random": 0.4, "disagree": 0.2, "changed": 0.1, "unsure": 0.1, "rare": 0.1, "tags": 0.1},
}
AGAIN_SHARE: Mapping[QueueMode, float] = {"honest": 0.1, "better": 0.0, "check": 1.0, "all": 0.1}
"""How often she is asked again, blind, what she has answered long ago: for her own consistency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How the next sample is chosen; `a` and `b` are the judges of "find the better one"."""

    mode: QueueMode = "honest"
    a: str = ""
    b: str = ""
