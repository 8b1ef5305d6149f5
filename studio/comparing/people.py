"""Several people's ratings beside each other and beside a judge: what they agree on is the ceiling for any judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.agreement.alternative_annotator import EPSILON, AlternativeAnnotatorTest, alternative_annotator_test
from studio.agreement.ceiling import Ceiling, people_ceiling
from studio.agreement.people import PeopleReport, people_report
from studio.agreement.raters import Ratings
from studio.comparing.heard import Heard
from studio.records import Rater, Rating, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCompared:
    """Several people on one criterion, with one judge."""

    report: PeopleReport
    ceiling: Ceiling
    """Each person, and the judge, against all the others."""
    stand_in: AlternativeAnnotatorTest
    """Whether the judge may stand in for one of them."""


def people_compared(
    people: Sequence[Rater], given: Sequence[Rating], heard: Heard, *, groups: Mapping[str, str]
) -> PeopleCompared:
    """All people who rated a judge's criterion, compared with each other and with the judge."""
    rows = [rating for rating in given if rating.criterion == heard.criterion.id and rating.value is not None]
    subjects = list(dict.fromkeys(rating.subject for rating in rows))
    ratings = _aligned(people, rows, subjects=subjects)
    verdicts = [heard.said.values.get(subject) for subject in subjects]
    inputs = [groups.get(subject, subject) for subject in subjects]
    scale = heard.scale
    return PeopleCompared(
        report=people_report(
            ratings,
            values=scale.values,
            level=scale.level,
            groups=inputs,
            are_people=not any(person.is_slot for person in people),
        ),
        ceiling=people_ceiling(ratings, verdicts, values=scale.values, level=scale.level, groups=inputs),
        stand_in=alternative_annotator_test(
            ratings, verdicts, values=scale.values, level=scale.level, epsilon=EPSILON["skilled"], groups=inputs
        ),
    )


def _aligned(people: Sequence[Rater], rows: Sequence[Rating], *, subjects: Sequence[str]) -> Ratings:
    by_person: dict[str, dict[str, Value | None]] = {person.id: {} for person in people}
    for rating in rows:
        by_person.setdefault(rating.rater, {})[rating.subject] = rating.value
    return {person: [said.get(subject) for subject in subjects] for person, said in by_person.items() if said}
