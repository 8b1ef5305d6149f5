"""Which samples `studio judge` is for: all, or those that have in common what its words say."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from studio.errors import NotFound
from studio.records import Judge, Project, Rubric
from studio.store.judges import judges_used
from studio.store.subject_filter import SubjectFilter, failing_answers, fitting_subjects
from studio.workspace import Workspace


def add_sample_words(parser: argparse.ArgumentParser) -> None:
    """The words that choose samples; without any, all are meant."""
    chosen = parser.add_argument_group("which samples", "all, unless one of these says otherwise")
    chosen.add_argument("--contains", default="", metavar="TEXT", help="in the input or the output")
    chosen.add_argument("--prompt", default="", metavar="NAME", help="written under this prompt")
    chosen.add_argument("--written-by", default="", metavar="NAME", help="written by this model or person")
    chosen.add_argument("--tag", type=_tag, default=("", ""), metavar="NAME=VALUE")
    chosen.add_argument("--at-least", type=int, default=0, metavar="CHARACTERS")
    chosen.add_argument("--at-most", type=int, metavar="CHARACTERS")
    chosen.add_argument("--rated", choices=("yes", "no"), help="only what somebody has rated, or nobody")
    chosen.add_argument("--failed", action="store_true", help="only what one of these judges has failed on")
    chosen.add_argument("--passed-by", default="", metavar="JUDGE", help="only what this one passed, such as rule:")


def chosen_only(
    workspace: Workspace, project: Project, *, rubric: Rubric, judges: Sequence[Judge], arguments: argparse.Namespace
) -> list[str] | None:
    """The names of the samples or pairs, None for all; raises NotFound where none fits."""
    passed = _passed(workspace, project, rubric_id=rubric.id, said=arguments.passed_by)
    wanted = SubjectFilter(
        words=arguments.contains,
        prompt=arguments.prompt,
        system=arguments.written_by,
        tag=arguments.tag,
        least_characters=arguments.at_least,
        most_characters=arguments.at_most,
        rated=None if arguments.rated is None else arguments.rated == "yes",
        failed_judges=tuple(judge.id for judge in judges) if arguments.failed else (),
        passed_judge=passed.id if passed else "",
        failing_answers=failing_answers(rubric) if passed else (),
    )
    if wanted == SubjectFilter():
        return None
    found = workspace.read(lambda database: fitting_subjects(database, wanted, project=project.id, mode=arguments.mode))
    if not found:
        raise NotFound(
            happened="No sample fits what was asked for.",
            safe="Nothing was sent.",
            to_do="Ask for less, or leave these words out for all samples.",
        )
    return found


def _passed(workspace: Workspace, project: Project, *, rubric_id: str, said: str) -> Judge | None:
    if not said:
        return None
    heard = workspace.read(lambda database: judges_used(database, project.id, rubric_id=rubric_id))
    for judge in heard:
        if said in (judge.id, judge.name, judge.model) and not judge.is_jury:
            return judge
    raise NotFound(
        happened=f"{said} has judged nothing in this project by this rubric.",
        safe="Nothing was sent.",
        to_do="Let it judge first; rules and your own taste cost nothing.",
    )


def _tag(said: str) -> tuple[str, str]:
    name, sign, value = said.partition("=")
    if not name or not sign:
        raise argparse.ArgumentTypeError(f"{said!r} is not NAME=VALUE")
    return name, value
