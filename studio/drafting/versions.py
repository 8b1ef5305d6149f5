"""The versions of a rubric under one judge: which judge each has, how far it agrees with her, what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.agreement.figures import Figure, undefined
from studio.agreement.proportions import grouped_share
from studio.comparing.judge_values import judge_values
from studio.comparing.rater_choice import RaterChoice, values_of
from studio.comparing.rating_weights import rating_weights, weights_in_order
from studio.judging.judge_run import usual_settings
from studio.records import Criterion, Judge, Rating, Rubric, Value
from studio.store.engine import Database
from studio.store.judge_costs import cost_of_a_thousand
from studio.store.judges import judges_used
from studio.store.ratings import ratings
from studio.store.rubric_standing import RubricVersion, kept_versions
from studio.store.subjects import inputs_of_subjects
from studio.store.verdicts import verdict_points

COMPUTED_JUDGES = ("jury:", "rule:", "taste:", "stack:")
"""Judges that no model is asked for: they follow from other verdicts, from rules or from her ratings."""
Same = tuple[str, bool, float]
NO_JUDGE = "This model has not judged this version."
NO_RATINGS = "No sample that it judged is rated."


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFigures:
    """One version as one model judges by it."""

    version: RubricVersion
    place: int
    """1 for the oldest."""
    judge: Judge | None
    agreement: Figure
    """The share of rated answers to its questions that are the same as hers, by input."""
    former: int
    """How many of those ratings were given under another wording."""
    cost_of_a_thousand_usd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hers:
    """Her ratings of every version of a rubric."""

    given: Sequence[Rating]
    scales: Mapping[str, Mapping[str, Criterion]]
    """Rubric content -> criterion id -> criterion."""
    rater: RaterChoice

    def values(self, rubric: Rubric, criterion: Criterion) -> tuple[dict[str, Value], int]:
        """Her values on a question, those under this wording first; how many are of another one."""
        own = [r for r in self.given if r.criterion == criterion.id and r.rubric_id == rubric.id]
        other = [r for r in self.given if r.criterion == criterion.id and self._is_same_scale(r, criterion)]
        here, anywhere = values_of(self.rater, own), values_of(self.rater, other)
        return anywhere | here, len(anywhere.keys() - here.keys())

    def _is_same_scale(self, rating: Rating, criterion: Criterion) -> bool:
        known = self.scales.get(rating.rubric_id, {}).get(rating.criterion)
        return known is not None and known.scale == criterion.scale


def version_figures(
    database: Database, project: str, *, name: str, model: str, rater: RaterChoice
) -> list[VersionFigures]:
    """Every saved version of the rubric of this name, oldest first, as this model judges by it.

    A rating counts for every version that asks the same question id on the same scale, whatever its wording: the
    rating is her taste, the wording is what is being tried.
    """
    versions = kept_versions(database, name)
    scales = {one.rubric.id: {c.id: c for c in one.rubric.criteria} for one in versions}
    hers = _Hers(given=[r for r in ratings(database, project) if r.rubric_id in scales], scales=scales, rater=rater)
    return [
        _figures(database, project, version=version, place=place, model=model, hers=hers)
        for place, version in enumerate(versions, start=1)
    ]


def judge_under(database: Database, project: str, *, rubric: Rubric, model: str) -> Judge | None:
    """The last judge of this model, one sample at a time, that has verdicts under this content."""
    used = judges_used(database, project, rubric_id=rubric.id)
    return next((judge for judge in reversed(used) if judge.model == model and judge.mode == "direct"), None)


def judge_of_each(
    database: Database, project: str, *, first: Rubric, second: Rubric, model: str
) -> tuple[Judge, Judge]:
    """The same judge under two contents: only what it is asked differs, so that only that can make a difference."""
    known = judge_under(database, project, rubric=first, model=model)
    if known is None or known.imported:
        known = Judge(model=model, rubric_id=first.id, settings=usual_settings(model))
    return known, replace(known, rubric_id=second.id)


def judge_models(database: Database, project: str, *, name: str) -> list[str]:
    """The models that have judged any saved version of the rubric of this name, the last used first."""
    found: dict[str, None] = {}
    for version in reversed(kept_versions(database, name)):
        for judge in reversed(judges_used(database, project, rubric_id=version.rubric.id)):
            if judge.mode == "direct" and not judge.model.startswith(COMPUTED_JUDGES):
                found.setdefault(judge.model)
    return list(found)


def _figures(
    database: Database, project: str, *, version: RubricVersion, place: int, model: str, hers: _Hers
) -> VersionFigures:
    judge = judge_under(database, project, rubric=version.rubric, model=model)
    if judge is None:
        nothing = undefined(NO_JUDGE, n=0)
        return VersionFigures(
            version=version, place=place, judge=None, agreement=nothing, former=0, cost_of_a_thousand_usd=None
        )
    same, former = _same_as_hers(database, project, rubric=version.rubric, judge=judge, hers=hers)
    return VersionFigures(
        version=version,
        place=place,
        judge=judge,
        agreement=_share(database, same),
        former=former,
        cost_of_a_thousand_usd=cost_of_a_thousand(database, project, judge_id=judge.id),
    )


def _same_as_hers(
    database: Database, project: str, *, rubric: Rubric, judge: Judge, hers: _Hers
) -> tuple[list[Same], int]:
    """For each rated question the sample, whether the verdict is hers and what it counts; ratings of other words."""
    found: list[Same] = []
    former = 0
    for criterion in rubric.criteria:
        values, elsewhere = hers.values(rubric, criterion)
        points = verdict_points(
            database, project=project, judge_id=judge.id, criterion=criterion.id, subjects=list(values)
        )
        said = judge_values(points, order="", level=criterion.scale.level).values
        given = [rating for rating in hers.given if rating.criterion == criterion.id]
        drawn = rating_weights(database, project=project, choice=hers.rater, ratings=given)
        shared = [subject for subject in values if subject in said]
        weights = weights_in_order(drawn, shared) or [1.0] * len(shared)
        found += [(one, said[one] == values[one], weight) for one, weight in zip(shared, weights, strict=True)]
        former += elsewhere
    return found, former


def _share(database: Database, same: Sequence[Same]) -> Figure:
    if not same:
        return undefined(NO_RATINGS, n=0)
    groups = inputs_of_subjects(database, {subject for subject, _, _ in same})
    hits: dict[str, float] = {}
    totals: dict[str, float] = {}
    for subject, is_same, weight in same:
        group = groups.get(subject, subject)
        hits[group] = hits.get(group, 0.0) + weight * is_same
        totals[group] = totals.get(group, 0.0) + weight
    return grouped_share(
        np.array([hits[group] for group in totals]),
        np.array(list(totals.values())),
        n=len(same),
        confidence=0.95,
        why=NO_RATINGS,
        heaviest=max(totals.values()) if len({weight for _, _, weight in same}) > 1 else None,
    )
