"""Rules and a kept taste on outputs that are in no store, as they come up in training; it learns and keeps nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from studio.errors import StudioError
from studio.judging.verdict_reading import Reading
from studio.own_judges.kinds import own_kind
from studio.own_judges.rule_verdicts import RuleBook
from studio.own_judges.taste_work import known_taste, taste_of_subjects
from studio.records import Judge, Rubric, Verdict
from studio.store.store import OpenReading
from studio.store.subjects import Subject


class RewardSpeaking:
    """One judge without a key that speaks again and again; refused where it could never say anything."""

    spent_usd = 0.0

    def __init__(self, *, project: str, rubric: Rubric, judge: Judge, reading: OpenReading) -> None:
        self._project, self._rubric, self._judge, self._reading = project, rubric, judge, reading
        if why := self._why_silent():
            raise StudioError(happened=why[0], safe="Nothing was judged.", to_do=why[1])

    async def readings(self, subjects: Sequence[Subject]) -> dict[str, dict[str, Reading]]:
        """What the judge says of each subject by criterion; a failure where it cannot tell."""
        found: dict[str, dict[str, Reading]] = {subject.id: {} for subject in subjects}
        for one in await asyncio.to_thread(self._verdicts, subjects):
            found[one.subject][one.criterion] = Reading(
                value=one.value, failure=one.failure, explanation=one.explanation or "", probabilities=one.probabilities
            )
        return found

    def _verdicts(self, subjects: Sequence[Subject]) -> list[Verdict]:
        if own_kind(self._judge.model) == "rule":
            return RuleBook(self._rubric, self._judge).verdicts(subjects)
        return taste_of_subjects(self._reading, subjects, project=self._project, rubric=self._rubric, judge=self._judge)

    def _why_silent(self) -> tuple[str, str] | None:
        if own_kind(self._judge.model) == "rule":
            if RuleBook(self._rubric, self._judge).needs_all:
                return "A rule asks whether an earlier sample is like it.", "Choose another judge."
            return None
        with self._reading() as database:
            model = known_taste(database, project=self._project, judge=self._judge)
        if model is None or not any(one.fitted for one in model.criteria.values()):
            return "Your taste has not been trained on enough ratings yet.", "Train it on the Judge page."
        return None
