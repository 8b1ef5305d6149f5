"""Reads a rubric file's text into a Rubric, or says in words, with line and column, why it is none; opens no file."""

from __future__ import annotations

from typing import Any, NoReturn

from pydantic import ValidationError

from studio.errors import RubricError
from studio.records import Rubric
from studio.rubric.conversion import KEY, Misfit, Path, rubric_record
from studio.rubric.plain import plain_values
from studio.rubric.problems import first_problem, path_in_words
from studio.rubric.shape import FORMAT, RubricInFile
from studio.rubric.source import checked_text, place
from studio.rubric.tree import MappingNode, Node, ScalarNode, SequenceNode, read_tree, values


def parse_rubric(text: str, *, file: str = "the rubric") -> Rubric:
    """The Rubric in the text; raises RubricError with the place where it breaks."""
    text = checked_text(text, file=file)
    found = plain_values(text)
    if found is not None:
        try:
            return _rubric(found)
        except (Misfit, ValidationError):
            pass  # read once more by the parser that knows lines and columns
    return rubric_of_tree(read_tree(text, file=file), text=text, file=file)


def rubric_of_tree(tree: Node, *, text: str, file: str) -> Rubric:
    """The Rubric in a tree that stands in the text."""
    found = values(tree)
    try:
        return _rubric(found)
    except ValidationError as error:
        words, path = first_problem(error, found=found)
    except Misfit as misfit:
        path = misfit.path
        words = f"{path_in_words(path, found=found)}: {misfit.words}" if path else misfit.words
    _refuse(words, tree, path, text=text, file=file)


def _rubric(found: Any) -> Rubric:
    if not isinstance(found, dict):
        raise Misfit("A rubric file is a mapping that starts with `rubric: its-id`.", path=())
    needed = found.get("format")
    if isinstance(needed, int) and needed > FORMAT:
        words = f"The file is written for a newer Rubric Studio (format {needed}; this one reads {FORMAT}). Update it."
        raise Misfit(words, path=("format",))
    return rubric_record(RubricInFile.model_validate(found))


def _refuse(words: str, tree: Node, path: Path, *, text: str, file: str) -> NoReturn:
    line, column = place(text, _start(tree, path))
    raise RubricError(happened=words, file=file, line=line, column=column)


def _start(node: Node, path: Path) -> int:
    """Where the path's end stands, or its nearest parent that is there."""
    here = node.start
    for at, step in enumerate(path):
        if isinstance(node, MappingNode) and (entry := _entry(node, step)):
            node = entry[1]
            last = at == len(path) - 1 or path[at + 1] == KEY
            here = entry[0].start if last else node.start
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            here = node.start
        else:
            break
    return here


def _entry(node: MappingNode, step: object) -> tuple[ScalarNode, Node] | None:
    return next(((key, value) for key, value in node.entries if str(key.value) == str(step)), None)
