"""Judge A against judge B on the same samples, question by question: `compare_two`, for the pages Compare and Rubrics.

Two models, two versions of a rubric, two prompts of a judge: all are two judges here. It refuses to compare verdicts
on different samples or on different scales.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.agreement.changes import Change
from studio.agreement.comparison import Comparison, compare_judges
from studio.agreement.only_changed import ChangedOnly, difference_from_changes
from studio.agreement.resampling import Resampling
from studio.agreement.significance import holm
from studio.comparing.comparison import usual_level
from studio.comparing.heard import scale_of
from studio.comparing.judge_values import judge_values
from studio.comparing.rater_choice import RaterChoice, chosen_rater, values_of
from studio.comparing.rating_weights import rating_weights, weights_in_order
from studio.errors import NotFound
from studio.records import Criterion, Judge, Order, Rating, Rubric, Scale, Value
from studio.store.engine import Database
from studio.store.raters import raters
from studio.store.ratings import ratings
from studio.store.rubrics import rubric as kept_rubric
from studio.store.subjects import inputs_of_subjects
from studio.store.verdicts import VerdictPoint, verdict_points

ORDERS: tuple[Order, ...] = ("", "AB", "BA")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDifference:
    """The second judge against the first on one question, shown in one order."""

    criterion: Criterion
    """As the second judge was asked it."""
    order: Order
    scale: Scale
    both: int
    """Samples on which both judges have a value, rated or not."""
    found: Comparison
    changed_only: ChangedOnly
    mcnemar_of_all: float
    """McNemar's p, made honest for asking several questions at once (Holm)."""
    subjects: tuple[str, ...]
    """Which sample each row is: `found.changes` name rows by `place`."""
    former_ratings: int
    """How many of her ratings here were given under the first judge's wording of the rubric."""

    def subject_of(self, change: Change) -> str:
        """The sample, or pair, on which a verdict changed."""
        return self.subjects[change.place]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoJudges:
    """A second judge against a first, as seen by one rater."""

    rater: RaterChoice
    first: Judge
    second: Judge
    questions: tuple[QuestionDifference, ...]
    not_comparable: Mapping[str, str]
    """Questions that only one of the two was asked, or on another scale, each with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is the same for every question of one comparison."""

    project: str
    first: Judge
    second: Judge
    rater: RaterChoice
    ratings: Sequence[Rating]
    """Of each person one a sample: the second judge's wording before the first's."""
    resampling: Resampling | None


def compare_two(
    database: Database,
    *,
    project: str,
    first: Judge,
    second: Judge,
    rater: str | None = None,
    subjects: Collection[str] | None = None,
    former_ratings: bool = True,
    resampling: Resampling | None = None,
) -> TwoJudges:
    """Second against first on the questions both were asked; without `former_ratings` only those of her last wording.

    Ratings under either judge's rubric count, the second's before the first's; how many are of the first's is told.
    `subjects` takes a slice: ratings of other samples are left out.
    """
    before, after = _rubric(database, first), _rubric(database, second)
    choice = chosen_rater(rater, raters=raters(database, project), level=usual_level(after))
    wordings = [before.id, after.id] if former_ratings else [after.id]
    asked = _Asked(
        project=project,
        first=first,
        second=second,
        rater=choice,
        ratings=[
            rating
            for rating in _ratings(database, project, wordings=wordings)
            if subjects is None or rating.subject in subjects
        ],
        resampling=resampling,
    )
    reasons = {c.id: why for c in after.criteria if (why := _why_not(c, before, first, second))}
    wanted = [c for c in after.criteria if c.id not in reasons]
    found = [question for criterion in wanted for question in _questions(database, asked, criterion)]
    return TwoJudges(rater=choice, first=first, second=second, questions=_held_together(found), not_comparable=reasons)


def _rubric(database: Database, judge: Judge) -> Rubric:
    found = kept_rubric(database, judge.rubric_id)
    if found is None:
        raise NotFound(
            happened=f"The rubric that {judge.name or judge.model} was asked with is not here.",
            to_do="Choose another judge.",
        )
    return found


def _ratings(database: Database, project: str, *, wordings: Sequence[str]) -> list[Rating]:
    """Each person's rating of a sample under the last of the wordings that has one."""
    given = [rating for wording in wordings for rating in ratings(database, project, rubric_id=wording)]
    return list({(rating.rater, rating.subject, rating.criterion): rating for rating in given}.values())


def _why_not(criterion: Criterion, before: Rubric, first: Judge, second: Judge) -> str | None:
    """Why the two judges cannot be compared on a question of the second's rubric."""
    earlier = before.criterion(criterion.id)
    if earlier is None:
        return "Only the second judge was asked this."
    if scale_of(earlier, first) != scale_of(criterion, second):
        return "The two judges answered on different scales."
    return None


def _questions(database: Database, asked: _Asked, criterion: Criterion) -> list[QuestionDifference]:
    """One comparison for each order in which both judges were shown the samples."""
    sides = [
        list(verdict_points(database, project=asked.project, judge_id=judge.id, criterion=criterion.id))
        for judge in (asked.first, asked.second)
    ]
    orders = [order for order in ORDERS if all(any(p.order == order for p in side) for side in sides)]
    return [_question(database, asked, criterion, sides=sides, order=order) for order in orders]


def _question(
    database: Database, asked: _Asked, criterion: Criterion, *, sides: Sequence[Sequence[VerdictPoint]], order: Order
) -> QuestionDifference:
    scale = scale_of(criterion, asked.second)
    before, after = (judge_values(side, order=order, level=scale.level).values for side in sides)
    subjects = sorted(before.keys() & after.keys())
    given = [rating for rating in asked.ratings if rating.criterion == criterion.id]
    hers = values_of(asked.rater, given)
    drawn = rating_weights(database, project=asked.project, choice=asked.rater, ratings=given)
    groups = inputs_of_subjects(database, subjects)
    found = compare_judges(
        [hers.get(subject) for subject in subjects],
        [before[subject] for subject in subjects],
        [after[subject] for subject in subjects],
        values=scale.values,
        level=scale.level,
        groups=[groups.get(subject, subject) for subject in subjects],
        weights=weights_in_order(drawn, subjects),
        resampling=asked.resampling,
    )
    changed = _changed_only(found, total=len(subjects))
    if drawn and changed.difference.low is not None:
        # Most ratings were asked where the two differ; over all samples they differ less often than on those.
        found = replace(found, differences={**found.differences, "accuracy": changed.difference})
    return QuestionDifference(
        criterion=criterion,
        order=order,
        scale=scale,
        both=len(subjects),
        found=found,
        changed_only=changed,
        mcnemar_of_all=found.mcnemar,
        subjects=tuple(subjects),
        former_ratings=_former(asked, given, hers, subjects=subjects),
    )


def _changed_only(found: Comparison, *, total: int) -> ChangedOnly:
    return difference_from_changes(
        total=total, fixed=found.fixed, broken=found.broken, moved=found.moved, unrated=found.unrated
    )


def _former(asked: _Asked, given: Sequence[Rating], hers: Mapping[str, Value], *, subjects: Sequence[str]) -> int:
    """Rated samples of both judges on which she has no rating under the second judge's wording."""
    here = values_of(asked.rater, [rating for rating in given if rating.rubric_id == asked.second.rubric_id])
    return sum(subject in hers and subject not in here for subject in subjects)


def _held_together(found: Sequence[QuestionDifference]) -> tuple[QuestionDifference, ...]:
    """The questions with McNemar's p corrected for all of them together."""
    adjusted = holm({str(place): one.found.mcnemar for place, one in enumerate(found)})
    return tuple(replace(one, mcnemar_of_all=adjusted[str(place)]) for place, one in enumerate(found))
