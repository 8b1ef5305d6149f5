"""Everything that compares one judge with one rater on one criterion; it refuses a number without n and interval."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.baselines import Baseline, baselines
from studio.agreement.by_value import Confusion, ValueFigures, confusion_of, value_figures
from studio.agreement.evidence import Evidence, matched
from studio.agreement.figures import Figure
from studio.agreement.grouping import grouping
from studio.agreement.ladder import Ladder
from studio.agreement.measured import brief_figures, coefficient_draws, figures_of
from studio.agreement.notes import notes_on
from studio.agreement.probability import ProbabilityReport, probability_report
from studio.agreement.resampling import Resampling
from studio.records import Level, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReport:
    """What is known about how far a judge shares a rater's taste on one criterion."""

    n: int
    without_rating: int
    without_verdict: int
    """Rated samples where the judge has no verdict: errors, or not judged yet."""
    groups: int
    """How many inputs the rated samples belong to."""
    weighted: bool
    values: tuple[Value, ...]
    level: Level
    off_scale: tuple[float, ...]
    """Numbers met that are not values of the scale, such as means of runs; none of them is rounded."""
    figures: Mapping[str, Figure]
    per_value: tuple[ValueFigures, ...]
    confusion: Confusion | None
    baselines: tuple[Baseline, ...]
    probability: ProbabilityReport | None
    notes: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Figure:
        return self.figures[key]


def agreement_report(
    rater_values: Sequence[Value | None] | FloatArray,
    judge_values: Sequence[Value | None] | FloatArray,
    *,
    values: Sequence[Value],
    level: Level,
    groups: Sequence[Hashable] | None = None,
    weights: Sequence[float] | FloatArray | None = None,
    probabilities: Sequence[Sequence[float] | None] | FloatArray | None = None,
    resampling: Resampling | None = None,
) -> AgreementReport:
    """Compares a judge with a rater, row by row; None or NaN is a missing rating or an error of the judge.

    `values` are the scale's, worst first, or empty for a continuous scale. Rows of one group (an input) hang together.
    `weights` are one divided by each row's chance of having been picked for rating; `probabilities` `[rows, K]` are the
    judge's for each value. Rows lacking either side are left out and counted; with no rows, or where nothing varies,
    figures have no value and say why.
    """
    ladder, resampling = Ladder(values=tuple(values), level=level), resampling or Resampling()
    evidence, missing = _evidence(
        rater_values, judge_values, ladder=ladder, groups=groups, weights=weights, seed=resampling.seed
    )
    draws = coefficient_draws(evidence, resampling)
    probability = None if probabilities is None else probability_report(evidence, probabilities, resampling)
    report = replace(
        _bare(evidence, missing, weighted=weights is not None),
        figures=figures_of(evidence, draws, resampling),
        per_value=value_figures(evidence, draws, resampling),
        probability=probability,
    )
    return replace(report, notes=notes_on(report))


def brief_report(
    rater_values: Sequence[Value | None] | FloatArray,
    judge_values: Sequence[Value | None] | FloatArray,
    *,
    values: Sequence[Value],
    level: Level,
    groups: Sequence[Hashable] | None = None,
    weights: Sequence[float] | FloatArray | None = None,
    resampling: Resampling | None = None,
) -> AgreementReport:
    """The same with only what a first sentence says: agreement and leaning, or distance and rank correlation.

    Without notes and figures by value; thirty times as quick, because agreement needs no redraws.
    """
    ladder, resampling = Ladder(values=tuple(values), level=level), resampling or Resampling()
    evidence, missing = _evidence(
        rater_values, judge_values, ladder=ladder, groups=groups, weights=weights, seed=resampling.seed
    )
    figures = brief_figures(evidence, resampling)
    return replace(_bare(evidence, missing, weighted=weights is not None), figures=figures)


Missing = tuple[int, int]
"""Rows without a rating, and rated rows without a verdict."""


def _evidence(
    rater_values: Sequence[Value | None] | FloatArray,
    judge_values: Sequence[Value | None] | FloatArray,
    *,
    ladder: Ladder,
    groups: Sequence[Hashable] | None,
    weights: Sequence[float] | FloatArray | None,
    seed: int,
) -> tuple[Evidence, Missing]:
    ratings, verdicts = ladder.read(rater_values), ladder.read(judge_values)
    rated = ~np.isnan(ratings)
    evidence = matched(
        ratings, verdicts, ladder=ladder, groups=grouping(groups, counts=rated, seed=seed), weights=weights
    )
    return evidence, (int((~rated).sum()), int(rated.sum()) - evidence.n)


def _bare(evidence: Evidence, missing: Missing, *, weighted: bool) -> AgreementReport:
    """What is counted before anything is estimated."""
    return AgreementReport(
        n=evidence.n,
        without_rating=missing[0],
        without_verdict=missing[1],
        groups=len(np.unique(evidence.groups.group)),
        weighted=weighted,
        values=evidence.ladder.values,
        level=evidence.ladder.level,
        off_scale=evidence.off_scale,
        figures={},
        per_value=(),
        confusion=confusion_of(evidence),
        baselines=baselines(evidence),
        probability=None,
    )
