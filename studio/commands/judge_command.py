"""`studio judge`: judges give verdicts on every sample that lacks one."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

from studio.cli import add_workspace
from studio.commands.call_words import add_call_words, per_minute
from studio.commands.choices import chosen_rubric, refuse_unknown_models
from studio.commands.judge_files import read_file, write_file
from studio.commands.judge_samples import add_sample_words, chosen_only
from studio.commands.running import follow, report, workspace_for_writing
from studio.errors import NotFound
from studio.judge_settings import JuryRule
from studio.judging.judge_run import usual_settings
from studio.judging.moved_on import moved_on
from studio.own_judges.kinds import own_judge, own_kind
from studio.records import Judge, Project, Rubric
from studio.store.clock import now
from studio.store.judges import save_judge
from studio.store.juries import new_jury
from studio.store.samples import pair_up
from studio.workspace import Workspace

UNFINISHED = ("paused", "interrupted", "cancelled")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--rubric", metavar="FILE", help="a rubric file, or the name of one in the workspace")
    parser.add_argument("--judge", action="append", default=[], metavar="PROVIDER:MODEL", help="repeat for several")
    add_sample_words(parser)
    _add_settings(parser)
    parser.add_argument("--jury", choices=get_args(JuryRule), help="take the judges of this run together as one more")
    parser.add_argument("--weights", metavar="W,W,...", help="of a weighted jury, one a judge, in their order")
    add_call_words(parser)
    parser.add_argument("--again", action="store_true", help="judge again what has a verdict already")
    parser.add_argument("--canaries", action="store_true", help="mix in samples whose verdict is known")
    parser.add_argument("--batch", action="store_true", help="hand in at half price, answered within a day")
    parser.add_argument("--dry-run", action="store_true", help="say what it would take, and ask nobody")
    parser.add_argument("--resume", action="store_true", help="go on with the last run that did not finish")
    parser.add_argument("--cancel", action="store_true", help="cancel the last run that did not finish")
    parser.add_argument("--write-requests", type=Path, metavar="FILE", help="write the requests, for others to run")
    parser.add_argument("--read-results", type=Path, metavar="FILE", help="take in what others have run")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mode", choices=("direct", "pairwise"), default="direct")
    parser.add_argument("--calls", choices=("all_criteria", "one_criterion"), help="all in one call, or each apart")
    parser.add_argument("--reason", choices=("before", "after", "none"), help="before the verdict, after it, or none")
    parser.add_argument("--no-examples", action="store_true", help="do not show the rubric's examples")
    parser.add_argument("--probabilities", action="store_true", help="ask for token probabilities, where there are any")
    parser.add_argument("--instructions", type=Path, metavar="FILE", help="your own words to the judges")
    parser.add_argument("--temperature", type=float)
    parser.add_argument("--effort", choices=("low", "medium", "high"), help="of models that think first")
    parser.add_argument("--repeats", type=int, default=1, metavar="N", help="verdicts a sample")


def run(arguments: argparse.Namespace) -> int:
    """Runs until every sample has a verdict or a named failure."""
    with workspace_for_writing(arguments.workspace, purpose="studio judge") as workspace:
        project = workspace.project(arguments.project)
        if arguments.read_results:
            return read_file(workspace, project, file=arguments.read_results, as_json=arguments.json)
        if arguments.write_requests:
            return _written(workspace, project, arguments)
        if arguments.dry_run:
            return _forecast(workspace, project, arguments)
        run_id = _resumed(workspace, project, arguments) if arguments.resume or arguments.cancel else None
        run_id = run_id or _started(workspace, project, arguments)
        if arguments.cancel:
            workspace.jobs.stop(run_id, why="cancel")
        progress = follow(workspace, run_id)
        _tell_when_moved_on(workspace, project, arguments, run_id=run_id)
        return report(progress, as_json=arguments.json, what="verdicts", canaries=workspace.canaries(run_id))


def _tell_when_moved_on(workspace: Workspace, project: Project, arguments: argparse.Namespace, *, run_id: int) -> None:
    def read_now(name: str) -> Rubric | None:
        found = chosen_rubric(workspace, project, wanted=arguments.rubric)
        return found if found.name == name else None

    told = workspace.read(lambda database: moved_on(database, workspace.run(run_id), read_now=read_now))
    if told:
        print(told, file=sys.stderr)


def _resumed(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> int | None:
    unfinished = [run for run in workspace.runs(project.id, kind="judge") if run.state in UNFINISHED]
    return workspace.resume(unfinished[0].id, cap_usd=arguments.max_cost) if unfinished else None


def _started(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> int:
    if not arguments.judge:
        going_on = arguments.resume or arguments.cancel
        raise NotFound(
            happened="There is no run to go on with." if going_on else "There is no judge to ask.",
            safe="Nothing was asked.",
            to_do="Name one with --judge PROVIDER:MODEL.",
        )
    refuse_unknown_models(workspace, [model for model in arguments.judge if own_kind(model) is None])
    rubric = _rubric(workspace, project, arguments)
    judges = _judges(rubric, arguments)
    jury = _jury(judges, arguments)
    run_id = workspace.start_judging(
        project,
        rubric=rubric,
        judges=judges,
        cap_usd=arguments.max_cost,
        repeats=arguments.repeats,
        again=arguments.again,
        most_in_flight=arguments.concurrency,
        only=chosen_only(workspace, project, rubric=rubric, judges=judges, arguments=arguments),
        per_minute=per_minute(arguments),
        timeout_seconds=arguments.timeout,
        batch=arguments.batch,
        canaries=arguments.canaries,
    )
    if jury is not None:
        workspace.write(lambda database: save_judge(database, jury))
    if not project.rubric:
        workspace.save_project(replace(project, rubric=rubric.name))
    return run_id


def _jury(judges: list[Judge], arguments: argparse.Namespace) -> Judge | None:
    if not arguments.jury:
        return None
    try:
        weights = [float(weight) for weight in (arguments.weights or "").split(",") if weight.strip()]
    except ValueError:
        weights = []
    return new_jury(judges, rule=arguments.jury, weights=weights)


def _written(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> int:
    rubric = _rubric(workspace, project, arguments)
    judges = _judges(rubric, arguments)
    return write_file(
        workspace,
        project,
        rubric=rubric,
        judges=judges,
        only=chosen_only(workspace, project, rubric=rubric, judges=judges, arguments=arguments),
        file=arguments.write_requests,
        repeats=arguments.repeats,
        as_json=arguments.json,
    )


def _forecast(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> int:
    # A run, which is to send its first request soon, needs neither.
    from studio.commands.forecasts import told_before
    from studio.judging.estimate import estimated_judging

    rubric = _rubric(workspace, project, arguments)
    judges = _judges(rubric, arguments)
    only = chosen_only(workspace, project, rubric=rubric, judges=judges, arguments=arguments)
    jobs = [
        workspace.judge_job(
            project,
            rubric=rubric,
            judge=judge,
            repeats=arguments.repeats,
            only=only,
            again_since=now() if arguments.again else "",
        )
        for judge in judges
        if own_kind(judge.model) is None
    ]
    found = workspace.read(
        lambda database: estimated_judging(
            database,
            jobs,
            local_slots=workspace.settings.local.slots,
            most_in_flight=arguments.concurrency,
            price_url=workspace.price_url,
            is_batch=arguments.batch,
        )
    )
    return told_before(found, as_json=arguments.json)


def _rubric(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> Rubric:
    rubric = chosen_rubric(workspace, project, wanted=arguments.rubric)
    if arguments.mode == "pairwise":
        workspace.write(lambda database: pair_up(database, project.id))
    return rubric


def _judges(rubric: Rubric, arguments: argparse.Namespace) -> list[Judge]:
    return [_judge(model, rubric, arguments) for model in arguments.judge]


def _judge(model: str, rubric: Rubric, arguments: argparse.Namespace) -> Judge:
    if (kind := own_kind(model)) is not None:
        return own_judge(kind, rubric=rubric, mode=arguments.mode, rater=model.partition(":")[2])
    said = ("calls", "reason", "temperature", "effort")
    wanted = {name: getattr(arguments, name) for name in said if getattr(arguments, name) is not None}
    settings = replace(usual_settings(model), **wanted)
    if arguments.no_examples:
        settings = replace(settings, examples=False)
    if arguments.probabilities:
        settings = replace(settings, probabilities=True)
    if arguments.instructions:
        settings = replace(settings, instructions=_own_words(arguments.instructions))
    return Judge(model=model, rubric_id=rubric.id, settings=settings, mode=arguments.mode)


def _own_words(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise NotFound(
            happened=f"The instructions {file.name} cannot be read as a text file.",
            safe="Nothing was asked.",
            to_do="Check its name; it must be saved as UTF-8.",
        ) from None
