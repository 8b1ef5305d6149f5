"""What judges said of samples whose verdict is known; kept apart from verdicts, so that no figure can count them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.records import FailureKind, Value
from studio.store.engine import Database
from studio.store.queries import execute, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryResult:
    """One canary of a run and what a judge said of it."""

    judge_id: str
    subject: str
    criterion: str
    expected: Value
    value: Value | None
    failure: FailureKind | None
    kind: str
    plain: str = ""
    """Of one with an order in it: the same sample without the order."""

    @property
    def is_right(self) -> bool:
        """Whether the judge said what is known."""
        return self.value == self.expected


def swayed(results: Sequence[CanaryResult]) -> list[CanaryResult]:
    """Those where an order inside the sample changed the verdict: right without the order, wrong with it."""
    right = {(one.judge_id, one.subject, one.criterion) for one in results if one.is_right}
    return [
        one
        for one in results
        if one.plain
        and one.value is not None
        and not one.is_right
        and (one.judge_id, one.plain, one.criterion) in right
    ]


def save_canary(database: Database, result: CanaryResult, *, run_id: int) -> None:
    """Keeps what a judge said of a canary; asked again, the later word stands."""
    execute(
        database,
        """insert or replace into canary (run_id, judge_id, subject, criterion, expected, value, failure, kind, plain)
           values (:run, :judge, :subject, :criterion, :expected, :value, :failure, :kind, :plain)""",
        run=run_id,
        judge=result.judge_id,
        subject=result.subject,
        criterion=result.criterion,
        expected=result.expected,
        value=result.value,
        failure=result.failure,
        kind=result.kind,
        plain=result.plain,
    )


def canary_results(database: Database, run_id: int, *, judge_id: str | None = None) -> list[CanaryResult]:
    """What the judges of a run said of its canaries."""
    found = rows(
        database,
        """select judge_id, subject, criterion, expected, value, failure, kind, plain from canary
           where run_id = :run and (:judge is null or judge_id = :judge) order by judge_id, kind, subject""",
        run=run_id,
        judge=judge_id,
    )
    return [CanaryResult(**row) for row in found]
