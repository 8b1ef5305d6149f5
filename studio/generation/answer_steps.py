"""Splits a project's answers into steps that are rated one by one, as a project of its own; it rates nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from studio.bundle import bundled_path
from studio.curation.steps import STEP_TAG
from studio.errors import NotFound, StudioError
from studio.records import Input, Project, Rubric, Sample, content_id
from studio.rubric.reading import parse_rubric
from studio.store import facts, inputs, projects, prompts, samples
from studio.store.engine import Database

StepEnd = Literal["paragraph", "line", "number"]
_NEXT_STEP: dict[StepEnd, re.Pattern[str]] = {
    "paragraph": re.compile(r"\n[^\S\n]*\n\s*"),
    "line": re.compile(r"\n\s*"),
    "number": re.compile(r"\n(?=[^\S\n]*(?:\d{1,3}[.):]\s|\W{0,3}step\s+\d))", re.I),
}
"""What stands between two steps."""
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsMade:
    """What came of splitting."""

    project: Project
    """The project that holds the steps."""
    answers: int
    """The answers that have more than one step."""
    steps: int
    """The answers so far that were added."""
    undivided: int
    """Answers that are one step as they stand, and were left where they are."""


def answers_so_far(text: str, *, step: StepEnd) -> list[str]:
    """The answer as it stands after each of its steps; what comes before the first number belongs to the first step."""
    cuts = [found.start() for found in _NEXT_STEP[step].finditer(text) if text[: found.start()].strip()]
    if step == "number" and cuts and not re.match(r"\s*(?:\d{1,3}[.):]\s|\W{0,3}step\s+\d)", text, re.I):
        cuts = cuts[1:]
    return list(dict.fromkeys(text[:end].rstrip() for end in [*cuts, len(text)]))


def steps_rubric() -> Rubric:
    """The rubric that asks about the last step of an answer so far."""
    path = bundled_path("rubrics") / "answer-steps.yaml"
    return parse_rubric(path.read_text("utf-8"), file=path.name)


def steps_project(project: Project) -> Project:
    """The project in which the steps of this one's answers are rated."""
    title = f"{project.title}: steps"
    return Project(id=f"{project.id}-steps", title=title, task=project.task, rubric=steps_rubric().name)


def split_answers(database: Database, project: Project, *, step: StepEnd) -> StepsMade:
    """Adds each answer so far to the project of steps; what is there already stays as it is, with its ratings."""
    into = steps_project(project)
    _refuse_another_way(database, into, step=step)
    if projects.project(database, into.id) is None:
        projects.save_project(database, into)
    for prompt in prompts.prompts(database, project.id):
        prompts.save_prompt(database, prompt, project_id=into.id)
    counts: Counter[str] = Counter()
    offset = 0
    while page := inputs.inputs(database, project.id, limit=PAGE, offset=offset):
        _split_page(database, page, into=into, step=step, counts=counts)
        offset += PAGE
    if not counts["answers"]:
        raise NotFound(
            happened=f"No answer of {project.title} has more than one {step}.",
            safe="Nothing has changed.",
            to_do="Say what else ends a step: paragraph, line or number.",
        )
    return StepsMade(project=into, answers=counts["answers"], steps=counts["steps"], undivided=counts["undivided"])


def _refuse_another_way(database: Database, into: Project, *, step: StepEnd) -> None:
    """Steps cut in two ways do not follow upon each other."""
    key = f"steps_end:{into.id}"
    former = facts.fact(database, key)
    if former not in (None, step) and projects.project(database, into.id) is not None:
        raise StudioError(
            happened=f"{into.title} is there already, with one step a {former}.",
            safe="It is untouched, with its ratings.",
            to_do=f"Split by {former} again to add new answers, or delete that project first.",
        )
    facts.save_fact(database, key=key, value=step)


def _split_page(
    database: Database, page: Sequence[Input], *, into: Project, step: StepEnd, counts: Counter[str]
) -> None:
    copies = {asked.id: _copied(asked, into=into) for asked in page}
    made: dict[str, Sample] = {}
    for answer in samples.samples_of_inputs(database, list(copies)):
        so_far = answers_so_far(answer.output, step=step)
        if len(so_far) < 2:
            counts["undivided"] += 1
            continue
        counts["answers"] += 1
        inputs.save_inputs(database, [copies[answer.input_id]])
        made |= {one.id: one for one in _steps(answer, so_far, asked=copies[answer.input_id])}
    counts["steps"] += samples.save_samples(database, made.values())


def _copied(asked: Input, *, into: Project) -> Input:
    return replace(asked, id=content_id("input", [into.id, asked.id]), project=into.id)


def _steps(answer: Sample, so_far: Sequence[str], *, asked: Input) -> Iterator[Sample]:
    """Answers of one writer that begin alike share these steps, so that nobody rates them twice."""
    for number, text in enumerate(so_far, start=1):
        name = [asked.id, answer.prompt_id, answer.system, number, text]
        yield replace(
            answer,
            id=content_id("sample", name),
            project=asked.project,
            input_id=asked.id,
            output=text,
            item=None,
            tags={**answer.tags, STEP_TAG: str(number)},
        )
