"""Judge: who judges, which samples, what it will cost; then how far it is, and every verdict with what was asked."""

from __future__ import annotations

from studio.records import Project, Rubric
from studio.store import subjects
from studio.ui import opened
from studio.ui.empty import empty_state
from studio.ui.frame import page_frame
from studio.ui.judge_parts import part_switch, set_up, show_runs
from studio.ui.judge_verdicts import verdicts_view
from studio.ui.taste_part import own_judges_view


def main() -> None:
    """Guard, then one of three parts: a new run, the runs, the verdicts."""
    project = opened.project()
    page_frame("Judge", lead="Let models give their verdicts by your rubric, on as many samples as you like.")
    if project is None:
        empty_state("There is no project yet.", button="Start one", key="judge_start", page="home")
        return
    rubric = opened.workspace().rubric_of(project)
    if rubric is None:
        empty_state("Judges need a rubric to judge by.", button="To the rubrics", key="judge_rubric", page="rubrics")
        return
    if not opened.workspace().read(lambda database: subjects.subject_count(database, project.id, mode="direct")):
        empty_state("There are no samples to judge yet.", button="Make samples", key="judge_make", page="generate")
        return
    _parts(project, rubric)


def _parts(project: Project, rubric: Rubric) -> None:
    part = part_switch(project)
    if part == "runs":
        show_runs(project)
    elif part == "own":
        own_judges_view(project, rubric)
    elif part == "verdicts":
        verdicts_view(project, rubric)
    else:
        set_up(project, rubric)


main()
