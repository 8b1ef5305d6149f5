"""What came of comparing one judge with the rater on one criterion; it measures nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.agreement.report_shape import AgreementReport
from studio.comparing.rating_weights import Drawn
from studio.records import Criterion, FailureKind, Judge, Order, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeComparison:
    """One judge against the rater on one criterion, shown in one order."""

    judge: Judge
    criterion: Criterion
    order: Order
    failures: Mapping[FailureKind, int]
    """Rated subjects on which the judge has no value, by why."""
    report: AgreementReport
    rows: tuple[tuple[str, Value, Value], ...]
    """(subject, the rater's value, the judge's value)."""
    drawn: Mapping[str, Drawn]
    """By subject how it came to be rated; empty where all count the same."""
