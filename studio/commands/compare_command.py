"""`studio compare`: how far every judge agrees with a rater."""

from __future__ import annotations

import argparse

from studio.agreement.figures import Figure
from studio.cli import FINDING, OK, add_workspace, tell
from studio.commands.choices import chosen_rubric
from studio.comparing.as_json import comparison_as_json
from studio.comparing.comparison import Comparison
from studio.comparing.judge_comparison import JudgeComparison
from studio.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--rubric", metavar="FILE", help="a rubric file or name; the project's own if left out")
    parser.add_argument(
        "--rater", metavar="WHO", help="a person's id or name, also “ada since 2026-05-01” or before; majority, mean"
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the agreement; 1 when there is nothing to compare."""
    workspace = Workspace(arguments.workspace, read_only=True)
    project = workspace.project(arguments.project)
    rubric = chosen_rubric(workspace, project, wanted=arguments.rubric)
    comparison = workspace.compare(project, rubric=rubric, rater=arguments.rater)
    tell(comparison_as_json(comparison), as_json=arguments.json, words=_words(comparison))
    return OK if comparison.judges else FINDING


def _words(comparison: Comparison) -> str:
    rater = comparison.rater.name or comparison.rater.id
    title = f"{comparison.project}: judges against {rater}, rubric {comparison.rubric.name} (95 % intervals)"
    if not comparison.judges:
        return f"{title}\nThere are no verdicts under this rubric yet. Judge the samples first."
    head = f"{'judge':34} {'criterion':24} {'n':>6} {'errors':>6}  {'agreement':22} kappa"
    return "\n".join([title, head, *(_row(one) for one in comparison.judges)])


def _row(one: JudgeComparison) -> str:
    name = (one.judge.name or one.judge.model) + (f" {one.order}" if one.order else "")
    errors = sum(one.failures.values())
    accuracy, kappa = _figure(one.report.figures.get("accuracy")), _figure(one.report.figures.get("kappa"))
    return f"{name:34.34} {one.criterion.id:24.24} {one.report.n:6,} {errors:6,}  {accuracy:22} {kappa}"


def _figure(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "-"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"
