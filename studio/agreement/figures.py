"""A measured number with its interval, its n and its reason when there is none; it refuses NaN."""

from __future__ import annotations

import math
from dataclasses import dataclass

TOO_FEW = 20
"""Below this many ratings a coefficient is "too few to tell": 20 ratings cannot tell 60 % from 95 %."""

NO_SPREAD = "Too little varies in these ratings to say how sure this is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number."""

    value: float | None
    low: float | None = None
    """Lower end of the 95 % interval; absent with `value` present when nothing varies enough to say."""
    high: float | None = None
    n: int
    """How many rated samples it rests on."""
    method: str = ""
    """How the interval was made."""
    why: str | None = None
    """Why there is no value, or no interval."""

    @property
    def too_few(self) -> bool:
        """Whether it rests on too few ratings to be shown as a coefficient."""
        return self.n < TOO_FEW

    @property
    def width(self) -> float | None:
        """Length of the interval."""
        return None if self.low is None or self.high is None else self.high - self.low

    def as_json(self) -> dict[str, object]:
        """The shape that `studio compare --json` promises: a value with its interval, or null with the reason."""
        if self.value is None:
            return {"value": None, "why": self.why, "n": self.n}
        told: dict[str, object] = {"value": self.value, "low": self.low, "high": self.high, "n": self.n}
        told["method"] = self.method
        return told | ({"why": self.why} if self.why else {})


def undefined(why: str, *, n: int) -> Figure:
    """A figure that cannot be had, with the reason."""
    return Figure(value=None, n=n, why=why)


def defined(number: float) -> float | None:
    """The number, or None where it is NaN or infinite."""
    return float(number) if math.isfinite(number) else None
