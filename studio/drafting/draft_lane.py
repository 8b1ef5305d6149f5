"""One question to one model about a rubric: a draft, or edits; the reply is kept as proposals, never as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from studio.calls import Failure, Reply, Request
from studio.errors import StudioError
from studio.prompting.criteria_draft import draft_criteria_request, draft_form, read_criteria
from studio.prompting.criteria_from_ratings import criteria_from_ratings_request
from studio.prompting.fence import fresh_nonce
from studio.prompting.rated_cases import RatedCase
from studio.prompting.rubric_edits import read_edits, rubric_edits_request
from studio.prompting.token_estimate import estimated_input_tokens
from studio.records import Criterion, FailureKind, Rubric, Usage
from studio.rubric.edits import refuse_harm
from studio.rubric.reading import parse_rubric
from studio.rubric.writing import new_rubric_text
from studio.runs.work import Price, Saved, Task, Unreadable
from studio.store.engine import Database
from studio.store.proposals import Proposal, proposals_of_run, save_proposals
from studio.store.store import OpenReading

Asks = Literal["wish", "ratings", "disagreements"]
EXPECTED_REPLY_TOKENS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftJob:
    """What one model is asked about a rubric."""

    project: str
    asks: Asks
    model: str
    """`provider:model`."""
    rubric: Rubric
    """The rubric to mend; for a draft an empty one with its name, title and task."""
    wish: str = ""
    cases: tuple[RatedCase, ...] = ()


@dataclass(slots=True)
class _Asked:
    found: list[Proposal]
    tries: int = 0


class DraftLane:
    """A lane of a run (see studio.runs.work.Lane) with one task."""

    expected = 1

    def __init__(self, job: DraftJob, *, reading: OpenReading, price: Price, run_id: int) -> None:
        self._job = job
        self._price = price
        self._run_id = run_id
        self.label = job.model
        self.address = job.model
        with reading() as database:
            self.settled = min(1, len(proposals_of_run(database, run_id)))

    def pages(self) -> Iterator[Sequence[Task]]:
        """The one question, unless it was answered."""
        if not self.settled:
            yield [Task(f"rubric:{self._job.rubric.name}", draft_request(self._job), _Asked([]))]

    def read(self, task: Task, reply: Reply) -> Unreadable | None:
        """Keeps what can be used; a reply of which nothing can is asked for once more."""
        asked: _Asked = task.key
        asked.tries += 1
        bodies, problems = _read(self._job, reply.text)
        asked.found = [self._proposal(body) for body in bodies]
        if asked.found:
            return None
        again = draft_request(self._job) if asked.tries == 1 else None
        return Unreadable(" ".join(problems) or "The model proposed nothing.", again)

    def save(self, database: Database, task: Task, outcome: Reply | Failure, call_id: int) -> Saved:
        """The proposals, waiting for her."""
        asked: _Asked = task.key
        save_proposals(database, asked.found)
        if asked.found:
            return Saved(1)
        return Saved(0, (outcome.kind if isinstance(outcome, Failure) else "unreadable",))

    def expected_cost_usd(self, request: Request) -> float | None:
        """A guess at what the call costs; None when the price is unknown."""
        usage = Usage(input_tokens=estimated_input_tokens(request), output_tokens=EXPECTED_REPLY_TOKENS)
        return self._price(self.address, usage)

    def open_failures(self) -> dict[FailureKind, int]:
        """A question without an answer leaves nothing behind: it is simply asked again."""
        return {}

    def _proposal(self, body: dict[str, object]) -> Proposal:
        job = self._job
        is_edit = job.asks == "disagreements"
        return Proposal(
            project=job.project,
            run_id=self._run_id,
            rubric_name=job.rubric.name,
            base_id=job.rubric.id if is_edit else "",
            kind="edit" if is_edit else "rubric",
            body=body,
        )


def draft_request(job: DraftJob) -> Request:
    """What the model is sent, word for word but for the digits of its fences."""
    task = job.rubric.task
    if job.asks == "wish":
        return draft_criteria_request(model=job.model, wish=job.wish, task=task)
    if job.asks == "ratings":
        return criteria_from_ratings_request(model=job.model, cases=job.cases, nonce=fresh_nonce(), task=task)
    return rubric_edits_request(model=job.model, rubric=job.rubric, cases=job.cases, nonce=fresh_nonce())


def _read(job: DraftJob, text: str) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    """The bodies of the proposals, and in words what was left out."""
    if job.asks == "disagreements":
        edits = read_edits(text, rubric=job.rubric, cases=job.cases)
        return [edit.as_json() for edit in edits.edits], edits.problems
    draft = read_criteria(text, form=draft_form(job.model) if job.asks == "wish" else "json")
    criteria, problems = _harmless(job.rubric, draft.criteria)
    told = (*draft.problems, *problems)
    if not criteria:
        return [], told
    drafted = new_rubric_text(replace(job.rubric, criteria=criteria))
    return [{"text": drafted, "problems": list(told)}], told


def _harmless(rubric: Rubric, criteria: Sequence[Criterion]) -> tuple[tuple[Criterion, ...], list[str]]:
    kept, problems = [], []
    for criterion in criteria:
        alone = replace(rubric, criteria=(criterion,))
        try:
            read = parse_rubric(new_rubric_text(alone), file=rubric.name)
            refuse_harm(before=replace(rubric, criteria=()), after=read)
            kept.append(read.criteria[0])
        except StudioError as refused:
            problems.append(f"Left out: {refused.happened}")
    return tuple(kept), problems
