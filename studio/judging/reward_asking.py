"""Asks a judge about outputs that are in no store, as they come up in training; it keeps neither calls nor verdicts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from random import Random
from secrets import token_hex
from typing import Any

from studio.calls import Call
from studio.curation.recipe import OVERALL
from studio.curation.scale_share import overall_share, scale_share
from studio.errors import StudioError
from studio.judging.judge_job import JudgeJob
from studio.judging.judge_lane import JudgeLane, readings_of
from studio.judging.verdict_reading import Reading
from studio.records import Criterion, Judge, Rubric, content_id
from studio.runs.asking import Asker, Ticket
from studio.runs.budget import Budget
from studio.runs.progress import LaneCount
from studio.runs.surroundings import StopSign, Surroundings
from studio.store.store import OpenReading
from studio.store.subjects import Subject

TIMEOUT_SECONDS = 120.0


class RewardAsking:
    """One judge that is asked again and again, within one budget; belongs to the event loop of its surroundings."""

    def __init__(
        self,
        *,
        project: str,
        rubric: Rubric,
        judge: Judge,
        reading: OpenReading,
        around: Surroundings,
        cap_usd: float | None,
    ) -> None:
        job = JudgeJob(project=project, rubric=rubric, judge=judge, only=(), secret=token_hex(16))
        self._lane = JudgeLane(job, reading=reading, price=around.cost_usd)
        self._count = LaneCount(label=self._lane.label, address=self._lane.address, expected=0)
        self._budget = Budget(cap_usd=cap_usd)
        self._stop_sign = StopSign()
        self._around = around
        self._asker = Asker(
            run_id=0,
            around=around,
            budget=self._budget,
            stop_sign=self._stop_sign,
            timeout_seconds=TIMEOUT_SECONDS,
            chance=Random(),
            keep_call=_forget,
        )

    @property
    def spent_usd(self) -> float:
        """What the calls have cost so far."""
        return self._budget.spent_usd

    async def readings(self, subjects: Sequence[Subject]) -> dict[str, dict[str, Reading]]:
        """What the judge says of each subject by criterion; raises StudioError where it cannot be asked any more."""
        found = await asyncio.gather(*(self._of(subject) for subject in subjects))
        if self._count.stopped or self._stop_sign.why:
            raise StudioError(
                happened=self._count.message or "The money cap of this reward is reached.",
                safe="The training has stopped before a step without its reward.",
                to_do="Mend that, or raise cap_usd, and go on from the last checkpoint.",
            )
        return {subject.id: readings for subject, readings in zip(subjects, found, strict=True)}

    async def _of(self, subject: Subject) -> dict[str, Reading]:
        tasks = self._lane.tasks_of(subject)
        provider, limit = self._around.provider(self._lane.address), self._around.limit(self._lane.address)
        readings: dict[str, Reading] = {}
        for task in tasks:
            answered = await self._asker.ask(Ticket(self._lane, self._count, task, provider, limit))
            if answered is not None:
                limit.saved()
            readings |= readings_of(task)
        return readings


def asked_subject(prompt: Any, completion: Any, *, input_text: str = "", reference: str = "") -> Subject:
    """One prompt and its completion, as texts or as messages, as a judge is shown them."""
    asked, answered = input_text or last_text(prompt, role="user"), last_text(completion, role="assistant")
    name = content_id("reward", [asked, answered, reference])
    return Subject(name, asked, reference or None, (answered,))


def last_text(said: Any, *, role: str) -> str:
    """The text itself, or that of the last message of this role; empty where there is none."""
    if isinstance(said, str):
        return said
    messages = [message for message in said if message.get("role") == role]
    content = messages[-1].get("content") if messages else ""
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if part.get("type") == "text")
    return content or ""


def reward_of(readings: Mapping[str, Reading], *, rubric: Rubric, criterion: str) -> float | None:
    """Where the verdicts stand between worst (0) and best (1), all together or on one criterion; None without them."""
    shares = {one.id: _share(readings.get(one.id), criterion=one) for one in rubric.criteria}
    return overall_share(shares, rubric=rubric) if criterion == OVERALL else shares[criterion]


def _share(reading: Reading | None, *, criterion: Criterion) -> float | None:
    """The worth of the value; what is to be expected of it where the judge gave probabilities: a finer reward."""
    if reading is None or reading.value is None:
        return None
    value = scale_share(reading.value, scale=criterion.scale)
    if value is None or not reading.probabilities:
        return value
    worths = {str(one): scale_share(one, scale=criterion.scale) for one in criterion.scale.values}
    return sum(chance * (worths.get(name) or 0.0) for name, chance in reading.probabilities.items())


def _forget(call: Call) -> None:
    """A training step is no run: its calls are not written down."""
