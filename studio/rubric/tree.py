"""The YAML of a rubric file as a tree that knows where each part stands; refuses tags, anchors, aliases and depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from studio.errors import RubricError
from studio.rubric.scalars import Plain, plain_value
from studio.rubric.yaml_trouble import trouble_in_words

MAXIMUM_DEPTH = 20
MAXIMUM_PARTS = 10_000
"""Keys and values together; the parser takes 0.1 ms for each, so that no file keeps her waiting for seconds."""

Event = Any
"""One of ruamel's events; their attributes carry no types, and importing them costs 30 ms."""


@dataclass(slots=True, kw_only=True)
class ScalarNode:
    """One value, `start` and `end` as indices into the text."""

    start: int
    end: int
    value: Plain
    style: str
    """`''` plain, or the sign it starts with: a quote, `|` or `>`."""


@dataclass(slots=True, kw_only=True)
class MappingNode:
    """Keys with their values, in the order of the file."""

    start: int
    end: int
    flow: bool
    entries: list[tuple[ScalarNode, Node]] = field(default_factory=list)

    def entry(self, key: object) -> tuple[ScalarNode, Node] | None:
        """The key and value nodes of a key, if it is there."""
        return next(((k, v) for k, v in self.entries if k.value == key), None)


@dataclass(slots=True, kw_only=True)
class SequenceNode:
    """A list, in the order of the file."""

    start: int
    end: int
    flow: bool
    items: list[Node] = field(default_factory=list)


Node = ScalarNode | MappingNode | SequenceNode


def read_tree(text: str, *, file: str) -> Node:
    """The one document in the text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    reading = _Reading(text=text, file=file, events=YAML(typ="safe", pure=True).parse(text))
    try:
        return reading.document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        raise RubricError(happened=trouble_in_words(error, text=text), file=file, **place) from None


def values(node: Node) -> Any:
    """The tree as plain Python values."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [values(item) for item in node.items]
    return {key.value: values(value) for key, value in node.entries}


@dataclass(slots=True, kw_only=True)
class _Reading:
    text: str
    file: str
    events: Iterator[Event]
    parts: int = 0

    def document(self) -> Node:
        next(self.events)
        start = next(self.events)
        if type(start).__name__ == "StreamEndEvent":
            raise RubricError(happened="The file holds only comments.", file=self.file, line=1, column=1)
        if getattr(start, "version", None) or getattr(start, "tags", None):
            self._refuse("Delete the line that starts with %: a rubric file needs no YAML directive.", start)
        root = self._node(next(self.events), depth=1)
        next(self.events)
        after = next(self.events)
        if type(after).__name__ != "StreamEndEvent":
            self._refuse("A second document starts here (---). A file holds one rubric.", after)
        return root

    def _node(self, event: Event, *, depth: int) -> Node:
        kind = type(event).__name__
        self._refuse_cleverness(event, kind)
        self.parts += 1
        if self.parts > MAXIMUM_PARTS:
            self._refuse(f"The file has more than {MAXIMUM_PARTS:,} keys and values. Split the rubric in two.", event)
        if kind == "ScalarEvent":
            return _scalar(event)
        if depth > MAXIMUM_DEPTH:
            self._refuse(f"The file is nested more than {MAXIMUM_DEPTH} levels deep here.", event)
        if kind == "SequenceStartEvent":
            return self._sequence(event, depth=depth)
        return self._mapping(event, depth=depth)

    def _sequence(self, start: Event, *, depth: int) -> SequenceNode:
        node = SequenceNode(start=start.start_mark.index, end=0, flow=bool(start.flow_style))
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            node.items.append(self._node(event, depth=depth + 1))
        node.end = event.end_mark.index
        return node

    def _mapping(self, start: Event, *, depth: int) -> MappingNode:
        node = MappingNode(start=start.start_mark.index, end=0, flow=bool(start.flow_style))
        seen: dict[Plain, int] = {}
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            key = self._key(event, depth=depth, seen=seen)
            node.entries.append((key, self._node(next(self.events), depth=depth + 1)))
        node.end = event.end_mark.index
        return node

    def _key(self, event: Event, *, depth: int, seen: dict[Plain, int]) -> ScalarNode:
        key = self._node(event, depth=depth + 1)
        if not isinstance(key, ScalarNode):
            self._refuse("A list or a mapping cannot be a key.", event)
        before_key = self.text[: key.start].rpartition("\n")[2].strip(" -{,")
        if before_key == "?":
            self._refuse("Write `key: value`; keys with a question mark are not understood here.", event)
        if key.value in seen:
            happened = f"`{key.value}` stands here a second time; the first is in line {seen[key.value]}. Keep one."
            self._refuse(happened, event)
        seen[key.value] = event.start_mark.line + 1
        return key

    def _refuse_cleverness(self, event: Event, kind: str) -> None:
        if kind == "AliasEvent":
            self._refuse(f"`*{event.anchor}` repeats another part. Rubric files take no aliases: write it out.", event)
        if getattr(event, "anchor", None):
            self._refuse(f"`&{event.anchor}` names a part. Rubric files take no anchors: delete the name.", event)
        if getattr(event, "tag", None):
            happened = (
                "A word with `!` in front is a YAML tag. Rubric files take no tags: delete it or put it in quotes."
            )
            self._refuse(happened, event)

    def _refuse(self, happened: str, event: Event) -> NoReturn:
        mark = event.start_mark
        raise RubricError(happened=happened, file=self.file, line=mark.line + 1, column=mark.column + 1)


def _scalar(event: Any) -> ScalarNode:
    value = event.value if event.style else plain_value(event.value)
    return ScalarNode(start=event.start_mark.index, end=event.end_mark.index, value=value, style=event.style or "")
