"""What the rules of a rubric say of samples, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

from studio.curation.near_duplicates import NearDuplicates
from studio.records import Judge, Rubric, Verdict
from studio.rules.checking import check, value_of
from studio.rules.found import Asked
from studio.rules.repeats import watched_likeness
from studio.store.clock import now
from studio.store.subjects import Subject


class RuleBook:
    """The rules of a rubric at work; it remembers outputs only where a rule asks for repeats."""

    def __init__(self, rubric: Rubric, judge: Judge) -> None:
        self._judge_id = judge.id
        self._criteria = [criterion for criterion in rubric.criteria if criterion.rule is not None]
        watched = [watched_likeness(c.rule.setting) for c in self._criteria if c.rule and c.rule.kind == "repeats"]
        self._earlier = NearDuplicates(threshold=min(watched)) if watched else None

    @property
    def needs_all(self) -> bool:
        """Whether it must see every sample of a project, in their order, to speak of one."""
        return self._earlier is not None

    def verdicts(self, subjects: Sequence[Subject]) -> list[Verdict]:
        """A verdict for each subject and rule; subjects seen later are held against these."""
        return [verdict for subject in subjects for verdict in self._of(subject)]

    def _of(self, subject: Subject) -> list[Verdict]:
        asked = Asked(
            input_text=subject.input_text, output=subject.outputs[0], earlier_likeness=self._likeness(subject)
        )
        moment = now()
        found = [(criterion, check(criterion, asked)) for criterion in self._criteria]
        return [
            Verdict(
                subject=subject.id,
                judge_id=self._judge_id,
                criterion=criterion.id,
                value=value_of(criterion, one),
                failure="not_applicable" if one.holds is None else None,
                explanation=one.why,
                created_at=moment,
            )
            for criterion, one in found
        ]

    def _likeness(self, subject: Subject) -> float | None:
        if self._earlier is None:
            return None
        near = self._earlier.closest(subject.outputs[0])
        self._earlier.add(text_id=subject.id, text=subject.outputs[0])
        return near.similarity if near else 0.0
