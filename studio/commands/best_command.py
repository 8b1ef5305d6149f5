"""`studio best`: which of several answers each judge would pick, and what its picks are worth in a person's ratings."""

from __future__ import annotations

import argparse
from typing import Any

from studio.agreement.words.best_of_n import course_in_words
from studio.cli import FINDING, OK, add_workspace, tell
from studio.commands.call_words import one_or_more
from studio.commands.choices import chosen_rubric
from studio.commands.running import workspace_for_writing
from studio.comparing.best_answers import BestAnswers, JudgePicks
from studio.errors import NotFound
from studio.rubric.scales import is_ordered
from studio.store.picks import Pick, save_picks
from studio.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of this command."""
    add_workspace(parser)
    parser.add_argument("--project", required=True)
    parser.add_argument("--rubric", metavar="FILE", help="a rubric file or name; the project's own if left out")
    parser.add_argument("--criterion", metavar="ID", help="the first one with a better and a worse if left out")
    parser.add_argument("--rater", metavar="WHO", help="a person's id or name; majority, mean")
    parser.add_argument("--most", type=one_or_more, metavar="N", help="pick from at most so many answers")
    parser.add_argument("--mark", metavar="JUDGE", help="mark what this judge picks, beside the answers")


def run(arguments: argparse.Namespace) -> int:
    """Prints every judge's picks and their worth; 1 when no judge has seen several answers to an input."""
    if arguments.mark:
        with workspace_for_writing(arguments.workspace, purpose="studio best") as workspace:
            found = _found(workspace, arguments)
            _mark(workspace, _named(found, judge=arguments.mark), project=arguments.project)
    else:
        found = _found(Workspace(arguments.workspace, read_only=True), arguments)
    tell(_told(found, project=arguments.project), as_json=arguments.json, words=_words(found))
    return OK if found.judges else FINDING


def _found(workspace: Workspace, arguments: argparse.Namespace) -> BestAnswers:
    project = workspace.project(arguments.project)
    rubric = chosen_rubric(workspace, project, wanted=arguments.rubric)
    criterion = arguments.criterion or next((one.id for one in rubric.criteria if is_ordered(one.scale)), "")
    return workspace.best_answers(
        project, rubric=rubric, criterion=criterion, rater=arguments.rater, most=arguments.most
    )


def _named(found: BestAnswers, *, judge: str) -> JudgePicks:
    for one in found.judges:
        if judge in (one.judge.id, one.judge.name, one.judge.model):
            return one
    known = ", ".join(_name(one) for one in found.judges) or "none yet"
    raise NotFound(
        happened=f"{judge} has judged no answers to choose from.",
        safe="Nothing was marked.",
        to_do=f"Name one of these judges: {known}.",
    )


def _mark(workspace: Workspace, chooser: JudgePicks, *, project: str) -> None:
    picks = [
        Pick(project=project, input_id=input_id, picker=_name(chooser), sample_id=sample_id)
        for input_id, sample_id in chooser.picks.items()
    ]
    workspace.write(lambda database: save_picks(database, picks))


def _told(found: BestAnswers, *, project: str) -> dict[str, Any]:
    return {
        "project": project,
        "criterion": found.criterion.id,
        "rater": {"id": found.rater.id, "kind": found.rater.kind, "name": found.rater.name},
        "inputs": found.inputs,
        "answers": found.answers,
        "most": found.most,
        "judges": [_judge_told(one) for one in found.judges],
    }


def _judge_told(one: JudgePicks) -> dict[str, Any]:
    return {
        "judge": _name(one),
        "judge_id": one.judge.id,
        "inputs": one.curve.inputs,
        "rated": one.curve.rated,
        "enough": one.curve.enough,
        "course": one.curve.course,
        "curve": [
            {"n": point.n, "rating": point.rating.as_json(), "liking": point.liking.as_json()}
            for point in one.curve.points
        ],
        "picks": dict(one.picks),
    }


def _words(found: BestAnswers) -> str:
    head = f"{found.criterion.id}: the best of up to {found.most} answers, {found.inputs:,} inputs"
    if found.most < 2:
        return f"{head}\nNo input has two answers. Make several samples for each input first."
    if not found.judges:
        return f"{head}\nNo judge has seen these answers yet."
    return "\n".join([head, *(f"{_name(one)} {course_in_words(one.curve)}" for one in found.judges)])


def _name(one: JudgePicks) -> str:
    return one.judge.name or one.judge.model
