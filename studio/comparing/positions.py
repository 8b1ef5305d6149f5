"""Which judges of pairs follow the order in which the two are shown; it needs both orders, and no rating."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from studio.agreement.positions import PositionReport, position_report
from studio.comparing.heard import Heard
from studio.records import PREFERENCE, Criterion, Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """One judge on one criterion, against itself with the two outputs changed round."""

    judge: Judge
    criterion: Criterion
    report: PositionReport


def positions(heard: Sequence[Heard], *, subjects: Collection[str] | None = None) -> list[Positions]:
    """Every judge that was shown pairs in both orders; `subjects` takes a slice."""
    shown = {(one.judge.id, one.criterion.id, one.order): one for one in heard}
    return [
        _between(one, other, subjects=subjects)
        for one in heard
        if one.order == "AB"
        and _is_preference(one)
        and (other := shown.get((one.judge.id, one.criterion.id, "BA"))) is not None
    ]


def _is_preference(one: Heard) -> bool:
    # An import may bring an order with verdicts that prefer nothing.
    return set(one.scale.values) <= set(PREFERENCE.values)


def _between(first: Heard, second: Heard, *, subjects: Collection[str] | None) -> Positions:
    pairs = sorted(first.said.values.keys() | second.said.values.keys())
    chosen = [pair for pair in pairs if subjects is None or pair in subjects]
    report = position_report(
        [first.said.values.get(pair) for pair in chosen],
        [second.said.values.get(pair) for pair in chosen],
    )
    return Positions(judge=first.judge, criterion=first.criterion, report=report)
