"""How many of a project's samples pass, by verdicts corrected with her ratings; no unchecked judge is corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from studio.agreement.correction import corrected_estimate
from studio.agreement.figures import Figure
from studio.comparing.comparison import Comparison
from studio.comparing.judge_comparison import JudgeComparison
from studio.comparing.judge_values import judge_values
from studio.comparing.rating_weights import rating_weights, weights_in_order
from studio.curation.papers import Quality
from studio.curation.recipe import Measure
from studio.curation.scale_share import scale_share
from studio.records import PASS_FAIL, Criterion, Value
from studio.rubric.scales import MIDDLE, is_ordered
from studio.store.engine import Database
from studio.store.ratings import ratings
from studio.store.samples import inputs_of_samples
from studio.store.verdicts import verdict_points


def corrected_quality(database: Database, comparison: Comparison, *, measure: Measure) -> Iterator[Quality]:
    """One estimate a criterion, with the judge that agrees with her most; none below twenty ratings."""
    input_of: Mapping[str, str] | None = None
    for criterion in comparison.rubric.criteria:
        best = _best_judge(comparison.judges, criterion=criterion, measure=measure)
        if best is not None:
            input_of = input_of or inputs_of_samples(database, comparison.project)
            found = _of_judge(database, best, comparison=comparison, input_of=input_of)
            # Where she has rated all of them there is nothing to estimate.
            if found.samples > found.share.n:
                yield found


def _best_judge(judges: Sequence[JudgeComparison], *, criterion: Criterion, measure: Measure) -> JudgeComparison | None:
    """The one whose agreement is highest at the low end of its interval."""
    if not is_ordered(criterion.scale):
        return None
    checked = [
        (figure.low, one)
        for one in judges
        if one.criterion.id == criterion.id and one.judge.mode == "direct" and not one.order
        if (figure := one.report.figures.get(measure)) and figure.low is not None and not figure.too_few
    ]
    return max(checked, key=lambda found: found[0])[1] if checked else None


def _of_judge(
    database: Database, best: JudgeComparison, *, comparison: Comparison, input_of: Mapping[str, str]
) -> Quality:
    name = best.criterion.id
    points = verdict_points(
        database, project=comparison.project, judge_id=best.judge.id, criterion=name, subjects=list(input_of)
    )
    said = judge_values(points, order="", level=best.criterion.scale.level).values
    rated = {subject: value for subject, value, _ in best.rows}
    under = [
        one for one in ratings(database, comparison.project, rubric_id=comparison.rubric.id) if one.criterion == name
    ]
    drawn = rating_weights(database, project=comparison.project, choice=comparison.rater, ratings=under)
    subjects = [subject for subject in input_of if subject in said]
    estimate = corrected_estimate(
        [_passed(rated.get(subject), criterion=best.criterion) for subject in subjects],
        [_passed(said[subject], criterion=best.criterion) for subject in subjects],
        values=PASS_FAIL.values,
        level=PASS_FAIL.level,
        share_of="pass",
        groups=[input_of[subject] for subject in subjects],
        weights=weights_in_order(drawn, subjects),
    )
    return Quality(
        criterion=name,
        judge=best.judge.name or best.judge.model,
        samples=estimate.samples,
        share=_within_bounds(estimate.corrected),
        assumption=estimate.assumption,
    )


def _within_bounds(share: Figure) -> Figure:
    """The interval of a share without what lies below none and above all of them."""
    if share.low is None or share.high is None:
        return share
    return replace(share, low=max(0.0, share.low), high=min(1.0, share.high))


def _passed(value: Value | None, *, criterion: Criterion) -> Value | None:
    """Above the middle or not; the mean of several raters need be none of the scale's values."""
    if value is None:
        return None
    share = scale_share(value, scale=criterion.scale)
    return None if share is None else PASS_FAIL.values[share > MIDDLE]
