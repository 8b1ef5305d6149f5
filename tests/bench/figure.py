"""One measured figure and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured; `at_most` is the figure to reach, None where there is none."""

    name: str
    value: float
    unit: str
    at_most: float | None = None

    @property
    def reached(self) -> bool:
        """Whether the figure to reach was reached."""
        return self.at_most is None or self.value <= self.at_most
