"""One number with its interval and size, ready to be drawn; an undefined number carries its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from studio.ui import formats
from studio.ui.plain import plain
from studio.ui.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured of a judge on a criterion."""

    judge: str
    criterion: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int
    why: str = ""
    """Why there is no value."""

    def in_words(self, *, shares: bool) -> str:
        """84 % [77–89], or 0.62 [0.51, 0.73]."""
        written = formats.percent_interval if shares else formats.coefficient_interval
        return written(self.value, low=self.low, high=self.high)


def rows_of(measured: Sequence[Measured], *, shares: bool) -> list[dict[str, object]]:
    """The numbers as rows with fixed field names, hiding characters made visible; an undefined one reads as a dash."""
    return [
        {
            "judge": visible(m.judge),
            "criterion": visible(m.criterion),
            "value": m.value,
            "low": m.value if m.low is None else m.low,
            "high": m.value if m.high is None else m.high,
            "n": m.n,
            "words": m.in_words(shares=shares),
            "size": f"n = {m.n:,}",
        }
        for m in measured
    ]


def names_in_order(measured: Sequence[Measured], *, of: str) -> list[str]:
    """Judges or criteria in the order in which they were given."""
    return list(dict.fromkeys(visible(getattr(m, of)) for m in measured))


def note_undefined(measured: Sequence[Measured]) -> None:
    """Under a chart: what could not be drawn, and why; a reason that several share is said once."""
    reasons: dict[str, list[str]] = {}
    for m in measured:
        if m.value is None:
            reasons.setdefault(m.why or "not enough ratings to tell", []).append(f"{m.judge} on {m.criterion}")
    for why, names in reasons.items():
        of_all = len(names) > 1 and len(names) == len(measured)
        st.caption(plain(why if of_all else f"{'; '.join(names)}: {why}"))
