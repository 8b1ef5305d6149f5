"""The shape in which a number is spoken of; it refuses a number without formula and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "near zero", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one number is spoken of."""

    name: str
    tooltip: str
    formula: str
    source: str
    better: Better = "higher"
