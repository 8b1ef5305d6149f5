"""Which answer each judge would pick for each input, and what picking by it is worth; it asks no judge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.agreement.best_of_n import SharpeningCurve, sharpening_curve
from studio.agreement.draw_weights import too_few_at_random
from studio.agreement.ladder import Ladder
from studio.agreement.resampling import Resampling
from studio.comparing.judge_values import judge_values
from studio.comparing.rater_choice import RaterChoice, chosen_rater, values_of
from studio.comparing.rating_weights import Drawn, at_random, rating_weights, weights_in_order
from studio.errors import StudioError
from studio.records import Criterion, Judge, Rubric, Value
from studio.rubric.scales import is_ordered
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.raters import raters
from studio.store.ratings import ratings
from studio.store.variants import Writer, competitors
from studio.store.verdicts import verdict_points

MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePicks:
    """One judge as a chooser."""

    judge: Judge
    curve: SharpeningCurve
    picks: Mapping[str, str]
    """The answer it likes best by input; of equals the one whose id comes first, which is as good as by lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BestAnswers:
    """What every judge of a project would pick, on one criterion."""

    criterion: Criterion
    rater: RaterChoice
    most: int
    """The largest number of answers it is worked out for; 0 where no input has two."""
    answers: int
    inputs: int
    judges: tuple[JudgePicks, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """The answers that compete, with what the rater says of them."""

    subjects: Sequence[str]
    groups: Sequence[str]
    values: Mapping[str, Value]
    drawn: Mapping[str, Drawn]


def best_answers(
    database: Database,
    *,
    project: str,
    rubric: Rubric,
    criterion: str,
    rater: str | None = None,
    writer: Writer | None = None,
    most: int | None = None,
    resampling: Resampling | None = None,
) -> BestAnswers:
    """Best of n by every judge of a criterion, among all answers to an input or those of one writer.

    `most` is the largest n; left out, the number of answers that at least half of the inputs with several have.
    """
    asked = _ordered(rubric, criterion)
    choice = chosen_rater(rater, raters=raters(database, project), level=asked.scale.level)
    said = [one for one in ratings(database, project, rubric_id=rubric.id) if one.criterion == criterion]
    pairs = competitors(database, project, writer=writer)
    drawn, values = rating_weights(database, project=project, choice=choice, ratings=said), values_of(choice, said)
    field = _Field(
        subjects=[subject for subject, _ in pairs],
        groups=[group for _, group in pairs],
        # Picks on purpose with hardly a random one among them would be taken for random ones.
        values={} if too_few_at_random(at_random(drawn, list(values)), of=len(values)) else values,
        drawn=drawn,
    )
    up_to = most or usual_answers(field.groups)
    judges = [one for one in judges_used(database, project, rubric_id=rubric.id) if one.mode == "direct"]
    found = [
        _of_judge(database, project=project, judge=judge, criterion=asked, field=field, most=up_to, how=resampling)
        for judge in (judges if up_to >= 2 else ())
    ]
    return BestAnswers(
        criterion=asked,
        rater=choice,
        most=up_to,
        answers=len(pairs),
        inputs=len(set(field.groups)),
        judges=tuple(one for one in found if one is not None),
    )


def usual_answers(groups: Sequence[str]) -> int:
    """How many answers at least half of the inputs that have several have; 0 where none has two."""
    several = sorted((count for count in Counter(groups).values() if count > 1), reverse=True)
    return min(MOST_ANSWERS, several[(len(several) - 1) // 2]) if several else 0


def _ordered(rubric: Rubric, criterion_id: str) -> Criterion:
    found = rubric.criterion(criterion_id)
    if found is None or not is_ordered(found.scale):
        offered = ", ".join(one.id for one in rubric.criteria if is_ordered(one.scale)) or "none of this rubric"
        raise StudioError(
            happened=f"{criterion_id!r} is no criterion with a better and a worse.",
            safe="Nothing was changed.",
            to_do=f"Choose one of these: {offered}.",
        )
    return found


def _of_judge(
    database: Database,
    *,
    project: str,
    judge: Judge,
    criterion: Criterion,
    field: _Field,
    most: int,
    how: Resampling | None,
) -> JudgePicks | None:
    points = verdict_points(database, project=project, judge_id=judge.id, criterion=criterion.id)
    said = judge_values(points, order="", level=criterion.scale.level).values
    if not any(subject in said for subject in field.subjects):
        return None
    curve = sharpening_curve(
        [field.values.get(subject) for subject in field.subjects],
        [said.get(subject) for subject in field.subjects],
        values=criterion.scale.values,
        level=criterion.scale.level,
        groups=field.groups,
        most=most,
        weights=weights_in_order(field.drawn, field.subjects),
        resampling=how,
    )
    return JudgePicks(judge=judge, curve=curve, picks=_picks(said, field, criterion))


def _picks(said: Mapping[str, Value], field: _Field, criterion: Criterion) -> dict[str, str]:
    judged: defaultdict[str, list[str]] = defaultdict(list)
    for subject, group in zip(field.subjects, field.groups, strict=True):
        if subject in said:
            judged[group].append(subject)
    ladder = Ladder(values=criterion.scale.values, level=criterion.scale.level)
    names = list(said)
    liking = dict(zip(names, ladder.read([said[name] for name in names]).tolist(), strict=True))
    return {group: max(subjects, key=lambda one: liking[one]) for group, subjects in judged.items()}
