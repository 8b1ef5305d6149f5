"""What the chosen rater says of each sample, criterion by criterion, with how each sample came to be rated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from studio.comparing.rater_choice import RaterChoice, values_of
from studio.comparing.rating_weights import Drawn, rating_weights
from studio.records import Criterion, Rating, Rubric, Value
from studio.store.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the rater says on one criterion."""

    criterion: Criterion
    values: Mapping[str, Value]
    drawn: Mapping[str, Drawn]
    """By sample how it came to be rated; empty where all count the same."""

    def only(self, subjects: Collection[str]) -> Held:
        """The same of some samples; each keeps what it counts among all."""
        values = {subject: value for subject, value in self.values.items() if subject in subjects}
        return Held(criterion=self.criterion, values=values, drawn=self.drawn)


def held_ratings(
    database: Database,
    *,
    project: str,
    rubric: Rubric,
    choice: RaterChoice,
    ratings: Sequence[Rating],
    criteria: Collection[str] | None = None,
) -> tuple[Held, ...]:
    """The chosen rater's ratings by criterion, from all ratings under this content of the rubric."""
    return tuple(
        _held(database, project, criterion, choice=choice, ratings=ratings)
        for criterion in rubric.criteria
        if criteria is None or criterion.id in criteria
    )


def _held(
    database: Database, project: str, criterion: Criterion, *, choice: RaterChoice, ratings: Sequence[Rating]
) -> Held:
    rows = [rating for rating in ratings if rating.criterion == criterion.id]
    drawn = rating_weights(database, project=project, choice=choice, ratings=rows)
    return Held(criterion=criterion, values=values_of(choice, rows), drawn=drawn)
