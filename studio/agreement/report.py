"""Compares one judge with one rater on one criterion, from rows to a report; it reads no store."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.baselines import baselines
from studio.agreement.by_value import confusion_of, value_figures
from studio.agreement.evidence import Evidence, matched
from studio.agreement.figures import undefined
from studio.agreement.grouping import grouping
from studio.agreement.ladder import Ladder
from studio.agreement.measured import brief_figures, coefficient_draws, figures_of
from studio.agreement.notes import notes_on
from studio.agreement.probability import probability_report
from studio.agreement.report_shape import AgreementReport
from studio.agreement.resampling import Resampling
from studio.records import Level, Value


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
    `weights` are what each row counts for having been picked with its chance (see draw_weights); `probabilities`
    `[rows, K]` are the judge's for each value. Rows lacking either side are left out and counted; with no rows, or
    where nothing varies, figures have no value and say why.
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
    also: Collection[str] = (),
) -> AgreementReport:
    """The same with only what a first sentence says: agreement and leaning, or distance and rank correlation.

    Without notes and figures by value; thirty times as quick, because agreement needs no redraws. `also` names
    coefficients that are wanted beside them, and no others are redrawn.
    """
    ladder, resampling = Ladder(values=tuple(values), level=level), resampling or Resampling()
    evidence, missing = _evidence(
        rater_values, judge_values, ladder=ladder, groups=groups, weights=weights, seed=resampling.seed
    )
    figures = brief_figures(evidence, resampling, also=also)
    return replace(_bare(evidence, missing, weighted=weights is not None), figures=figures)


def refused(report: AgreementReport, *, why: str) -> AgreementReport:
    """The same counts without any figure, for one reason that goes before all others."""
    figures = dict.fromkeys(report.figures, undefined(why, n=report.n))
    return replace(report, figures=figures, per_value=(), baselines=(), probability=None, notes=(why,), refusal=why)


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
