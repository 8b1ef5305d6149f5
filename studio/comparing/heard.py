"""What every judge says of the rated samples, read once: any rater and any slice of the samples is measured from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from studio.comparing.judge_values import JudgeValues, judge_values
from studio.records import PREFERENCE, Criterion, Judge, Order, Rubric, Scale
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.verdicts import verdict_counts, verdict_points


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One judge's values on one criterion, shown in one order."""

    judge: Judge
    criterion: Criterion
    order: Order
    said: JudgeValues

    @property
    def scale(self) -> Scale:
        """What the values stand on."""
        return scale_of(self.criterion, self.judge)


def scale_of(criterion: Criterion, judge: Judge) -> Scale:
    """The scale a judge's verdicts stand on: its pairwise verdicts on a criterion are preferences."""
    is_preference = set(PREFERENCE.values) >= set(criterion.scale.values)
    return PREFERENCE if judge.mode == "pairwise" and not is_preference else criterion.scale


def heard_verdicts(
    database: Database,
    *,
    project: str,
    rubric: Rubric,
    subjects: Collection[str],
    criteria: Collection[str] | None = None,
) -> tuple[Heard, ...]:
    """What every judge under this content of the rubric says of these samples, judge by judge."""
    names, heard = sorted(subjects), list[Heard]()
    for judge in judges_used(database, project, rubric_id=rubric.id):
        counts = verdict_counts(database, project=project, judge_id=judge.id)
        for criterion in rubric.criteria:
            orders = [count.order for count in counts if count.criterion == criterion.id]
            if orders and (criteria is None or criterion.id in criteria):
                heard += _of_criterion(database, project, judge, criterion, orders=orders, subjects=names)
    return tuple(heard)


def _of_criterion(
    database: Database, project: str, judge: Judge, criterion: Criterion, *, orders: list[Order], subjects: list[str]
) -> list[Heard]:
    points = list(
        verdict_points(database, project=project, judge_id=judge.id, criterion=criterion.id, subjects=subjects)
    )
    level = scale_of(criterion, judge).level
    return [
        Heard(judge=judge, criterion=criterion, order=order, said=judge_values(points, order=order, level=level))
        for order in orders
    ]
