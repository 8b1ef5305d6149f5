"""What a person agrees with herself when she is asked again, blind: the most a judge of her taste can be asked for."""

from __future__ import annotations

from collections.abc import Mapping

from studio.agreement.figures import Figure
from studio.agreement.proportions import wilson_interval
from studio.agreement.report import brief_report
from studio.agreement.report_shape import AgreementReport
from studio.comparing.rater_choice import RaterChoice
from studio.records import PREFERENCE, Criterion, Rubric
from studio.store.engine import Database
from studio.store.second_ratings import SecondRating, second_ratings
from studio.store.subjects import inputs_of_subjects


def own_agreement(
    database: Database, *, project: str, rubric: Rubric, rater: RaterChoice
) -> dict[str, AgreementReport]:
    """By criterion her first answers against her second ones; empty for several people taken together."""
    if rater.kind != "person":
        return {}
    given = second_ratings(database, project, rater=rater.id, rubric_id=rubric.id)
    groups = inputs_of_subjects(database, {one.subject for one in given})
    return {
        criterion.id: _against_herself(criterion, rows, groups=groups)
        for criterion in rubric.criteria
        if (rows := [one for one in given if one.criterion == criterion.id])
    }


def ceiling_figure(report: AgreementReport | None) -> Figure | None:
    """The share of answers that were the same, where there are any."""
    return None if report is None or report.n == 0 else report.figures.get("accuracy")


def pooled_ceiling(reports: Mapping[str, AgreementReport]) -> Figure | None:
    """The share of same answers over all questions, as sure as the samples of one of them allow; None without any.

    Answers to several questions on one sample hang together, so n is that of the question asked twice most often.
    """
    found = [figure for report in reports.values() if (figure := ceiling_figure(report)) and figure.value is not None]
    answers = sum(figure.n for figure in found)
    if answers == 0:
        return None
    share = sum((figure.value or 0) * figure.n for figure in found) / answers
    n = max(figure.n for figure in found)
    low, high = wilson_interval(share, n=n)
    return Figure(value=share, low=low, high=high, n=n, method="Wilson")


def _against_herself(criterion: Criterion, rows: list[SecondRating], *, groups: Mapping[str, str]) -> AgreementReport:
    values = {value for one in rows for value in (one.before, one.after)}
    scale = criterion.scale if all(criterion.scale.holds(value) for value in values) else PREFERENCE
    return brief_report(
        [one.before for one in rows],
        [one.after for one in rows],
        values=scale.values,
        level=scale.level,
        groups=[groups.get(one.subject, one.subject) for one in rows],
    )
