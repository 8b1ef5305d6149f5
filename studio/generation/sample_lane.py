"""One prompt with one model in a run: which inputs it has not answered yet, and how its answers are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.calls import Failure, Reply, Request
from studio.prompting.templates import filled, names_in
from studio.prompting.token_estimate import estimated_input_tokens
from studio.records import FailureKind, Input, Prompt, Sample, Usage
from studio.runs.work import Price, Saved, Task, Unreadable
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.inputs import input_count, inputs
from studio.store.samples import answered_samples, failed_samples, generated_sample_id, save_samples
from studio.store.store import OpenReading
from studio.store.variants import SETTINGS_TAG

PAGE = 500
EXPECTED_OUTPUT_TOKENS = 250
USUAL_OUTPUT_TOKENS = 1024
# The built-in model is small: it goes round in circles without a little chance, and for ever without an early end.
LOCAL_OUTPUT_TOKENS = 256
LOCAL_TEMPERATURE = 0.7

Effort = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleJob:
    """What one model is to answer in a run."""

    project: str
    prompt: Prompt
    model: str
    """`provider:model`."""
    per_input: int = 1
    temperature: float | None = None
    max_output_tokens: int = USUAL_OUTPUT_TOKENS
    effort: Effort | None = None
    only: Collection[str] | None = None
    """These inputs and no others."""

    @property
    def settings(self) -> str:
        """What else the answer depends on, as part of its name."""
        parts = ["" if self.temperature is None else f"temperature={self.temperature:g}"]
        parts += [f"effort={self.effort}" if self.effort else ""]
        parts += ["" if self.max_output_tokens == USUAL_OUTPUT_TOKENS else f"at_most={self.max_output_tokens}"]
        return " ".join(part for part in parts if part)

    @property
    def settings_in_words(self) -> str:
        """The settings that differ from the usual ones, for the head of a column."""
        return self.settings.replace("=", " ").replace("_", " ")


def sample_label(job: SampleJob) -> str:
    """The prompt and the model, in words."""
    return f"{job.prompt.name} · {job.model}"


def template_values(subject: Input, *, template: str) -> dict[str, str]:
    """What a template's places hold for an input: its text, and its tags; a tag it does not have is empty."""
    return {name: subject.tags.get(name, "") for name in names_in(template)} | {"input": subject.text}


class SampleLane:
    """A lane of a run (see studio.runs.work.Lane)."""

    def __init__(self, job: SampleJob, *, reading: OpenReading, price: Price) -> None:
        self._job = job
        self._reading = reading
        self._price = price
        self.label = sample_label(job)
        self.address = job.model
        self.expected, self.settled = self._count()

    def pages(self) -> Iterator[Sequence[Task]]:
        """Inputs without an answer, in the order they came."""
        for page in self._input_pages():
            wanted = self._wanted(page)
            answered = self._answered(wanted)
            yield [self._task(name, *place) for name, place in wanted.items() if name not in answered]

    def read(self, task: Task, reply: Reply) -> Unreadable | None:
        """Any answer is an answer."""
        return None

    def save(self, database: Database, task: Task, outcome: Reply | Failure, call_id: int) -> Saved:
        """One sample, or the failure in its place."""
        subject, repeat = task.key
        failure = outcome.kind if isinstance(outcome, Failure) else None
        sample = Sample(
            id=task.subject,
            project=self._job.project,
            input_id=subject.id,
            prompt_id=self._job.prompt.id,
            system=self._job.model,
            repeat=repeat,
            output="" if isinstance(outcome, Failure) else outcome.text,
            failure=failure,
            tags=self._tags(subject),
            created_at=now(),
        )
        save_samples(database, [sample], call_id=call_id)
        return Saved(0, (failure,)) if failure else Saved(1)

    def expected_cost_usd(self, request: Request) -> float | None:
        """A guess at what the call costs; None when the price is unknown."""
        usage = Usage(input_tokens=estimated_input_tokens(request), output_tokens=EXPECTED_OUTPUT_TOKENS)
        return self._price(self.address, usage)

    def open_failures(self) -> dict[FailureKind, int]:
        """What has failed and may be asked again, by kind."""
        job = self._job
        with self._reading() as database:
            return failed_samples(database, job.project, prompt_id=job.prompt.id, system=job.model)

    def _input_pages(self) -> Iterator[list[Input]]:
        offset = 0
        while True:
            with self._reading() as database:
                page = inputs(database, self._job.project, limit=PAGE, offset=offset)
            if not page:
                return
            only = self._job.only
            yield [subject for subject in page if only is None or subject.id in only]
            offset += PAGE

    def _wanted(self, page: Sequence[Input]) -> dict[str, tuple[Input, int]]:
        """The samples a page of inputs is to get, by name."""
        repeats = range(self._job.per_input)
        return {self._sample_id(subject, repeat): (subject, repeat) for subject in page for repeat in repeats}

    def _answered(self, names: Collection[str]) -> set[str]:
        with self._reading() as database:
            return answered_samples(database, list(names))

    def _count(self) -> tuple[int, int]:
        with self._reading() as database:
            every = input_count(database, self._job.project)
        chosen = every if self._job.only is None else len(self._job.only)
        settled = sum(len(self._answered(self._wanted(page))) for page in self._input_pages())
        return chosen * self._job.per_input, settled

    def _sample_id(self, subject: Input, repeat: int) -> str:
        job = self._job
        return generated_sample_id(
            project=job.project,
            input_id=subject.id,
            prompt_id=job.prompt.id,
            model=job.model,
            settings=job.settings,
            repeat=repeat,
        )

    def _tags(self, subject: Input) -> dict[str, str]:
        words = self._job.settings_in_words
        return dict(subject.tags) | ({SETTINGS_TAG: words} if words else {})

    def _task(self, name: str, subject: Input, repeat: int) -> Task:
        job = self._job
        is_local = job.model.startswith("local:")
        request = Request(
            model=job.model.partition(":")[2],
            system=job.prompt.system,
            user=(filled(job.prompt.template, values=template_values(subject, template=job.prompt.template)),),
            max_output_tokens=min(job.max_output_tokens, LOCAL_OUTPUT_TOKENS) if is_local else job.max_output_tokens,
            temperature=LOCAL_TEMPERATURE if is_local and job.temperature is None else job.temperature,
            effort=job.effort,
            # The built-in model draws by lot: an answer that was cut off would be cut off again.
            seed=repeat if job.per_input > 1 and not is_local else None,
        )
        return Task(name, request, (subject, repeat))
