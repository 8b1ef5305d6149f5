"""What a taste is trained on, gathered from the store: rated texts, scales, other judges' verdicts, further texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studio.comparing.rater_choice import chosen_rater, values_of
from studio.own_judges.kinds import own_kind, rater_of
from studio.records import PREFERENCE, Criterion, Judge, Rubric, Scale, Value
from studio.rubric.scales import worth
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.raters import raters
from studio.store.ratings import ratings
from studio.store.subjects import PAGE, Mode, Subject, inputs_of_subjects, subjects_after, subjects_named
from studio.store.verdicts import VerdictPoint, verdict_points
from studio.taste.feature_space import Text
from studio.taste.training import Rated

FURTHER_TEXTS = 2_000
FEWEST_VERDICTS = 20
"""On rated samples, before a judge is heard in a stack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything a taste is trained on."""

    rated: tuple[Rated, ...]
    scales: Mapping[str, Scale]
    further_texts: tuple[str, ...]
    jurors: tuple[Judge, ...]


Voices = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Criterion -> judge -> subject -> its verdict from -1 to 1."""


def gathered(database: Database, *, project: str, rubric: Rubric, judge: Judge) -> Gathered:
    """The rater's values with their texts; for a stack also what other judges said of them."""
    values = rated_values(database, project=project, rubric=rubric, judge=judge)
    names = sorted({subject for by_subject in values.values() for subject in by_subject})
    subjects = _named(database, names, mode=judge.mode)
    groups = inputs_of_subjects(database, [subject.id for subject in subjects])
    jurors = jurors_of(database, project=project, rubric=rubric, judge=judge, rated=names)
    heard = voices(database, project=project, rubric=rubric, jurors=jurors, subjects=names)
    rated = tuple(
        Rated(
            subject=subject.id,
            group=groups.get(subject.id, subject.id),
            text=Text(subject.input_text, subject.outputs[0]),
            other=Text(subject.input_text, subject.outputs[1]) if judge.mode == "pairwise" else None,
            values={name: found[subject.id] for name, found in values.items() if subject.id in found},
            jurors=_heard(heard, subject.id),
        )
        for subject in subjects
    )
    few = subjects_after(database, project, mode=judge.mode, limit=FURTHER_TEXTS)
    further = tuple(output for subject in few for output in subject.outputs)[:FURTHER_TEXTS]
    scales = {one.id: _scale(one, judge) for one in rubric.criteria}
    return Gathered(rated=rated, scales=scales, further_texts=further, jurors=jurors)


def _heard(heard: Voices, subject: str) -> dict[str, dict[str, float]]:
    return {
        name: {judge: said[subject] for judge, said in by_judge.items() if subject in said}
        for name, by_judge in heard.items()
    }


def rated_values(database: Database, *, project: str, rubric: Rubric, judge: Judge) -> dict[str, Mapping[str, Value]]:
    """Criterion -> subject -> what the judge's rater says of it."""
    level = rubric.criteria[0].scale.level
    choice = chosen_rater(rater_of(judge), raters=raters(database, project), level=level)
    found = ratings(database, project, rubric_id=judge.rubric_id)
    return {
        one.id: values_of(choice, [rating for rating in found if rating.criterion == one.id]) for one in rubric.criteria
    }


def jurors_of(
    database: Database, *, project: str, rubric: Rubric, judge: Judge, rated: Sequence[str]
) -> tuple[Judge, ...]:
    """The judges a stack hears: those that were asked and have judged enough of what is rated."""
    if own_kind(judge.model) != "stack":
        return ()
    asked = [
        one
        for one in judges_used(database, project, rubric_id=judge.rubric_id)
        if one.mode == judge.mode and own_kind(one.model) is None and not one.settings.members
    ]
    return tuple(one for one in asked if _judged(database, project, one, rubric=rubric, rated=rated))


def voices(
    database: Database, *, project: str, rubric: Rubric, jurors: Sequence[Judge], subjects: Sequence[str]
) -> Voices:
    """What each juror says of these subjects, on one scale from -1 (worst, B) to 1 (best, A)."""
    return {
        criterion.id: {
            juror.id: _means(
                verdict_points(database, project=project, judge_id=juror.id, criterion=criterion.id, subjects=subjects),
                _scale(criterion, juror),
            )
            for juror in jurors
        }
        for criterion in rubric.criteria
    }


def _judged(database: Database, project: str, judge: Judge, *, rubric: Rubric, rated: Sequence[str]) -> bool:
    return any(
        sum(
            point.value is not None
            for point in verdict_points(
                database, project=project, judge_id=judge.id, criterion=criterion.id, subjects=rated
            )
        )
        >= FEWEST_VERDICTS
        for criterion in rubric.criteria
    )


def _means(points: Iterable[VerdictPoint], scale: Scale) -> dict[str, float]:
    sums: dict[str, tuple[float, int]] = {}
    for point in points:
        place = _place(point, scale)
        if place is not None:
            total, count = sums.get(point.subject, (0.0, 0))
            sums[point.subject] = (total + place, count + 1)
    return {subject: total / count for subject, (total, count) in sums.items()}


def _place(point: VerdictPoint, scale: Scale) -> float | None:
    if point.value is None:
        return None
    if point.probabilities:
        shares = [(point.probabilities.get(str(value)), value) for value in scale.values]
        known = [(share, _height(value, scale)) for share, value in shares if share is not None]
        if known and (mass := sum(share for share, _ in known)) > 0:
            return sum(share * height for share, height in known) / mass
    return _height(point.value, scale)


def _height(value: Value, scale: Scale) -> float:
    if scale == PREFERENCE:
        return {"A": 1.0, "B": -1.0}.get(str(value), 0.0)
    known = worth(scale, value)
    if known is None:
        if value in scale.values:
            known = scale.values.index(value) / max(1, len(scale.values) - 1)
        elif isinstance(value, str) or not scale.spans(value):
            return 0.0
        else:
            numbers = [float(one) for one in scale.values if not isinstance(one, str)]
            low, high = (min(numbers), max(numbers)) if numbers else (scale.minimum or 0.0, scale.maximum or 1.0)
            known = (float(value) - low) / (high - low)
    return 2 * known - 1


def _scale(criterion: Criterion, judge: Judge) -> Scale:
    return PREFERENCE if judge.mode == "pairwise" else criterion.scale


def _named(database: Database, names: Sequence[str], *, mode: Mode) -> list[Subject]:
    found: list[Subject] = []
    for start in range(0, len(names), PAGE):
        found += subjects_named(database, names[start : start + PAGE], mode=mode)
    return found
