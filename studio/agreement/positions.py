"""Whether a judge of pairs follows the order they are shown in; it refuses to speak of positions as outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.figures import Figure
from studio.agreement.grouping import grouping
from studio.agreement.proportions import grouped_share
from studio.agreement.report import agreement_report
from studio.agreement.resampling import Resampling
from studio.records import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionReport:
    """One judge against itself when the two outputs change places."""

    same: Figure
    """Share of pairs with the same verdict in both orders."""
    kappa: Figure
    """The same beyond luck."""
    first_shown: Figure
    """Share of decided verdicts that pick the output shown first; 0.5 is fair."""


def position_report(
    shown_ab: Sequence[Value | None],
    shown_ba: Sequence[Value | None],
    *,
    values: Sequence[Value] = ("A", "tie", "B"),
    resampling: Resampling | None = None,
) -> PositionReport:
    """Verdicts on the same pairs with output A shown first and with B first; both speak of outputs, never of positions.

    The first of `values` is output A, the last output B. Rows with an error in either order count only for
    `first_shown`.
    """
    resampling = resampling or Resampling()
    report = agreement_report(shown_ab, shown_ba, values=values, level="nominal", resampling=resampling)
    return PositionReport(
        same=report["accuracy"],
        kappa=report["kappa"],
        first_shown=_first_shown(shown_ab, shown_ba, a=values[0], b=values[-1], confidence=resampling.confidence),
    )


def _first_shown(
    shown_ab: Sequence[Value | None], shown_ba: Sequence[Value | None], *, a: Value, b: Value, confidence: float
) -> Figure:
    picks = [(value, first) for value, first in [*((v, a) for v in shown_ab), *((v, b) for v in shown_ba)]]
    decided = np.array([value in (a, b) for value, _ in picks], dtype=bool)
    first = np.array([value == shown for value, shown in picks], dtype=float)
    pairs = grouping([*range(len(shown_ab)), *range(len(shown_ba))], counts=decided)
    hits, totals = pairs.by_unit(np.stack([first, np.ones(len(picks))], axis=1)).T
    why = "No verdict picks one of the two outputs."
    return grouped_share(hits, totals, n=int(decided.sum()), confidence=confidence, why=why)
