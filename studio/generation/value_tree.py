"""The values of a dimension as an indented outline she edits, and as the tree that stands in a plan file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.generation.input_plan import BRANCH

INDENT = "  "
Tree = dict[str, Any]
"""Names with what is below them; an empty mapping at the ends."""


def values_in(outline: str) -> tuple[str, ...]:
    """The ends of an outline, each with the way that leads to it; values may also stand in a line with commas."""
    found: list[str] = []
    above: list[tuple[int, str]] = []
    lines = [line for line in outline.expandtabs(4).splitlines() if line.strip(" -*•")]
    for place, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        above = [step for step in above if step[0] < depth]
        following = lines[place + 1] if place + 1 < len(lines) else ""
        names = [name.strip() for name in line.strip(" -*•").rstrip(":").split(",") if name.strip()]
        if len(following) - len(following.lstrip()) > depth:
            above.append((depth, ", ".join(names)))
            continue
        found += [BRANCH.join([*(step for _, step in above), name]) for name in names]
    return tuple(dict.fromkeys(found))


def outline_of(values: Sequence[str]) -> str:
    """The values as an outline, one a line, what belongs together below its name."""
    return "\n".join(_lines(tree_of(values), depth=0))


def tree_of(values: Sequence[str]) -> Tree:
    """The values as a tree of names."""
    tree: Tree = {}
    for value in values:
        here = tree
        for step in value.split(BRANCH):
            here = here.setdefault(step, {})
    return tree


def as_written(values: Sequence[str]) -> list[str] | Tree:
    """What stands in a plan file: a list, or a tree where that keeps the values in their order."""
    tree = tree_of(values)
    if not any(tree.values()) or list(_leaves(tree)) != list(values):
        return list(values)
    return {name: _written(below) for name, below in tree.items()}


def _written(tree: Mapping[str, Any]) -> Any:
    if not tree:
        return None
    if not any(tree.values()):
        return list(tree)
    return {name: _written(below) for name, below in tree.items()}


def _leaves(tree: Mapping[str, Any], *, way: tuple[str, ...] = ()) -> list[str]:
    found: list[str] = []
    for name, below in tree.items():
        found += _leaves(below, way=(*way, name)) if below else [BRANCH.join((*way, name))]
    return found


def _lines(tree: Mapping[str, Any], *, depth: int) -> list[str]:
    lines: list[str] = []
    for name, below in tree.items():
        lines += [INDENT * depth + name, *_lines(below, depth=depth + 1)]
    return lines
