"""Whether judges saw through perturbed copies: each copy's verdict beside that of its original; it judges nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, cast

from studio.generation.perturbed import CHANGE_TAG, COPY_TAG, PERTURBATIONS, Change, Expected
from studio.records import Criterion, Judge, Rubric, Sample, Value
from studio.rubric.scales import is_ordered, worth
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.samples import every_sample
from studio.store.verdicts import verdict_points

Moved = Literal["better", "same", "worse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one judge's verdicts moved on the copies with one change."""

    judge: Judge
    criterion: str
    change: Change
    better: int
    same: int
    worse: int

    @property
    def n(self) -> int:
        """Copies with a verdict on both sides."""
        return self.better + self.same + self.worse

    @property
    def expected(self) -> Expected:
        """What a judge does that is not fooled."""
        return PERTURBATIONS[self.change].expected

    @property
    def fooled(self) -> int:
        """Copies on which the verdict moved as it should not have: up, or not down where it had to."""
        if self.expected == "worse":
            return self.better + self.same
        return self.better + (self.worse if self.expected == "the same" else 0)


def check_results(database: Database, project_id: str, *, rubric: Rubric) -> list[CheckResult]:
    """Every judge of a project of checks, on every ordered question and change that has verdicts on both sides.

    Originals with the worst value are left out where the copy had to become worse: they cannot.
    """
    copies = [sample for sample in every_sample(database, project_id) if COPY_TAG in sample.tags]
    found = []
    for judge in judges_used(database, project_id, rubric_id=rubric.id):
        for criterion in rubric.criteria:
            if is_ordered(criterion.scale):
                found += _results(database, project_id, judge=judge, criterion=criterion, copies=copies)
    return found


def _results(
    database: Database, project_id: str, *, judge: Judge, criterion: Criterion, copies: list[Sample]
) -> list[CheckResult]:
    points = verdict_points(database, project=project_id, judge_id=judge.id, criterion=criterion.id)
    said = {point.subject: point.value for point in points if point.value is not None}
    moves: dict[Change, Counter[Moved]] = {}
    for copy in copies:
        change = cast(Change, copy.tags[CHANGE_TAG])
        move = _move(criterion, said.get(copy.tags[COPY_TAG]), said.get(copy.id), change=change)
        if move is not None:
            moves.setdefault(change, Counter())[move] += 1
    return [
        CheckResult(
            judge=judge,
            criterion=criterion.id,
            change=change,
            better=counted["better"],
            same=counted["same"],
            worse=counted["worse"],
        )
        for change, counted in moves.items()
    ]


def _move(criterion: Criterion, before: Value | None, after: Value | None, *, change: Change) -> Moved | None:
    if before is None or after is None:
        return None
    was, became = worth(criterion.scale, before), worth(criterion.scale, after)
    if was is None or became is None or (PERTURBATIONS[change].expected == "worse" and was == 0.0):
        return None
    return "same" if was == became else "better" if became > was else "worse"
