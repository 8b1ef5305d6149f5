"""`studio generate`: inputs by a plan, then the answers of models under prompts; only what is missing is asked."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from studio.cli import add_workspace
from studio.commands.call_words import add_call_words, per_minute
from studio.commands.choices import chosen_prompts, refuse_unknown_models
from studio.commands.forecasts import told_before
from studio.commands.running import follow, report_several, workspace_for_writing
from studio.errors import NotFound
from studio.generation.estimate import estimated_inputs, estimated_samples
from studio.generation.input_lane import InputJob, Repeats
from studio.generation.input_plan import InputPlan
from studio.generation.plan_file import read_plan
from studio.generation.sample_lane import SampleJob
from studio.records import Project, Prompt
from studio.runs.progress import RunProgress
from studio.store.inputs import input_count
from studio.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--plan", type=Path, metavar="FILE", help="which inputs to write; none are written without it")
    parser.add_argument(
        "--model",
        action="append",
        required=True,
        metavar="PROVIDER:MODEL",
        help="repeat for several; the first writes the inputs",
    )
    parser.add_argument(
        "--prompt", action="append", default=[], type=Path, metavar="FILE", help="the project's own if left out"
    )
    parser.add_argument("--per-input", type=int, default=1, metavar="N", help="samples for each prompt and model")
    parser.add_argument("--inputs-only", action="store_true", help="write inputs and no samples")
    parser.add_argument(
        "--near-duplicates",
        choices=get_args(Repeats),
        default="again",
        help="an input that nearly repeats another is written again, or dropped",
    )
    parser.add_argument("--temperature", type=float)
    add_call_words(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what it would take, and ask nobody")


def run(arguments: argparse.Namespace) -> int:
    """Writes the inputs of the plan, then makes the samples; 1 when something failed or is left."""
    with workspace_for_writing(arguments.workspace, purpose="studio generate") as workspace:
        project = workspace.project(arguments.project)
        rubrics = {rubric.name: rubric for rubric in workspace.rubrics.load().rubrics}
        plan = read_plan(arguments.plan, rubrics=rubrics) if arguments.plan else None
        prompts = () if arguments.inputs_only else chosen_prompts(workspace, project, files=arguments.prompt)
        if arguments.dry_run:
            return _forecast(workspace, project, arguments, plan=plan, prompts=prompts)
        refuse_unknown_models(workspace, arguments.model)
        ended = {"inputs": _write_inputs(workspace, project, arguments, plan)} if plan else {}
        ended |= {"samples": _make_samples(workspace, project, arguments, prompts)} if prompts else {}
        return report_several(ended, as_json=arguments.json)


def _write_inputs(
    workspace: Workspace, project: Project, arguments: argparse.Namespace, plan: InputPlan
) -> RunProgress:
    run_id = workspace.start_writing_inputs(
        project,
        inputs=plan,
        model=arguments.model[0],
        cap_usd=arguments.max_cost,
        per_minute=per_minute(arguments),
        temperature=arguments.temperature,
        repeats=arguments.near_duplicates,
        most_in_flight=arguments.concurrency,
        timeout_seconds=arguments.timeout,
    )
    return follow(workspace, run_id)


def _make_samples(
    workspace: Workspace, project: Project, arguments: argparse.Namespace, prompts: tuple[Prompt, ...]
) -> RunProgress:
    if not workspace.read(lambda database: input_count(database, project.id)):
        raise NotFound(happened=f"The project {project.id} has no inputs yet.", to_do="Name a plan with --plan FILE.")
    run_id = workspace.start_generating(
        project,
        prompts_used=prompts,
        models=arguments.model,
        cap_usd=arguments.max_cost,
        per_minute=per_minute(arguments),
        per_input=arguments.per_input,
        temperature=arguments.temperature,
        most_in_flight=arguments.concurrency,
        timeout_seconds=arguments.timeout,
    )
    return follow(workspace, run_id)


def _forecast(
    workspace: Workspace,
    project: Project,
    arguments: argparse.Namespace,
    *,
    plan: InputPlan | None,
    prompts: tuple[Prompt, ...],
) -> int:
    slots = workspace.settings.local.slots
    found = []
    if plan is not None:
        job = InputJob(project=project.id, task=project.task, plan=plan, model=arguments.model[0])
        found.append(workspace.read(lambda database: estimated_inputs(database, job, local_slots=slots)))
    jobs = [
        SampleJob(
            project=project.id,
            prompt=prompt,
            model=model,
            per_input=arguments.per_input,
            temperature=arguments.temperature,
        )
        for prompt in prompts
        for model in arguments.model
    ]
    found += estimated_samples(
        workspace.reading, jobs, price=workspace.price_usd, local_slots=slots, more_inputs=plan.count if plan else 0
    )
    return told_before(found, as_json=arguments.json)
