"""Reads plans for inputs from YAML files, by the same strict rules as rubric files; it runs no plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from studio.errors import NotFound, RubricError, StudioError
from studio.generation.input_plan import MOST_COMBINATIONS, HardCase, InputPlan, combinations
from studio.generation.plan_shape import HardCaseInFile, PlanInFile
from studio.prompting.hard_cases import hard_case_text
from studio.records import Criterion, Rubric
from studio.rubric.source import checked_text, decoded, place
from studio.rubric.tree import MappingNode, Node, SequenceNode, read_tree, values

NO_RUBRICS: Mapping[str, Rubric] = {}


def read_plan(path: Path, *, rubrics: Mapping[str, Rubric] = NO_RUBRICS) -> InputPlan:
    """The plan in a file."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise NotFound(
            happened=f"The plan {path.name} cannot be read ({trouble.strerror}).",
            safe="Nothing was sent.",
            to_do="Check the name of the file.",
        ) from None
    return plan_from_text(content, file=path.name, rubrics=rubrics)


def plan_from_text(content: bytes | str, *, file: str, rubrics: Mapping[str, Rubric] = NO_RUBRICS) -> InputPlan:
    """The plan in a file's content; what is wrong is said with line and column, and nothing is guessed.

    `rubrics` are those of the workspace, by their name: a borderline case speaks of a criterion of one of them.
    """
    return _input_plan(plan_shape_of(content, file=file), file=file, rubrics=rubrics)


def plan_shape_of(content: bytes | str, *, file: str) -> PlanInFile:
    """What a plan file says, before its rubric is looked up."""
    try:
        text = checked_text(decoded(content, file=file) if isinstance(content, bytes) else content, file=file)
        tree = read_tree(text, file=file)
        return PlanInFile.model_validate(values(tree))
    except RubricError as wrong:
        _refuse(wrong.happened)
    except ValidationError as wrong:
        _refuse(_first_problem(wrong, tree=tree, text=text, file=file))


def _input_plan(found: PlanInFile, *, file: str, rubrics: Mapping[str, Rubric]) -> InputPlan:
    hard = tuple(_hard_case(case, found=found, file=file, rubrics=rubrics) for case in found.hard_cases)
    extra = sum(case.count for case in hard)
    plan = InputPlan(
        count=(found.total or 0) + extra or 1,
        task=found.task,
        kind=found.instructions,
        dimensions=found.dimensions,
        leave_out=found.leave_out,
        seeds=found.seeds,
        hard_cases=hard,
    )
    if not found.per_cell:
        return plan
    size = prod(len(listed) for listed in plan.dimensions.values())
    if size > MOST_COMBINATIONS:
        _refuse(
            f"{file}: `per_cell` takes {MOST_COMBINATIONS:,} combinations at most, and the dimensions make {size:,}."
        )
    return replace(plan, count=found.per_cell * len(combinations(plan)) + extra)


def _hard_case(case: HardCaseInFile, *, found: PlanInFile, file: str, rubrics: Mapping[str, Rubric]) -> HardCase:
    criterion = _criterion(case, rubric=found.rubric or "", file=file, rubrics=rubrics) if case.criterion else None
    return HardCase(
        kind=case.kind,
        count=case.count,
        words=hard_case_text(case.kind, criterion=criterion, value=case.value, about=case.about),
        criterion=case.criterion,
        value=case.value,
        about=case.about,
    )


def _criterion(case: HardCaseInFile, *, rubric: str, file: str, rubrics: Mapping[str, Rubric]) -> Criterion:
    if rubric not in rubrics:
        _refuse(f'{file}: the rubric "{rubric}" is not in this workspace.')
    criterion = rubrics[rubric].criterion(case.criterion)
    if criterion is None:
        _refuse(f'{file}: the rubric "{rubric}" has no criterion "{case.criterion}".')
    if case.value is not None and not criterion.scale.holds(case.value):
        _refuse(f'{file}: "{case.value}" is not a value of the criterion "{case.criterion}".')
    return criterion


def _first_problem(wrong: ValidationError, *, tree: Node, text: str, file: str) -> str:
    complaints = wrong.errors(include_url=False, include_input=False)
    # A misspelt key is usually why something else is missing.
    first = min(complaints, key=lambda complaint: complaint["type"] != "extra_forbidden")
    line, column = place(text, _start(tree, first["loc"]))
    more = f" ({len(complaints) - 1} more in this file.)" if len(complaints) > 1 else ""
    return f"{file}, line {line}, column {column}: {_in_words(first)}.{more}"


def _in_words(complaint: ErrorDetails) -> str:
    kind, path = complaint["type"], complaint["loc"]
    said = complaint["msg"].removeprefix("Value error, ").replace("Input should", "should")
    if not path:
        return "a plan is a mapping that starts with `plan: its-id`" if kind == "model_type" else f"the plan {said}"
    name = f"`{'.'.join(map(str, path))}`"
    if kind == "extra_forbidden":
        keys = HardCaseInFile.model_fields if path[0] == "hard_cases" else PlanInFile.model_fields
        return f"{name} is not a key that is known here; the keys are {', '.join(keys)}"
    return f"{name} is missing" if kind == "missing" else f"{name}: {said}"


def _start(node: Node, path: tuple[Any, ...]) -> int:
    """Where the path's end stands, or its nearest parent that is there."""
    here = node.start
    for step in path:
        if isinstance(node, MappingNode) and (entry := node.entry(step)):
            here, node = entry[0].start, entry[1]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            here = node.start
    return here


def _refuse(happened: str) -> NoReturn:
    raise StudioError(
        happened=happened,
        safe="Nothing was sent and the file is untouched.",
        to_do="Mend the plan in a text editor and read it again.",
    ) from None
