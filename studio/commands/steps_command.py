"""`studio steps`: splits a project's answers into steps to rate, as a project of their own."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import get_args

from studio.cli import OK, add_workspace, tell
from studio.commands.running import workspace_for_writing
from studio.generation.answer_steps import StepEnd


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--by", choices=get_args(StepEnd), default="paragraph", help="what one step is (paragraph)")


def run(arguments: argparse.Namespace) -> int:
    """Adds what is new; steps that are there keep their ratings."""
    with workspace_for_writing(arguments.workspace, purpose="studio steps") as workspace:
        made = workspace.split_into_steps(workspace.project(arguments.project), step=arguments.by)
    words = (
        f"{made.steps:,} steps of {made.answers:,} answers are new in the project {made.project.id}; "
        f"{made.undivided:,} answers are a single step and were left out.\n"
        "Rate them there; Curate makes a set for a process reward model of them."
    )
    tell({**asdict(made), "project": made.project.id}, as_json=arguments.json, words=words)
    return OK
