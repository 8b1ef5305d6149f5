"""Measures every judge against a rater, criterion by criterion; the page, the command and notebooks all read this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from studio.agreement.draw_weights import too_few_at_random
from studio.agreement.figures import undefined
from studio.agreement.report import agreement_report, brief_report, refused
from studio.agreement.resampling import Resampling
from studio.comparing.as_table import Cell, html_of, table_of
from studio.comparing.drawing import Dot, Drawing, interval_drawing
from studio.comparing.heard import Heard, heard_verdicts
from studio.comparing.held import Held, held_ratings
from studio.comparing.judge_comparison import JudgeComparison
from studio.comparing.judge_values import JudgeValues
from studio.comparing.rater_choice import RaterChoice, chosen_rater
from studio.comparing.rating_weights import at_random, weights_in_order
from studio.records import Level, Rubric, Scale, Value
from studio.store.engine import Database
from studio.store.raters import raters
from studio.store.ratings import ratings
from studio.store.subjects import inputs_of_subjects


class Columns(TypedDict):
    """What a report needs beside the two sides."""

    values: Sequence[Value]
    level: Level
    groups: Sequence[str]
    weights: Sequence[float] | None
    resampling: Resampling | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Every judge of a project against one rater under one rubric."""

    project: str
    rubric: Rubric
    rater: RaterChoice
    judges: tuple[JudgeComparison, ...]
    rated: Mapping[str, int]
    """Ratings by criterion."""

    def table(self) -> list[Mapping[str, Cell]]:
        """Every figure of every judge and criterion as plain rows, ready for a data frame."""
        return table_of(self.judges)

    def chart(self, figure: str = "accuracy") -> Drawing:
        """One figure of every judge with its interval, criterion by criterion, as SVG that a notebook shows."""
        dots = [
            Dot(
                group=one.criterion.id,
                label=one.judge.name or one.judge.model,
                figure=one.report.figures.get(figure) or undefined("not defined on this scale", n=one.report.n),
            )
            for criterion in self.rated
            for one in self.judges
            if one.criterion.id == criterion
        ]
        rater = self.rater.name or self.rater.id
        return interval_drawing(dots, title=f"{figure}: judges against {rater}", shares=figure == "accuracy")

    def _repr_html_(self) -> str:
        return html_of(self.judges)


def compare(
    database: Database,
    *,
    project: str,
    rubric: Rubric,
    rater: str | None = None,
    criteria: Collection[str] | None = None,
    subjects: Collection[str] | None = None,
    resampling: Resampling | None = None,
    only: str = "",
) -> Comparison:
    """Ratings and verdicts given under this content of the rubric, and no other, compared; `subjects` takes a slice.

    `only` names one figure, which is then measured without the others (see brief_report).
    """
    choice = chosen_rater(rater, raters=raters(database, project), level=usual_level(rubric))
    given = ratings(database, project, rubric_id=rubric.id)
    held = held_ratings(database, project=project, rubric=rubric, choice=choice, ratings=given, criteria=criteria)
    rated = {subject for one in held for subject in one.values if subjects is None or subject in subjects}
    heard = heard_verdicts(database, project=project, rubric=rubric, subjects=rated, criteria=criteria)
    groups = inputs_of_subjects(database, rated)
    return Comparison(
        project=project,
        rubric=rubric,
        rater=choice,
        judges=measured(
            heard, held, groups=groups, subjects=subjects, resampling=resampling, brief=bool(only), also=[only]
        ),
        rated={one.criterion.id: sum(subject in rated for subject in one.values) for one in held},
    )


def usual_level(rubric: Rubric) -> Level:
    """The level of the rubric's first scale, by which several people are taken together."""
    return rubric.criteria[0].scale.level if rubric.criteria else "nominal"


def measured(
    heard: Sequence[Heard],
    held: Sequence[Held],
    *,
    groups: Mapping[str, str],
    subjects: Collection[str] | None = None,
    resampling: Resampling | None = None,
    brief: bool = False,
    also: Collection[str] = (),
) -> tuple[JudgeComparison, ...]:
    """Every judge against the rater on what both were asked; `groups` names each sample's input.

    `brief` measures only what a first sentence says, and the coefficients named in `also` (see brief_report).
    """
    rated = {one.criterion.id: one if subjects is None else one.only(subjects) for one in held}
    return tuple(
        _compared(one, rated[one.criterion.id], groups=groups, resampling=resampling, brief=brief, also=also)
        for one in heard
        if one.criterion.id in rated
    )


def _compared(
    heard: Heard,
    held: Held,
    *,
    groups: Mapping[str, str],
    resampling: Resampling | None,
    brief: bool,
    also: Collection[str],
) -> JudgeComparison:
    scale = heard.scale
    # Where she rated samples and pairs on one criterion, a judge is asked about one of the two.
    rated = {subject: value for subject, value in held.values.items() if _is_of(scale, value)}
    subjects = list(rated)
    verdicts = [heard.said.values.get(subject) for subject in subjects]
    columns: Columns = {
        "values": scale.values,
        "level": scale.level,
        "groups": [groups.get(subject, subject) for subject in subjects],
        "weights": weights_in_order(held.drawn, subjects),
        "resampling": resampling,
    }
    hers = list(rated.values())
    if brief:
        report = brief_report(hers, verdicts, also=also, **columns)
    else:
        shares = _shares(subjects, heard.said, scale) if heard.said.probabilities else None
        report = agreement_report(hers, verdicts, probabilities=shares, **columns)
    rows = [
        (subject, own, value)
        for (subject, own), value in zip(rated.items(), verdicts, strict=True)
        if value is not None
    ]
    if why := too_few_at_random(at_random(held.drawn, [row[0] for row in rows]), of=len(rows)):
        report = refused(report, why=why)
    failures = Counter(kind for subject, kind in heard.said.failures.items() if subject in rated)
    return JudgeComparison(
        judge=heard.judge,
        criterion=heard.criterion,
        order=heard.order,
        failures=failures,
        report=report,
        rows=tuple(rows),
        drawn=held.drawn,
    )


def _is_of(scale: Scale, value: Value) -> bool:
    """Whether the value is one of the scale's, or a number where all of them are; a mean is none of its values."""
    numbers = not any(isinstance(known, str) for known in scale.values)
    return value in scale.values or (numbers and not isinstance(value, str))


def _shares(subjects: Sequence[str], said: JudgeValues, scale: Scale) -> list[list[float] | None]:
    """Each subject's shares of the scale's values, in their order; None where the judge gave no probabilities."""
    known = [said.probabilities.get(subject) for subject in subjects]
    return [None if shares is None else [shares.get(str(v), 0.0) for v in scale.values] for shares in known]
