"""`studio judge`: judges give verdicts on every sample that lacks one."""

from __future__ import annotations

import argparse
from dataclasses import replace

from studio.cli import add_workspace
from studio.commands.choices import chosen_rubric
from studio.commands.forecasts import told_before
from studio.commands.running import follow, report, workspace_for_writing
from studio.errors import NotFound
from studio.judging.estimate import estimated_judging
from studio.judging.judge_run import usual_settings
from studio.records import Judge, Project, Rubric
from studio.store.clock import now
from studio.store.samples import pair_up
from studio.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--rubric", metavar="FILE", help="a rubric file, or the name of one in the workspace")
    parser.add_argument("--judge", action="append", default=[], metavar="PROVIDER:MODEL", help="repeat for several")
    parser.add_argument("--mode", choices=("direct", "pairwise"), default="direct")
    parser.add_argument(
        "--calls", choices=("all_criteria", "one_criterion"), help="criteria in one call, or each apart"
    )
    parser.add_argument("--temperature", type=float)
    parser.add_argument("--repeats", type=int, default=1, metavar="N", help="verdicts a sample")
    parser.add_argument("--concurrency", type=int, metavar="N", help="calls under way at once")
    parser.add_argument("--timeout", type=float, default=120.0, metavar="SECONDS", help="for one call")
    parser.add_argument("--max-cost", type=float, metavar="USD", help="stop before this is exceeded")
    parser.add_argument("--again", action="store_true", help="judge again what has a verdict already")
    parser.add_argument("--dry-run", action="store_true", help="say what it would take, and ask nobody")
    parser.add_argument("--resume", action="store_true", help="go on with the last run that did not finish")


def run(arguments: argparse.Namespace) -> int:
    """Runs until every sample has a verdict or a named failure."""
    with workspace_for_writing(arguments.workspace, purpose="studio judge") as workspace:
        project = workspace.project(arguments.project)
        if arguments.dry_run:
            return _forecast(workspace, project, arguments)
        run_id = _resumed(workspace, project, arguments) if arguments.resume else None
        progress = follow(workspace, run_id or _started(workspace, project, arguments))
        return report(progress, as_json=arguments.json, what="verdicts")


def _resumed(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> int | None:
    unfinished = [run for run in workspace.runs(project.id, kind="judge") if run.state in ("paused", "interrupted")]
    return workspace.resume(unfinished[0].id, cap_usd=arguments.max_cost) if unfinished else None


def _started(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> int:
    if not arguments.judge:
        raise NotFound(
            happened="There is no judge to ask." if not arguments.resume else "There is no run to go on with.",
            safe="Nothing was asked.",
            to_do="Name one with --judge PROVIDER:MODEL.",
        )
    rubric = chosen_rubric(workspace, project, wanted=arguments.rubric)
    if arguments.mode == "pairwise":
        workspace.write(lambda database: pair_up(database, project.id))
    return workspace.start_judging(
        project,
        rubric=rubric,
        judges=[_judge(model, rubric, arguments) for model in arguments.judge],
        cap_usd=arguments.max_cost,
        repeats=arguments.repeats,
        again=arguments.again,
        most_in_flight=arguments.concurrency,
        timeout_seconds=arguments.timeout,
    )


def _forecast(workspace: Workspace, project: Project, arguments: argparse.Namespace) -> int:
    rubric = chosen_rubric(workspace, project, wanted=arguments.rubric)
    if arguments.mode == "pairwise":
        workspace.write(lambda database: pair_up(database, project.id))
    jobs = [
        workspace.judge_job(
            project,
            rubric=rubric,
            judge=_judge(model, rubric, arguments),
            repeats=arguments.repeats,
            again_since=now() if arguments.again else "",
        )
        for model in arguments.judge
    ]
    slots, most = workspace.settings.local.slots, arguments.concurrency
    found = workspace.read(lambda database: estimated_judging(database, jobs, local_slots=slots, most_in_flight=most))
    return told_before(found, as_json=arguments.json)


def _judge(model: str, rubric: Rubric, arguments: argparse.Namespace) -> Judge:
    settings = usual_settings(model)
    if arguments.calls:
        settings = replace(settings, calls=arguments.calls)
    if arguments.temperature is not None:
        settings = replace(settings, temperature=arguments.temperature)
    return Judge(model=model, rubric_id=rubric.id, settings=settings, mode=arguments.mode)
