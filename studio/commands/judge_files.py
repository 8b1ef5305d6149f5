"""The file exchange of `studio judge`: requests out for others to run, results back in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from studio.cli import FINDING, OK, tell
from studio.records import Judge, Project, Rubric
from studio.workspace import Workspace


def write_file(
    workspace: Workspace,
    project: Project,
    *,
    rubric: Rubric,
    judges: Sequence[Judge],
    only: Collection[str] | None,
    file: Path,
    repeats: int,
    as_json: bool,
) -> int:
    """Writes what is missing; nothing is sent and nothing is paid."""
    count = workspace.write_requests(project, rubric=rubric, judges=judges, only=only, file=file, repeats=repeats)
    words = f"{count:,} requests written to {file}. Run them anywhere, then: studio judge --project {project.id} "
    tell({"requests": count, "file": str(file)}, as_json=as_json, words=f"{words}--read-results RESULTS.jsonl")
    return OK


def read_file(workspace: Workspace, project: Project, *, file: Path, as_json: bool) -> int:
    """Takes results in; 1 when something failed or belongs to nobody."""
    run_id, report = workspace.read_results(project, file=file)
    parts = [f"{report.verdicts:,} verdicts", f"{report.failures:,} failed"]
    parts += [f"{report.already_there:,} answers to what has its verdict already"] if report.already_there else []
    where = ", ".join(map(str, report.first_unknown))
    parts += [f"{report.unknown:,} lines that answer no request of ours (lines {where})"] if report.unknown else []
    told = {"run": run_id, **asdict(report)}
    tell(told, as_json=as_json, words=f"Run {run_id}: {report.lines:,} lines read. {', '.join(parts)}.")
    return FINDING if report.failures or report.unknown else OK
