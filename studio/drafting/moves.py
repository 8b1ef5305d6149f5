"""Which verdicts moved between two wordings of a rubric, sample by sample; compares values and judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studio.records import Criterion, Judge, Rubric, Verdict
from studio.store.engine import Database
from studio.store.verdicts import verdicts_of_subjects


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question on one sample, by the former and by the new wording."""

    criterion: Criterion
    before: Verdict | None
    """None where the former wording did not ask it, or was not asked yet."""
    after: Verdict | None

    @property
    def is_moved(self) -> bool:
        """Whether both have a value, and another one; a failure is no value and moves nothing."""
        values = [one.value for one in (self.before, self.after) if one is not None and one.value is not None]
        return len(values) == 2 and values[0] != values[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One sample by both wordings."""

    subject: str
    answers: tuple[Answer, ...]

    @property
    def moved(self) -> tuple[Answer, ...]:
        """The answers that moved."""
        return tuple(answer for answer in self.answers if answer.is_moved)


def judged_by_both(
    database: Database, subjects: Sequence[str], *, judges: tuple[Judge, Judge], rubric: Rubric
) -> list[Judged]:
    """The samples with their verdicts by both judges on the new rubric's questions, those that moved most first."""
    found = verdicts_of_subjects(database, list(subjects))
    return moves(found, subjects=subjects, judge_ids=(judges[0].id, judges[1].id), rubric=rubric)


def moves(
    verdicts: Iterable[Verdict], *, subjects: Sequence[str], judge_ids: tuple[str, str], rubric: Rubric
) -> list[Judged]:
    """The same from verdicts at hand; only first attempts on single samples count."""
    said: Mapping[tuple[str, str, str], Verdict] = {
        (one.judge_id, one.subject, one.criterion): one for one in verdicts if not one.order and not one.repeat
    }
    judged = [
        Judged(
            subject=subject,
            answers=tuple(
                Answer(
                    criterion=criterion,
                    before=said.get((judge_ids[0], subject, criterion.id)),
                    after=said.get((judge_ids[1], subject, criterion.id)),
                )
                for criterion in rubric.criteria
            ),
        )
        for subject in subjects
    ]
    return sorted(judged, key=lambda one: -len(one.moved))
