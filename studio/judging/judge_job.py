"""What one judge is to do, and one call of it: its request, its name, and what is needed to keep its answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from studio.calls import Request
from studio.judging.canaries import Canary
from studio.judging.request_name import RequestName
from studio.judging.verdict_reading import Reading
from studio.prompting.fence import call_nonce
from studio.prompting.judge_request import JudgePrompt, judge_prompts, judge_request
from studio.records import Judge, Order, Rubric
from studio.runs.work import Task
from studio.store.subjects import Subject

TOP_LOGPROBS = 10


@dataclass(slots=True)
class Asked:
    """One call: which prompt, shown how; its readings once they are there."""

    prompt: JudgePrompt
    subject: Subject
    order: Order
    repeat: int
    nonce: str
    readings: dict[str, Reading] = field(default_factory=dict)
    canary: Canary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeJob:
    """What one judge is to do in a run."""

    project: str
    rubric: Rubric
    judge: Judge
    repeats: int = 1
    only: Collection[str] | None = None
    """These subjects and no others."""
    again_since: str = ""
    """Judge again what was judged before this moment."""
    secret: str = ""
    """The workspace's own, so that nobody can foresee a fence."""
    canaries: bool = False
    """Whether samples whose verdict is known are mixed in."""


def calls_of(job: JudgeJob) -> list[tuple[Order, int]]:
    """In which orders and how often each subject is shown to this judge."""
    orders: tuple[Order, ...] = ("AB", "BA") if job.judge.mode == "pairwise" else ("",)
    return [(order, repeat) for order in orders for repeat in range(job.repeats)]


def judge_task(
    job: JudgeJob, prompt: JudgePrompt, subject: Subject, *, place: int, order: Order = "", repeat: int = 0
) -> Task:
    """One call of this judge about this subject: its request, its name, and what is needed to keep its answer."""
    judge = job.judge
    nonce = call_nonce(subject=subject.id, judge_id=judge.id, order=order, repeat=repeat, secret=job.secret)
    request = judge_request(
        prompt,
        outputs=subject.outputs,
        nonce=nonce,
        input_text=subject.input_text,
        reference=subject.reference,
        order=order,
        top_logprobs=TOP_LOGPROBS if judge.settings.probabilities else 0,
    )
    name = RequestName(judge_id=judge.id, subject=subject.id, order=order, repeat=repeat, place=place)
    return Task(subject.id, request, Asked(prompt, subject, order, repeat, nonce), str(name))


def exact_request(job: JudgeJob, subject: Subject, *, order: Order = "", repeat: int = 0) -> list[Request]:
    """What this judge is sent for one subject, word for word: one request a call."""
    prompts = judge_prompts(rubric=job.rubric, judge=job.judge)
    tasks = [
        judge_task(job, prompt, subject, place=place, order=order, repeat=repeat)
        for place, prompt in enumerate(prompts)
    ]
    return [task.request for task in tasks]
