"""What a judging run will ask and cost, before anybody is asked: for the Judge page and `studio judge --dry-run`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.judging.canaries import canaries_of
from studio.judging.judge_job import JudgeJob, calls_of
from studio.prompting.fence import call_nonce
from studio.prompting.judge_request import JudgePrompt, expected_output_tokens, judge_prompts, judge_request
from studio.prompting.token_estimate import estimated_input_tokens, estimated_tokens
from studio.providers.prices import Guess
from studio.runs.outlook import USUAL_IN_FLIGHT, Outlook, mean, outlook
from studio.store.engine import Database
from studio.store.runs import usual_seconds
from studio.store.subject_choice import first_subjects
from studio.store.subjects import Subject, subject_count, subjects_named
from studio.store.verdicts import open_failures, settled_count, settled_keys

TYPICAL_SUBJECTS = 100
"""Names are hashes of the content, so the first hundred are a random hundred."""
SHORTEST_REPLY_SHARE = 0.5


def judge_estimate(
    job: JudgeJob,
    *,
    typical: Sequence[Subject],
    calls: int,
    seconds_a_call: float | None = None,
    in_flight: int = USUAL_IN_FLIGHT,
    base_url: str | None = None,
    is_batch: bool = False,
) -> Outlook:
    """What so many calls of this judge will take, when its samples are like the typical ones given."""
    return outlook(
        label=job.judge.name or job.judge.model,
        model=job.judge.model,
        calls=calls,
        guess=_guess(job, typical=typical),
        seconds_a_call=seconds_a_call,
        in_flight=in_flight,
        base_url=base_url,
        is_batch=is_batch,
    )


def estimated_judging(
    database: Database,
    jobs: Sequence[JudgeJob],
    *,
    local_slots: int,
    most_in_flight: int | None = None,
    price_url: Callable[[str], str | None] = lambda address: None,
    is_batch: bool = False,
) -> list[Outlook]:
    """What each judge's missing calls will take, with typical samples and earlier calls looked up in the store."""
    found = []
    for job in jobs:
        is_local = job.judge.model.startswith("local:")
        estimate = judge_estimate(
            job,
            typical=typical_subjects(database, job),
            calls=missing_calls(database, job),
            seconds_a_call=usual_seconds(database, job.judge.model),
            in_flight=local_slots if is_local else most_in_flight or USUAL_IN_FLIGHT,
            base_url=price_url(job.judge.model),
            is_batch=is_batch,
        )
        found.append(estimate)
    return found


def typical_subjects(database: Database, job: JudgeJob) -> list[Subject]:
    """A random hundred of the subjects that the job is about, always the same."""
    mode = job.judge.mode
    if job.only is not None:
        names = sorted(job.only)[:TYPICAL_SUBJECTS]
    else:
        names = first_subjects(database, job.project, mode=mode, count=TYPICAL_SUBJECTS)
    return subjects_named(database, names, mode=mode)


def missing_calls(database: Database, job: JudgeJob) -> int:
    """How many calls the job still needs: a call that lacks one criterion's verdict is made whole again."""
    calls = _missing_calls(database, job)
    return calls + len(canaries_of(job.rubric)) if calls and job.canaries and job.judge.mode == "direct" else calls


def _missing_calls(database: Database, job: JudgeJob) -> int:
    prompts, places = judge_prompts(rubric=job.rubric, judge=job.judge), calls_of(job)
    if job.only is not None:
        settled = settled_keys(
            database,
            project=job.project,
            judge_id=job.judge.id,
            subjects=sorted(job.only),
            criteria=[criterion.id for criterion in job.rubric.criteria],
            since=job.again_since,
        )
        return sum(
            any((subject, criterion.id, order, repeat) not in settled for criterion in prompt.criteria)
            for subject in job.only
            for prompt in prompts
            for order, repeat in places
        )
    subjects = subject_count(database, job.project, mode=job.judge.mode)
    every = subjects * len(places) * len(prompts)
    return every if job.again_since else every - _settled_calls(database, job, criteria_a_call=_widest(prompts))


def _settled_calls(database: Database, job: JudgeJob, *, criteria_a_call: int) -> int:
    """A call saves a verdict for each criterion it asks about, so whole calls can be counted from verdicts."""
    project, judge_id, repeats = job.project, job.judge.id, job.repeats
    settled = settled_count(database, project=project, judge_id=judge_id, repeats=repeats)
    open_verdicts, open_calls = open_failures(database, project=project, judge_id=judge_id, repeats=repeats)
    if criteria_a_call == 1:
        return settled
    return (settled + open_verdicts) // criteria_a_call - open_calls


def _guess(job: JudgeJob, *, typical: Sequence[Subject]) -> Guess:
    prompts = judge_prompts(rubric=job.rubric, judge=job.judge)
    order, _ = calls_of(job)[0]
    nonce = call_nonce(subject="", judge_id=job.judge.id)
    requests = [
        judge_request(
            prompt,
            outputs=subject.outputs,
            nonce=nonce,
            input_text=subject.input_text,
            reference=subject.reference,
            order=order,
        )
        for prompt in prompts
        for subject in typical
    ]
    expected = mean([expected_output_tokens(prompt) for prompt in prompts])
    return Guess(
        input_tokens=mean([estimated_input_tokens(request) for request in requests]),
        cacheable_tokens=mean([estimated_tokens(prompt.system) for prompt in prompts]),
        fewest_output_tokens=max(1, round(expected * SHORTEST_REPLY_SHARE)),
        expected_output_tokens=expected,
        most_output_tokens=max((request.max_output_tokens for request in requests), default=expected),
    )


def _widest(prompts: Sequence[JudgePrompt]) -> int:
    return max(len(prompt.criteria) for prompt in prompts)
