"""How many more ratings: what the next ones buy, and when to stop; it refuses to promise a direction."""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.agreement.figures import TOO_FEW, Figure
from studio.agreement.proportions import wilson_interval

NEXT_RATINGS = (10, 25, 50, 100)
LOOKED_AT_OFTEN = 2.8 / 1.96
"""How much further than its 95 % interval a value must lie from a line to settle it for somebody who looks again every
few ratings and stops when it does: wrong about 5 times in 100 then, instead of 29 (Pocock 1977)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the interval would be after some more ratings, if the value stayed."""

    more: int
    n: int
    low: float
    high: float

    @property
    def width(self) -> float:
        """Length of the interval."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What she wants to decide: is it above a line, or known to within a width."""

    at_least: float | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSign:
    """Whether the ratings so far are enough for the decision."""

    stop: bool
    why: str
    more: int | None
    """About how many more ratings it takes if the value stays; None if no number will do."""


def outlooks(figure: Figure, *, more: tuple[int, ...] = NEXT_RATINGS) -> tuple[Outlook, ...]:
    """The interval after the next ratings, if the value stays: Wilson's at its effective n, else narrowing as 1/√n.

    None for a figure without value or interval.
    """
    if figure.value is None or figure.width is None or figure.n == 0:
        return ()
    return tuple(_outlook(figure, extra) for extra in more)


def _outlook(figure: Figure, more: int) -> Outlook:
    assert figure.value is not None and figure.low is not None and figure.high is not None
    growth = (figure.n + more) / figure.n
    if figure.method.startswith(("Wilson", "Beta")) and 0 <= figure.value <= 1:
        low, high = wilson_interval(figure.value, n=_effective_n(figure) * growth)
    else:
        low = figure.value - (figure.value - figure.low) / math.sqrt(growth)
        high = figure.value + (figure.high - figure.value) / math.sqrt(growth)
    return Outlook(more=more, n=figure.n + more, low=low, high=high)


def _effective_n(figure: Figure) -> float:
    """The plain number of rows whose Wilson interval is as wide as this one."""
    assert figure.value is not None and figure.width is not None
    low, high = 1e-3, 1e9
    while high / low > 1.0001:
        middle = math.sqrt(low * high)
        ends = wilson_interval(figure.value, n=middle)
        low, high = (middle, high) if ends[1] - ends[0] > figure.width else (low, middle)
    return high


def stop_sign(figure: Figure, decision: Decision, *, most: int = 2_000) -> StopSign:
    """Whether the interval already decides, and if not about how many more ratings (up to `most`) it takes."""
    if figure.value is None or figure.low is None or figure.high is None:
        return StopSign(stop=False, why=figure.why or "There is no interval yet.", more=None)
    if figure.n < TOO_FEW:
        return StopSign(stop=False, why=f"{figure.n} ratings are too few to tell.", more=TOO_FEW - figure.n)
    if (why := _decided(figure.value, figure.low, figure.high, decision)) is not None:
        return StopSign(stop=True, why=why, more=0)
    more = _more_until(figure, decision, most=most)
    return StopSign(stop=False, why=_still_open(figure.low, figure.high, decision), more=more)


def _still_open(low: float, high: float, decision: Decision) -> str:
    if decision.at_least is None:
        return "It is still too wide."
    if low <= decision.at_least <= high:
        return "The interval still holds both answers."
    return "It looks settled, but by too little for somebody who looks again and again."


def _decided(value: float, low: float, high: float, decision: Decision) -> str | None:
    line, width = decision.at_least, decision.width
    if line is not None and value - (value - low) * LOOKED_AT_OFTEN >= line:
        return f"Enough: it is at least {line:g}, the whole interval lies well above."
    if line is not None and value + (high - value) * LOOKED_AT_OFTEN < line:
        return f"Enough: it is below {line:g}, the whole interval lies well below."
    if width is not None and high - low <= width:
        return f"Enough: it is known to within {width:g}."
    return None


def _more_until(figure: Figure, decision: Decision, *, most: int) -> int | None:
    low, high = 1, most
    if not _settles(figure, decision, most):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _settles(figure, decision, middle) else (middle + 1, high)
    return low


def _settles(figure: Figure, decision: Decision, more: int) -> bool:
    outlook = _outlook(figure, more)
    return figure.value is not None and _decided(figure.value, outlook.low, outlook.high, decision) is not None
