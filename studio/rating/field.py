"""Everything that may be rated and what the judges say of it, read once for many picks; texts are not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from studio.agreement.arrays import FloatArray
from studio.comparing.heard import scale_of
from studio.comparing.judge_values import JudgeValues, judge_values
from studio.rating.queue_modes import Queue, Reason
from studio.rating.strata import Opinions, strengths, thin_coverage
from studio.records import Criterion, Judge, Rubric, Value
from studio.store.engine import Database
from studio.store.judges import judge_of, judges_used
from studio.store.rating_queue import Desk, rateable_subjects, tags_by_subject
from studio.store.verdicts import verdict_points


@dataclass(frozen=True, kw_only=True)
class Field:
    """The subjects of one desk, by name, with the verdicts on them."""

    subjects: tuple[str, ...]
    opinions: Mapping[str, Opinions]
    """By criterion."""
    tags: Mapping[str, tuple[tuple[str, str], ...]]
    queue: Queue

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each subject stands."""
        return {subject: place for place, subject in enumerate(self.subjects)}

    @cached_property
    def standing(self) -> Mapping[Reason, FloatArray]:
        """The strengths of the reasons that do not depend on what she has rated."""
        size = len(self.subjects)
        return strengths(list(self.opinions.values()), size=size, a=self.queue.a, b=self.queue.b)

    @cached_property
    def judged_by_both(self) -> int:
        """How many subjects have a value from each of the two judges of the queue, on one question at least."""
        return sum(bool(self.of_the_two(place)) for place in range(len(self.subjects)))

    @cached_property
    def contested(self) -> Sequence[int]:
        """The places where the two judges of the queue differ."""
        return [int(place) for place in np.flatnonzero(self.standing["changed"])]

    def of_the_two(self, place: int) -> dict[str, tuple[Value, Value]]:
        """What both judges of the queue say of one subject, by criterion, where both say something."""
        said = {
            criterion: (one.values[self.queue.a][place], one.values[self.queue.b][place])
            for criterion, one in self.opinions.items()
            if self.queue.a in one.values and self.queue.b in one.values
        }
        return {criterion: (a, b) for criterion, (a, b) in said.items() if a is not None and b is not None}

    @cached_property
    def tagged(self) -> Sequence[npt.NDArray[np.int_]]:
        """For each tag the places of the subjects that bear it."""
        by_tag: dict[tuple[str, str], list[int]] = {}
        for subject, tags in self.tags.items():
            for tag in tags if subject in self.places else ():
                by_tag.setdefault(tag, []).append(self.places[subject])
        return [np.array(places) for places in by_tag.values()]

    def strengths(self, rated: Iterable[str]) -> dict[Reason, FloatArray]:
        """The strengths of all reasons, now that these subjects are rated."""
        return {**self.standing, "tags": thin_coverage(self.tagged, rated=self.mask(rated))}

    def mask(self, subjects: Iterable[str]) -> npt.NDArray[np.bool_]:
        """True where a subject is one of these."""
        found = np.zeros(len(self.subjects), dtype=bool)
        found[[place for subject in subjects if (place := self.places.get(subject)) is not None]] = True
        return found


def read_field(database: Database, *, desk: Desk, rubric: Rubric, queue: Queue) -> Field:
    """The field of a desk: every judge that was asked under this rubric, and the two of the queue under whatever."""
    subjects = tuple(rateable_subjects(database, desk))
    judges = {judge.id: judge for judge in judges_used(database, desk.project, rubric_id=desk.rubric_id)}
    chosen = [found for one in (queue.a, queue.b) if one and (found := judges.get(one) or judge_of(database, one))]
    asked = [judge for judge in [*judges.values(), *chosen] if judge.mode == desk.kind]
    criteria = [criterion for criterion in rubric.criteria if criterion.id in desk.criteria]
    return Field(
        subjects=subjects,
        opinions={one.id: _opinions(database, desk, one, asked, subjects) for one in criteria},
        tags=tags_by_subject(database, desk),
        queue=queue,
    )


def _opinions(
    database: Database, desk: Desk, criterion: Criterion, judges: list[Judge], subjects: tuple[str, ...]
) -> Opinions:
    said = {judge.id: _said(database, desk, criterion, judge) for judge in judges}
    return Opinions(
        scale=scale_of(criterion, judges[0]) if judges else criterion.scale,
        values={judge_id: [one.values.get(subject) for subject in subjects] for judge_id, one in said.items()},
        confidence={
            judge_id: [max(shares.values()) if (shares := one.probabilities.get(s)) else None for s in subjects]
            for judge_id, one in said.items()
            if one.probabilities
        },
    )


def _said(database: Database, desk: Desk, criterion: Criterion, judge: Judge) -> JudgeValues:
    """What a judge says; of a pair in the order A, B if it was asked in that order."""
    points = list(verdict_points(database, project=desk.project, judge_id=judge.id, criterion=criterion.id))
    orders = sorted({point.order for point in points})
    return judge_values(points, order=orders[0] if orders else "", level=scale_of(criterion, judge).level)
