"""One judge's part of a run: what it has not judged yet, how it is asked, and how its answers are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from studio.calls import Failure, Reply, Request
from studio.judging.canaries import Canary, canaries_of
from studio.judging.judge_job import Asked, JudgeJob, calls_of, judge_task
from studio.judging.reading import failed_verdicts, read_verdicts
from studio.judging.repair import problem_of, repair_request, repaired
from studio.judging.request_name import parsed_name
from studio.judging.verdict_reading import Reading
from studio.prompting.judge_request import expected_output_tokens, judge_prompts
from studio.prompting.token_estimate import estimated_input_tokens
from studio.records import FailureKind, Order, Usage, Verdict
from studio.runs.work import Price, Saved, Task, Unreadable
from studio.store.batches import holders, waiting_in_batches
from studio.store.canaries import CanaryResult, canary_results, save_canary
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.store import OpenReading
from studio.store.subjects import Subject, subject_count, subject_pages, subjects_named
from studio.store.verdicts import FINAL_FAILURES, failures_by_kind, save_verdicts, settled_count, settled_keys

# Wide of the expected cost by this much, a cap still holds when replies are longer than usual.
COST_MARGIN = 1.5


class JudgeLane:
    """A lane of a run (see studio.runs.work.Lane)."""

    def __init__(self, job: JudgeJob, *, reading: OpenReading, price: Price, run_id: int | None = None) -> None:
        self._job = job
        self._reading = reading
        self._price = price
        self._run_id = run_id
        self._prompts = judge_prompts(rubric=job.rubric, judge=job.judge)
        self.id = job.judge.id
        self.label = job.judge.name or job.judge.model
        self.address = job.judge.model
        self._places = calls_of(job)
        self._criteria = [criterion.id for criterion in job.rubric.criteria]
        known = canaries_of(job.rubric) if job.canaries and job.judge.mode == "direct" else []
        self._canaries = {canary.subject.id: canary for canary in known}
        self._aside: Counter[tuple[int, str]] = Counter()
        """How many samples wait in the batches of which run, and since when."""
        self.expected, self.settled = self._count()

    def pages(self) -> Iterator[Sequence[Task]]:
        """What lacks a verdict, in subject order; read afresh at every page. Canaries come among the first."""
        job = self._job
        self._aside.clear()
        yield self._canary_tasks()
        for page in subject_pages(self._reading, job.project, mode=job.judge.mode, only=job.only):
            with self._reading() as database:
                tasks = self._tasks(database, page)
            yield tasks

    def tasks_of(self, subject: Subject) -> list[Task]:
        """Every call that one subject needs, whatever the store holds of it."""
        return [
            judge_task(self._job, prompt, subject, place=place, order=order, repeat=repeat)
            for place, prompt in enumerate(self._prompts)
            for order, repeat in self._places
        ]

    def tasks_named(self, names: Sequence[str]) -> dict[str, Task]:
        """The tasks of these names, as far as they are this judge's and their samples are still there."""
        read = {name: parsed for name in names if (parsed := parsed_name(name)) and parsed.judge_id == self.id}
        with self._reading() as database:
            found = subjects_named(database, sorted({one.subject for one in read.values()}), mode=self._job.judge.mode)
        by_id = {subject.id: subject for subject in found}
        mixed_in = {task.name: task for task in self._canary_tasks() if task.name in read}
        return mixed_in | {
            name: judge_task(
                self._job,
                self._prompts[one.place],
                by_id[one.subject],
                place=one.place,
                order=one.order,
                repeat=one.repeat,
            )
            for name, one in read.items()
            if one.subject in by_id and one.place < len(self._prompts)
        }

    def still_missing(self, tasks: Sequence[Task]) -> set[str]:
        """The names of those that lack a verdict on something they ask."""
        with self._reading() as database:
            settled = self._settled(database, [task.subject for task in tasks])
        return {task.name for task in tasks if _lacks_one(task.key, settled)}

    def left_aside(self) -> str:
        """Which samples wait in a provider's batch, and whose."""
        return " ".join(
            f"{_counted(count)} in a batch of run {run_id}, handed in at {at[:16].replace('T', ' ')} UTC; "
            f"resume that run to collect them."
            for (run_id, at), count in self._aside.items()
        )

    def read(self, task: Task, reply: Reply) -> Unreadable | None:
        """Keeps what can be read; says what a second attempt should mend."""
        asked: Asked = task.key
        readings = read_verdicts(reply, prompt=asked.prompt, request=task.request, order=asked.order)
        first_time = not asked.readings
        asked.readings = readings if first_time else repaired(asked.readings, again=readings)
        problem = problem_of(asked.readings)
        if not problem:
            return None
        repair = repair_request(task.request, reply=reply, problem=problem, nonce=asked.nonce) if first_time else None
        return Unreadable(problem, repair)

    def save(self, database: Database, task: Task, outcome: Reply | Failure, call_id: int) -> Saved:
        """One verdict a criterion: a value or a failure."""
        asked: Asked = task.key
        if isinstance(outcome, Failure) and not asked.readings:
            asked.readings = failed_verdicts(outcome, prompt=asked.prompt)
        if asked.canary is not None:
            self._save_canary(database, asked.canary, asked.readings[asked.canary.criterion])
            return Saved(0)
        verdicts = [self._verdict(asked, name, reading, call_id) for name, reading in asked.readings.items()]
        save_verdicts(
            database,
            verdicts,
            project=self._job.project,
            run_id=self._run_id,
            replace=bool(self._job.again_since),
        )
        failures = tuple(verdict.failure for verdict in verdicts if verdict.failure)
        return Saved(len(verdicts) - len(failures), failures)

    def expected_cost_usd(self, request: Request) -> float | None:
        """A careful guess at what the call costs; None when the price is unknown."""
        written = max(expected_output_tokens(prompt) for prompt in self._prompts)
        usage = Usage(input_tokens=estimated_input_tokens(request), output_tokens=written)
        cost = self._price(self.address, usage)
        return None if cost is None else cost * COST_MARGIN

    def open_failures(self) -> dict[FailureKind, int]:
        """What has failed and may be asked again, by kind."""
        job = self._job
        with self._reading() as database:
            found = failures_by_kind(database, project=job.project, judge_id=job.judge.id)
        return {kind: count for kind, count in found.items() if kind not in FINAL_FAILURES}

    def _canary_tasks(self) -> list[Task]:
        """Those that this run has not asked this judge about yet."""
        if not self._canaries or self._run_id is None:
            return []
        with self._reading() as database:
            asked = {one.subject for one in canary_results(database, self._run_id, judge_id=self.id) if not one.failure}
        tasks = []
        for canary in self._canaries.values():
            place = next(n for n, p in enumerate(self._prompts) if canary.criterion in {c.id for c in p.criteria})
            if canary.subject.id not in asked:
                task = judge_task(self._job, self._prompts[place], canary.subject, place=place)
                task.key.canary = canary
                tasks.append(task)
        return tasks

    def _save_canary(self, database: Database, canary: Canary, reading: Reading) -> None:
        assert self._run_id is not None
        result = CanaryResult(
            judge_id=self.id,
            subject=canary.subject.id,
            criterion=canary.criterion,
            expected=canary.expected,
            value=reading.value,
            failure=reading.failure,
            kind=canary.kind,
            plain=canary.plain,
        )
        save_canary(database, result, run_id=self._run_id)

    def _count(self) -> tuple[int, int]:
        job = self._job
        verdicts_each = len(job.rubric.criteria) * len(self._places)
        with self._reading() as database:
            if job.only is not None:
                settled = self._settled(database, sorted(job.only))
                return len(job.only) * verdicts_each, sum(repeat < job.repeats for *_, repeat in settled)
            expected = subject_count(database, job.project, mode=job.judge.mode) * verdicts_each
            if job.again_since:
                return expected, 0
            return expected, settled_count(database, project=job.project, judge_id=job.judge.id, repeats=job.repeats)

    def _tasks(self, database: Database, page: list[Subject]) -> list[Task]:
        settled = self._settled(database, [subject.id for subject in page])
        tasks = [
            judge_task(self._job, prompt, subject, place=place, order=order, repeat=repeat)
            for subject in page
            for place, prompt in enumerate(self._prompts)
            for order, repeat in self._places
            if any((subject.id, c.id, order, repeat) not in settled for c in prompt.criteria)
        ]
        waiting = waiting_in_batches(database, [task.name for task in tasks])
        if waiting:
            subjects = {task.name: task.subject for task in tasks}
            for held in holders(database, waiting):
                self._aside[held.run_id, held.handed_in_at] += len({subjects[name] for name in held.names})
        return [task for task in tasks if task.name not in waiting]

    def _settled(self, database: Database, subjects: Sequence[str]) -> set[tuple[str, str, Order, int]]:
        return settled_keys(
            database,
            project=self._job.project,
            judge_id=self.id,
            subjects=subjects,
            criteria=self._criteria,
            since=self._job.again_since,
        )

    def _verdict(self, asked: Asked, criterion: str, reading: Reading, call_id: int) -> Verdict:
        return Verdict(
            subject=asked.subject.id,
            judge_id=self._job.judge.id,
            criterion=criterion,
            order=asked.order,
            repeat=asked.repeat,
            value=reading.value,
            failure=reading.failure,
            explanation=reading.explanation,
            probabilities=reading.probabilities,
            mass=reading.mass,
            raw=reading.raw,
            call_id=call_id,
            created_at=now(),
        )


def readings_of(task: Task) -> dict[str, Reading]:
    """What was read from the reply to a judge's task; empty before there was one."""
    asked: Asked = task.key
    return asked.readings


def _counted(count: int) -> str:
    return "1 sample is" if count == 1 else f"{count:,} samples are"


def _lacks_one(asked: Asked, settled: set[tuple[str, str, Order, int]]) -> bool:
    places = ((asked.subject.id, c.id, asked.order, asked.repeat) for c in asked.prompt.criteria)
    return any(place not in settled for place in places)
