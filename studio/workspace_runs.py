"""The part of a workspace that estimates, starts and follows runs; it carries out none itself (see studio.runs)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import asdict
from functools import cached_property
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from studio.errors import NotFound, StudioError
from studio.records import Judge, Order, Project, Prompt, Rubric, Run, RunKind, Usage
from studio.run_kinds import lanes_as_left, lanes_of
from studio.runs.jobs import Jobs
from studio.runs.own_work import OwnLane
from studio.runs.pace import NO_LIMIT, PerMinute
from studio.runs.progress import RunProgress
from studio.settings import Settings
from studio.store import facts, prompts, runs
from studio.store.canaries import CanaryResult, canary_results
from studio.store.engine import Database
from studio.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from studio.calls import Request
    from studio.generation.input_plan import InputPlan
    from studio.judging.judge_job import JudgeJob
    from studio.judging.request_files import ReadResults
    from studio.store.subjects import Subject


class WorkspaceRuns:
    """Runs of one workspace; `Workspace` is the only class that is one of these."""

    store: Store
    jobs: Jobs

    @property
    @abstractmethod
    def settings(self) -> Settings:
        """The workspace's settings as they stand in its file now."""

    def start_judging(
        self,
        project: Project,
        *,
        rubric: Rubric,
        judges: Sequence[Judge],
        cap_usd: float | None = None,
        per_minute: PerMinute = NO_LIMIT,
        **plan: Any,
    ) -> int:
        """Starts a run in which these judges judge what they have not judged; see judge_plan for the rest."""
        from studio.judging.judge_run import judge_plan, keep_judges

        self._refuse_twice(project.id, judges=[judge.id for judge in judges])

        def action(database: Database) -> int:
            keep_judges(database, rubric=rubric, judges=judges)
            planned = judge_plan(judges=judges, **plan) | {"per_minute": asdict(per_minute)}
            return runs.new_run(database, project=project.id, kind="judge", plan=planned, cap_usd=cap_usd)

        return self._begin(self.store.write(action))

    def start_generating(
        self,
        project: Project,
        *,
        prompts_used: Sequence[Prompt],
        cap_usd: float | None = None,
        per_minute: PerMinute = NO_LIMIT,
        **plan: Any,
    ) -> int:
        """Starts a run in which models answer the project's inputs under these prompts; see sample_plan."""
        from studio.generation.sample_run import sample_plan

        def action(database: Database) -> int:
            for prompt in prompts_used:
                prompts.save_prompt(database, prompt, project_id=project.id)
            planned = sample_plan(prompts=prompts_used, **plan) | {"per_minute": asdict(per_minute)}
            return runs.new_run(database, project=project.id, kind="generate", plan=planned, cap_usd=cap_usd)

        return self._begin(self.store.write(action))

    def start_writing_inputs(
        self,
        project: Project,
        *,
        inputs: InputPlan,
        model: str,
        cap_usd: float | None = None,
        per_minute: PerMinute = NO_LIMIT,
        **plan: Any,
    ) -> int:
        """Starts a run in which a model writes new inputs to a plan; see input_run_plan for the rest."""
        from studio.generation.input_run import input_run_plan

        planned = input_run_plan(plan=inputs, model=model, **plan) | {"per_minute": asdict(per_minute)}
        new = self.store.write(
            lambda database: runs.new_run(database, project=project.id, kind="generate", plan=planned, cap_usd=cap_usd)
        )
        return self._begin(new)

    def start_drafting(self, project: Project, *, plan: dict[str, Any], cap_usd: float | None = None) -> int:
        """Starts a run in which a model drafts a rubric or proposes edits of one; see draft_plan."""
        new = self.store.write(
            lambda database: runs.new_run(database, project=project.id, kind="generate", plan=plan, cap_usd=cap_usd)
        )
        return self._begin(new)

    def resume(self, run_id: int, *, cap_usd: float | None = None) -> int:
        """Goes on with a run: only what is missing is asked, and what it has cost counts towards its cap."""
        if run_id in self.jobs.live_runs():
            return run_id
        run = self.run(run_id)
        self._refuse_twice(run.project, judges=run.plan.get("judges", ()))
        if cap_usd is not None:
            self.store.write(lambda database: runs.set_run_cap(database, run_id, cap_usd=cap_usd))
        return self._begin(run_id)

    def write_requests(
        self,
        project: Project,
        *,
        rubric: Rubric,
        judges: Sequence[Judge],
        file: Path,
        only: Collection[str] | None = None,
        repeats: int = 1,
    ) -> int:
        """Writes what these judges have not been asked yet into a file, for others to run; returns how many."""
        from studio.judging.judge_lane import JudgeLane
        from studio.judging.judge_run import keep_judges
        from studio.judging.request_files import write_requests

        self.store.write(lambda database: keep_judges(database, rubric=rubric, judges=judges))
        jobs = [self.judge_job(project, rubric=rubric, judge=judge, repeats=repeats, only=only) for judge in judges]
        lanes = [JudgeLane(job, reading=self.store.reading, price=self.price_usd) for job in jobs]
        return write_requests(lanes, file=file)

    def read_results(self, project: Project, *, file: Path) -> tuple[int, ReadResults]:
        """Takes in a file of results as a run of its own; returns its number and what became of the lines."""
        from studio.judging.judge_run import file_plan, judge_lanes
        from studio.judging.request_files import judges_in, read_results

        def action(database: Database) -> int:
            plan = file_plan(database, file, judges=judges_in(file), project=project.id)
            run_id = runs.new_run(database, project=project.id, kind="judge", plan=plan)
            runs.set_run_state(database, run_id, state="running")
            return run_id

        run_id = self.store.write(action)
        secret = self._fence_secret
        lanes = judge_lanes(self.run(run_id), reading=self.store.reading, price=self.price_usd, secret=secret)
        asked = [lane for lane in lanes if not isinstance(lane, OwnLane)]
        report = read_results(asked, file=file, store=self.store, run_id=run_id)
        told = f"{report.lines:,} lines of {file.name} were read."
        self.store.write(lambda database: runs.set_run_state(database, run_id, state="done", message=told))
        return run_id, report

    def progress(self, run_id: int) -> RunProgress:
        """A run at this moment: live where this process carries it out, else as it was left."""
        live = self.jobs.progress(run_id)
        if live is not None:
            return live
        run = self.run(run_id)
        with self.store.reading() as database:
            spent = runs.spending(database, run_id)
        left = lanes_as_left(self._lanes(run), spent=spent)
        return RunProgress(run_id=run.id, state=run.state, message=run.message, lanes=left, under_way=0)

    def run(self, run_id: int) -> Run:
        """The run of this number; raises NotFound in words."""
        with self.store.reading() as database:
            found = runs.run_of(database, run_id)
        if found is None:
            raise NotFound(happened=f"There is no run {run_id}.", to_do="Choose one from the list of runs.")
        return found

    def runs(self, project_id: str, *, kind: RunKind | None = None) -> list[Run]:
        """The project's runs, newest first."""
        with self.store.reading() as database:
            return runs.runs(database, project_id, kind=kind)

    def judge_job(
        self,
        project: Project,
        *,
        rubric: Rubric,
        judge: Judge,
        repeats: int = 1,
        only: Collection[str] | None = None,
        again_since: str = "",
        canaries: bool = False,
    ) -> JudgeJob:
        """What a judge would do in a run, for an estimate or a look at what it would be asked."""
        from studio.judging.judge_job import JudgeJob
        from studio.own_judges.kinds import asked_of

        return JudgeJob(
            project=project.id,
            rubric=asked_of(rubric, model=judge.model),
            judge=judge,
            repeats=repeats,
            only=only,
            again_since=again_since,
            secret=self._fence_secret,
            canaries=canaries,
        )

    def canaries(self, run_id: int) -> list[CanaryResult]:
        """What the judges of a run said of the samples whose verdict is known."""
        with self.store.reading() as database:
            return canary_results(database, run_id)

    def exact_request(self, job: JudgeJob, subject: Subject, *, order: Order = "", repeat: int = 0) -> list[Request]:
        """What a judge is sent for one sample or pair, word for word: one request a call."""
        from studio.judging.judge_job import exact_request

        return exact_request(job, subject, order=order, repeat=repeat)

    def _begin(self, run_id: int) -> int:
        run = self.run(run_id)
        self._price_urls.clear()
        with self.store.reading() as database:
            spent = sum(one.cost_usd for one in runs.spending(database, run_id))
        lanes = self._lanes(run)
        if run.plan.get("batch"):
            self.jobs.start_batches(run_id=run_id, lanes=lanes, cap_usd=run.cap_usd, spent_usd=spent)
            return run_id
        self.jobs.start(
            run_id=run_id,
            lanes=lanes,
            cap_usd=run.cap_usd,
            spent_usd=spent,
            most_in_flight=run.plan["most_in_flight"],
            per_minute={lane.address: self._pace_of(lane.address, run=run) for lane in lanes},
            timeout_seconds=run.plan["timeout_seconds"],
        )
        return run_id

    def _pace_of(self, address: str, *, run: Run) -> PerMinute:
        """What the run was told, else what the settings say of the model's provider."""
        said = PerMinute(**run.plan.get("per_minute", {}))
        usual = self.settings.limits_of(address.partition(":")[0])
        return PerMinute(requests=said.requests or usual.requests or None, tokens=said.tokens or usual.tokens or None)

    def _refuse_twice(self, project_id: str, *, judges: Sequence[str]) -> None:
        """One judge in two runs at once would be paid for the same verdicts twice."""
        for other in map(self.run, self.jobs.live_runs()):
            if other.project == project_id and set(judges) & set(other.plan.get("judges", ())):
                raise StudioError(
                    happened=f"Run {other.id} is asking the same judge in this project just now.",
                    safe="Nothing was sent twice.",
                    to_do="Wait until that run has ended, or cancel it.",
                )

    def _lanes(self, run: Run) -> Sequence[Any]:
        return lanes_of(run, reading=self.store.reading, price=self.price_usd, secret=self._fence_secret)

    def price_usd(self, address: str, usage: Usage) -> float | None:
        """What these tokens cost at this model, by the list of its own server where that is hers; None: unknown."""
        return price_usd(address, usage, base_url=self.price_url(address))

    def price_url(self, address: str) -> str | None:
        """Where the price list of a server of hers is found; None for the built-in providers."""
        from studio.providers.registry import price_url

        if address not in self._price_urls:
            self._price_urls[address] = price_url(address, settings=self.settings)
        return self._price_urls[address]

    @cached_property
    def _price_urls(self) -> dict[str, str | None]:
        """Looked up once a run: the settings file is not read for every call."""
        return {}

    @cached_property
    def _fence_secret(self) -> str:
        with self.store.reading() as database:
            known = facts.fact(database, "fence_secret")
        if known is None:
            known = token_hex(16)
            self.store.write(lambda database: facts.save_fact(database, key="fence_secret", value=known))
        return known


def price_usd(address: str, usage: Usage, *, base_url: str | None = None) -> float | None:
    """What these tokens cost at this model; None when nobody knows."""
    from studio.providers.prices import price

    cost = price(address, usage, base_url=base_url)
    return None if cost is None else cost.usd
