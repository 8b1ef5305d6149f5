"""Which rated samples a model is shown: a few, from the development part alone, always the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from studio.comparing.judge_values import judge_values
from studio.comparing.rater_choice import RaterChoice, values_of
from studio.drafting.parts import subjects_in_part
from studio.prompting.rated_cases import RatedCase
from studio.records import Judge, Rating, Rubric, Value, content_id
from studio.store.engine import Database
from studio.store.ratings import ratings
from studio.store.rubrics import rubric as kept_rubric
from studio.store.subjects import subjects_named
from studio.store.verdicts import verdict_points, verdicts_of_subjects

MOST_CASES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A rating worth showing, before its texts are looked up."""

    subject: str
    criterion: str
    question: str
    value: Value
    note: str = ""


def rated_cases(database: Database, project: str, *, rater: str | None = None) -> list[RatedCase]:
    """Ratings of the project under any rubric, those with notes first, good and bad ones in turn."""
    given = [r for r in ratings(database, project, rater=rater) if r.value is not None]
    shown = subjects_in_part(database, {r.subject for r in given}, part="development")
    rubrics = {name: kept_rubric(database, name) for name in {r.rubric_id for r in given}}
    found = [_of_rating(r, rubrics) for r in given if r.subject in shown]
    return _with_texts(database, _in_turn(found)[:MOST_CASES])


def disagreements(
    database: Database, project: str, *, rubric: Rubric, judge: Judge, rater: RaterChoice
) -> list[RatedCase]:
    """Development samples on which the judge and the rater differ, questions in turn; with what the judge said."""
    found = _differing(database, project, rubric=rubric, judge=judge, rater=rater)
    shown = subjects_in_part(database, {one.subject for one in found}, part="development")
    return _with_texts(database, _in_turn([one for one in found if one.subject in shown])[:MOST_CASES], judge=judge)


def disagreement_counts(
    database: Database, project: str, *, rubric: Rubric, judge: Judge, rater: RaterChoice
) -> tuple[int, int]:
    """How many disagreements there are in the development part, and how many in the test part."""
    found = _differing(database, project, rubric=rubric, judge=judge, rater=rater)
    shown = subjects_in_part(database, {one.subject for one in found}, part="development")
    mine = sum(one.subject in shown for one in found)
    return mine, len(found) - mine


def differing_subjects(
    database: Database, project: str, *, rubric: Rubric, judge: Judge, rater: RaterChoice
) -> list[str]:
    """The samples on which the judge and the rater differ on any question, in the order of their names."""
    return sorted({one.subject for one in _differing(database, project, rubric=rubric, judge=judge, rater=rater)})


def _differing(database: Database, project: str, *, rubric: Rubric, judge: Judge, rater: RaterChoice) -> list[_Found]:
    found = []
    for criterion in rubric.criteria:
        given = [r for r in ratings(database, project, rubric_id=rubric.id) if r.criterion == criterion.id]
        hers = values_of(rater, given)
        notes = {r.subject: r.note for r in given if r.note}
        points = verdict_points(
            database, project=project, judge_id=judge.id, criterion=criterion.id, subjects=list(hers)
        )
        said = judge_values(points, order="", level=criterion.scale.level).values
        found += [
            _Found(subject=s, criterion=criterion.id, question=criterion.id, value=value, note=notes.get(s, ""))
            for s, value in hers.items()
            if s in said and said[s] != value
        ]
    return found


def _of_rating(rating: Rating, rubrics: Mapping[str, Rubric | None]) -> _Found:
    assert rating.value is not None
    rubric = rubrics.get(rating.rubric_id)
    criterion = rubric.criterion(rating.criterion) if rubric else None
    question = criterion.question if criterion else rating.criterion
    return _Found(
        subject=rating.subject, criterion=rating.criterion, question=question, value=rating.value, note=rating.note
    )


def _in_turn(found: Iterable[_Found]) -> list[_Found]:
    """One of each (question, value) after the other, those with a note first, so that a few show every kind."""
    kinds: dict[tuple[str, Value], list[_Found]] = {}
    for one in sorted(found, key=lambda one: (not one.note, content_id("case", [one.subject, one.criterion]))):
        kinds.setdefault((one.criterion, one.value), []).append(one)
    ordered = [kinds[key] for key in sorted(kinds, key=repr)]
    return [one for one in chain.from_iterable(zip_longest(*ordered)) if one is not None]


def _with_texts(database: Database, found: Sequence[_Found], *, judge: Judge | None = None) -> list[RatedCase]:
    names = sorted({one.subject for one in found})
    texts = {one.id: one for one in subjects_named(database, names, mode="direct")}
    said = {
        (verdict.subject, verdict.criterion): verdict
        for verdict in (verdicts_of_subjects(database, names) if judge else [])
        if judge and verdict.judge_id == judge.id and verdict.value is not None
    }
    return [
        RatedCase(
            subject=one.subject,
            question=one.question,
            input_text=texts[one.subject].input_text,
            output=texts[one.subject].outputs[0],
            rating=one.value,
            note=one.note,
            verdict=verdict.value if (verdict := said.get((one.subject, one.criterion))) else None,
            explanation=verdict.explanation if verdict else "",
        )
        for one in found
        if one.subject in texts
    ]
