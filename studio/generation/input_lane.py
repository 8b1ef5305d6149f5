"""One model's part in making inputs: which cells of the plan still lack some, how it is asked, what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from studio.calls import Failure, Reply, Request
from studio.curation.near_duplicates import NearDuplicates
from studio.generation.input_plan import Cell, InputPlan, cells
from studio.prompting.fence import fresh_nonce
from studio.prompting.input_request import InputForm, InputWish, input_request, read_inputs
from studio.prompting.token_estimate import estimated_input_tokens
from studio.records import FailureKind, Input, Usage, content_id
from studio.runs.work import Price, Saved, Task, Unreadable
from studio.store.engine import Database
from studio.store.input_pages import newest_texts
from studio.store.inputs import inputs_made_since, new_input, save_inputs, tag_key
from studio.store.store import OpenReading

INPUTS_A_CALL = 5
SHOWN_AS_THERE = 8
COMPARED_WITH = 20_000
EXPECTED_TOKENS_AN_INPUT = 60

Repeats = Literal["again", "drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputJob:
    """What one model is to write in a run."""

    project: str
    task: str
    """What the product does, in her words."""
    plan: InputPlan
    model: str
    """`provider:model`."""
    temperature: float | None = None
    repeats: Repeats = "again"
    """What becomes of an input that nearly repeats another: it is written again, or left out."""
    since: str = ""
    """When the run was written down: inputs that came later count towards the plan."""

    @property
    def form(self) -> InputForm:
        """A numbered list is all that a very small model can hold to."""
        return "lines" if self.model.startswith("local:") else "json"


@dataclass(slots=True)
class _Asked:
    wish: InputWish
    fresh: dict[str, str] = field(default_factory=dict)
    """New texts by the id of their input."""
    repeated: int = 0
    tries: int = 0


class InputLane:
    """A lane of a run (see studio.runs.work.Lane)."""

    def __init__(self, job: InputJob, *, reading: OpenReading, price: Price) -> None:
        self._job = job
        self._reading = reading
        self._price = price
        self.label = job.model
        self.address = job.model
        self.expected = job.plan.count
        with reading() as database:
            self._made = inputs_made_since(database, job.project, since=job.since)
            self._there = newest_texts(database, job.project, limit=COMPARED_WITH)
        self.settled = sum(min(cell.count, self._made[tag_key(cell.tags)]) for cell in cells(job.plan))
        # Beside the first calls, which take longer: the event loop must not stand still for 20,000 texts.
        indexing = ThreadPoolExecutor(max_workers=1)
        self._known = indexing.submit(_index_of, self._there)
        indexing.shutdown(wait=False)

    def pages(self) -> Iterator[Sequence[Task]]:
        """What each cell of the plan still lacks, a few inputs a call."""
        for cell in cells(self._job.plan):
            missing = cell.count - self._made[tag_key(cell.tags)]
            yield [
                self._task(cell, count=min(INPUTS_A_CALL, missing - start), place=start)
                for start in range(0, missing, INPUTS_A_CALL)
            ]

    def read(self, task: Task, reply: Reply) -> Unreadable | None:
        """Keeps what is new; a call that only repeats what is there, or cannot be read, is made once more."""
        asked: _Asked = task.key
        found = read_inputs(reply.text, wish=asked.wish, form=self._job.form)
        self._sort_out(asked, found.texts)
        asked.tries += 1
        missing = asked.wish.count - len(asked.fresh)
        if not missing:
            return None
        if asked.repeated:
            told = f"{asked.repeated} of {asked.wish.count} inputs repeat others and were left out."
            repair = self._again(task, asked) if self._job.repeats == "again" else None
            return Unreadable(told, repair, kind="repeated")
        return Unreadable(found.problem, self._again(task, asked))

    def save(self, database: Database, task: Task, outcome: Reply | Failure, call_id: int) -> Saved:
        """The new inputs; what is missing counts as the failure that made it so."""
        asked: _Asked = task.key
        made = [self._input(text, tags=asked.wish.tags) for text in asked.fresh.values()]
        save_inputs(database, made)
        missing = asked.wish.count - len(made)
        return Saved(len(made), (self._why(outcome, asked),) * missing)

    def expected_cost_usd(self, request: Request) -> float | None:
        """A guess at what the call costs; None when the price is unknown."""
        written = EXPECTED_TOKENS_AN_INPUT * INPUTS_A_CALL
        return self._price(self.address, Usage(input_tokens=estimated_input_tokens(request), output_tokens=written))

    def open_failures(self) -> dict[FailureKind, int]:
        """Failures leave nothing behind here: what is missing is simply asked for again."""
        return {}

    def _sort_out(self, asked: _Asked, texts: Sequence[str]) -> None:
        known = self._known.result()
        asked.repeated = 0
        for text in texts[: asked.wish.count - len(asked.fresh)]:
            name = self._input(text, tags={}).id
            if known.closest(text) is not None:
                asked.repeated += 1
                continue
            known.add(text_id=name, text=text)
            asked.fresh[name] = text

    def _task(self, cell: Cell, *, count: int, place: int) -> Task:
        subject = f"{cell_subject(cell)}:{place}"
        wish = InputWish(
            task=self._job.plan.task or self._job.task or "A product that answers its users.",
            count=count,
            tags=cell.tags,
            seeds=self._some(self._job.plan.seeds, subject=subject),
            instructions=self._job.plan.kind,
            hard_case=cell.hard_case.words if cell.hard_case else "",
            avoid=self._some(self._there, subject=subject),
        )
        return Task(subject, self._request(wish, subject=subject), _Asked(wish))

    def _again(self, task: Task, asked: _Asked) -> Request | None:
        """The one further try: for what is still missing, shown what has just been written."""
        if asked.tries > 1:
            return None
        avoid = (*asked.wish.avoid, *asked.fresh.values())
        wish = replace(asked.wish, count=asked.wish.count - len(asked.fresh), avoid=avoid)
        return self._request(wish, subject=f"{task.subject}:again")

    def _request(self, wish: InputWish, *, subject: str) -> Request:
        return input_request(
            wish,
            model=self._job.model,
            nonce=fresh_nonce(),
            form=self._job.form,
            temperature=self._job.temperature,
            # With what is there already in it: a model that is asked again should not say the same again.
            seed=int(content_id("seed", [subject, self._made.total()]), 16) % 2**31,
        )

    def _some(self, texts: Sequence[str], *, subject: str) -> tuple[str, ...]:
        """A few of many, other ones for every call, so that not all calls are led the same way."""
        if len(texts) <= SHOWN_AS_THERE:
            return tuple(texts)
        return tuple(Random(subject).sample(list(texts), SHOWN_AS_THERE))

    def _input(self, text: str, *, tags: Mapping[str, str]) -> Input:
        return new_input(project=self._job.project, text=text, origin="generated", tags=tags)

    def _why(self, outcome: Reply | Failure, asked: _Asked) -> FailureKind:
        if isinstance(outcome, Failure):
            return outcome.kind
        return "repeated" if asked.repeated else "unreadable"


def cell_subject(cell: Cell) -> str:
    """How the names of a cell's calls begin."""
    return f"inputs:{content_id('cell', dict(cell.tags))}"


def _index_of(texts: Sequence[str]) -> NearDuplicates:
    known = NearDuplicates()
    for place, text in enumerate(texts):
        known.add(text_id=str(place), text=text)
    return known
