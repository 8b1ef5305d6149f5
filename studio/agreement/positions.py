"""Whether a judge of pairs follows the order they are shown in; it refuses to speak of positions as outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.figures import Figure
from studio.agreement.grouping import grouping
from studio.agreement.proportions import grouped_share
from studio.agreement.report import brief_report
from studio.agreement.resampling import Resampling
from studio.records import PREFERENCE, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionReport:
    """One judge against itself when the two outputs change places."""

    same: Figure
    """Share of pairs with the same verdict in both orders."""
    first_shown: Figure
    """Share of decided verdicts that pick the output shown first; 0.5 is fair."""


def position_report(
    shown_ab: Sequence[Value | None], shown_ba: Sequence[Value | None], *, confidence: float = 0.95
) -> PositionReport:
    """Verdicts A, tie or B on the same pairs with output A shown first and with B first; both speak of outputs.

    Rows with an error in either order count only for `first_shown`.
    """
    resampling = Resampling(confidence=confidence)
    report = brief_report(shown_ab, shown_ba, values=PREFERENCE.values, level="nominal", resampling=resampling)
    return PositionReport(same=report["accuracy"], first_shown=_first_shown(shown_ab, shown_ba, confidence=confidence))


def _first_shown(shown_ab: Sequence[Value | None], shown_ba: Sequence[Value | None], *, confidence: float) -> Figure:
    picks = [(value, first) for value, first in [*((v, "A") for v in shown_ab), *((v, "B") for v in shown_ba)]]
    decided = np.array([value in ("A", "B") for value, _ in picks], dtype=bool)
    first = np.array([value == shown for value, shown in picks], dtype=float)
    pairs = grouping([*range(len(shown_ab)), *range(len(shown_ba))], counts=decided)
    hits, totals = pairs.by_unit(np.stack([first, np.ones(len(picks))], axis=1)).T
    why = "No verdict picks one of the two outputs."
    return grouped_share(hits, totals, n=int(decided.sum()), confidence=confidence, why=why)
