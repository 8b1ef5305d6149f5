"""A project of the test's own, judged by providers of the test's own through the studio's real run engine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from studio.calls import Failure, Reply, Request
from studio.judging.judge_run import judge_lanes, judge_plan, keep_judges
from studio.providers.scripted import ScriptedProvider
from studio.records import Criterion, Judge, Project, Rubric, Sample, Usage
from studio.runs.jobs import Jobs
from studio.runs.pace import NO_LIMIT, PerMinute
from studio.runs.progress import RunProgress
from studio.store import inputs, projects, runs, samples
from studio.store.engine import Database
from studio.store.store import Store
from tests.store.shelf import ask

PROJECT = "shop"
RUBRIC = Rubric(
    name="reply",
    title="Reply",
    criteria=(Criterion(id="answers", question="Does it answer?"), Criterion(id="kind", question="Is it kind?")),
)
CRITERIA = len(RUBRIC.criteria)

Act = Callable[[Request, int], Awaitable[Failure | str | None]]


async def answers(request: Request, number: int) -> None:
    """Answers at once, as the scripted model would."""


def failing(kind: Any, *, until: int = 10**9, **more: Any) -> Act:
    """Fails the calls up to this number, counted from 1."""

    async def act(request: Request, number: int) -> Failure | None:
        return Failure(kind=kind, message=f"It said {kind}.", **more) if number <= until else None

    return act


async def hangs(request: Request, number: int) -> None:
    """Does not answer."""
    await asyncio.sleep(3600)


class Acting:
    """A provider that does what the test says, and otherwise answers like the scripted one."""

    def __init__(self, act: Act = answers, *, name: str = "acting", max_in_flight: int = 16) -> None:
        self.name = name
        self.max_in_flight = max_in_flight
        self.asked: list[Request] = []
        self.at_once = 0
        self.most_at_once = 0
        self.closed = False
        self.act = act
        self._scripted = ScriptedProvider()

    async def ask(self, request: Request) -> Reply | Failure:
        """One call."""
        self.asked.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            said = await self.act(request, len(self.asked))
            if isinstance(said, Failure):
                return said
            if isinstance(said, str):
                usage = Usage(input_tokens=100, output_tokens=10)
                return Reply(text=said, usage=usage, seconds=0.0, model=request.model)
            return await self._scripted.ask(replace(request, model="fair"))
        finally:
            self.at_once -= 1

    async def models(self) -> list[str]:
        """None in particular."""
        return []

    async def close(self) -> None:
        """Notes that it was closed."""
        self.closed = True


class Shop:
    """A store with samples, and jobs that know these providers."""

    def __init__(self, folder: Path, *providers: Acting, count: int = 20, price_usd: float | None = 0.0) -> None:
        self.store = Store(folder / "studio.db")
        self.store.write(lambda database: fill(database, count=count))
        doors = {provider.name: provider for provider in providers}
        self.price_usd = price_usd
        self.jobs = Jobs(
            store=self.store,
            open_provider=lambda address: doors[address.partition(":")[0]],
            price=lambda address, usage: self.price_usd,
        )

    def begin(
        self,
        *models: str,
        cap_usd: float | None = None,
        repeats: int = 1,
        per_minute: PerMinute = NO_LIMIT,
        **plan: Any,
    ) -> int:
        """Starts a judging run."""
        judges = [Judge(model=model, rubric_id=RUBRIC.id) for model in models]

        def action(database: Database) -> int:
            keep_judges(database, rubric=RUBRIC, judges=judges)
            planned = judge_plan(judges=judges, repeats=repeats, **plan) | {"per_minute": asdict(per_minute)}
            return runs.new_run(database, project=PROJECT, kind="judge", plan=planned, cap_usd=cap_usd)

        return self.go_on(self.store.write(action))

    def go_on(self, run_id: int) -> int:
        """Starts a written-down run, or resumes it."""
        with self.store.reading() as database:
            run = runs.run_of(database, run_id)
            spent = sum(one.cost_usd for one in runs.spending(database, run_id))
        assert run is not None
        lanes = judge_lanes(run, reading=self.store.reading, price=self.jobs.cost_usd, secret="test")
        self.jobs.start(
            run_id=run_id,
            lanes=lanes,
            cap_usd=run.cap_usd,
            spent_usd=spent,
            most_in_flight=run.plan["most_in_flight"],
            per_minute={lane.address: PerMinute(**run.plan.get("per_minute", {})) for lane in lanes},
            timeout_seconds=run.plan["timeout_seconds"],
        )
        return run_id

    def end(self, run_id: int, *, seconds: float = 30.0) -> RunProgress:
        """Waits for the run's end."""
        assert self.jobs.wait(run_id, seconds=seconds), "the run did not end"
        progress = self.jobs.progress(run_id)
        assert progress is not None
        return progress

    def judge(self, *models: str, **plan: Any) -> RunProgress:
        """A whole run."""
        return self.end(self.begin(*models, **plan))

    def state(self, run_id: int) -> str:
        """What the database says of a run."""
        return str(self.rows(f"select state from run where id = {run_id}")[0][0])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a question."""
        return ask(self.store.path, sql)

    def count(self, what: str) -> int:
        """How many rows."""
        return int(self.rows(f"select count(*) from {what}")[0][0])

    def close(self) -> None:
        """Ends everything."""
        self.jobs.close()
        self.store.close()


def until(true: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Waits for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.01)


def fill(database: Database, *, count: int) -> None:
    """A project with one input and so many samples."""
    projects.save_project(database, Project(id=PROJECT, title="Shop"))
    question = inputs.new_input(project=PROJECT, text="Where is my parcel?")
    inputs.save_inputs(database, [question])
    samples.save_samples(database, _samples(question.id, count=count))


def _samples(input_id: str, *, count: int) -> Sequence[Sample]:
    return [
        Sample(id=f"{n:016d}", project=PROJECT, input_id=input_id, output=f"It is in van {n}.") for n in range(count)
    ]
