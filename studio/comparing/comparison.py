"""Measures every judge against a rater, criterion by criterion; the page, the command and notebooks all read this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from studio.agreement.report import AgreementReport, agreement_report
from studio.agreement.resampling import Resampling
from studio.comparing.judge_values import JudgeValues, judge_values
from studio.comparing.rater_choice import RaterChoice, chosen_rater, values_of
from studio.comparing.rating_weights import rating_weights
from studio.records import PREFERENCE, Criterion, FailureKind, Judge, Level, Order, Rating, Rubric, Scale, Value
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.raters import raters
from studio.store.ratings import ratings
from studio.store.subjects import inputs_of_subjects
from studio.store.verdicts import verdict_counts, verdict_points


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Every judge of a project against one rater under one rubric."""

    project: str
    rubric: Rubric
    rater: RaterChoice
    judges: tuple[JudgeComparison, ...]
    rated: Mapping[str, int]
    """Ratings by criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What the rater says on one criterion."""

    criterion: Criterion
    values: Mapping[str, Value]
    weights: Mapping[str, float]


def compare(
    database: Database,
    *,
    project: str,
    rubric: Rubric,
    rater: str | None = None,
    criteria: Collection[str] | None = None,
    subjects: Collection[str] | None = None,
    resampling: Resampling | None = None,
) -> Comparison:
    """Ratings and verdicts given under this content of the rubric, and no other, compared; `subjects` takes a slice."""
    choice = chosen_rater(rater, raters=raters(database, project), level=_usual_level(rubric))
    found = ratings(database, project, rubric_id=rubric.id)
    if subjects is not None:
        found = [rating for rating in found if rating.subject in subjects]
    held = [
        _held(database, criterion, project=project, choice=choice, found=found)
        for criterion in rubric.criteria
        if criteria is None or criterion.id in criteria
    ]
    groups = inputs_of_subjects(database, {subject for one in held for subject in one.values})
    measured = [
        comparison
        for judge in judges_used(database, project, rubric_id=rubric.id)
        for comparison in _of_judge(database, project=project, judge=judge, held=held, groups=groups, how=resampling)
    ]
    return Comparison(
        project=project,
        rubric=rubric,
        rater=choice,
        judges=tuple(measured),
        rated={one.criterion.id: len(one.values) for one in held},
    )


def scale_of(criterion: Criterion, judge: Judge) -> Scale:
    """The scale a judge's verdicts stand on: its pairwise verdicts on a criterion are preferences."""
    is_preference = set(PREFERENCE.values) >= set(criterion.scale.values)
    return PREFERENCE if judge.mode == "pairwise" and not is_preference else criterion.scale


def _usual_level(rubric: Rubric) -> Level:
    return rubric.criteria[0].scale.level if rubric.criteria else "nominal"


def _held(
    database: Database, criterion: Criterion, *, project: str, choice: RaterChoice, found: Sequence[Rating]
) -> _Held:
    rows = [rating for rating in found if rating.criterion == criterion.id]
    weights = rating_weights(database, project=project, choice=choice, ratings=rows)
    return _Held(criterion=criterion, values=values_of(choice, rows), weights=weights)


def _of_judge(
    database: Database,
    *,
    project: str,
    judge: Judge,
    held: Sequence[_Held],
    groups: Mapping[str, str],
    how: Resampling | None,
) -> list[JudgeComparison]:
    counts = verdict_counts(database, project=project, judge_id=judge.id)
    measured = []
    for one in held:
        name = one.criterion.id
        points = list(
            verdict_points(database, project=project, judge_id=judge.id, criterion=name, subjects=list(one.values))
        )
        level = scale_of(one.criterion, judge).level
        for order in (count.order for count in counts if count.criterion == name):
            said = judge_values(points, order=order, level=level)
            measured.append(_measured(judge, order=order, held=one, said=said, groups=groups, how=how))
    return measured


def _measured(
    judge: Judge, *, order: Order, held: _Held, said: JudgeValues, groups: Mapping[str, str], how: Resampling | None
) -> JudgeComparison:
    scale = scale_of(held.criterion, judge)
    subjects = list(held.values)
    verdicts = [said.values.get(subject) for subject in subjects]
    report = agreement_report(
        [held.values[subject] for subject in subjects],
        verdicts,
        values=scale.values,
        level=scale.level,
        groups=[groups.get(subject, subject) for subject in subjects],
        weights=[held.weights.get(subject, 1.0) for subject in subjects] if held.weights else None,
        probabilities=_shares(subjects, said, scale) if said.probabilities else None,
        resampling=how,
    )
    rows = [
        (subject, held.values[subject], value)
        for subject, value in zip(subjects, verdicts, strict=True)
        if value is not None
    ]
    failures = Counter(kind for subject, kind in said.failures.items() if subject in held.values)
    return JudgeComparison(
        judge=judge, criterion=held.criterion, order=order, failures=failures, report=report, rows=tuple(rows)
    )


def _shares(subjects: Sequence[str], said: JudgeValues, scale: Scale) -> list[list[float] | None]:
    """Each subject's shares of the scale's values, in their order; None where the judge gave no probabilities."""
    known = [said.probabilities.get(subject) for subject in subjects]
    return [None if shares is None else [shares.get(str(v), 0.0) for v in scale.values] for shares in known]
