"""Replaces in a rubric file's text exactly the parts whose value changed; decides nothing about rubrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.rubric.emission import STEP, entry, flow, item, mapping, scalar, sequence
from studio.rubric.layout import Layout
from studio.rubric.matching import matched
from studio.rubric.tree import MappingNode, Node, ScalarNode, SequenceNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """New text for the characters from start to end."""

    start: int
    end: int
    text: str


def edited(text: str, tree: Node, *, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The text after the change from old to new, both in the form of a file; the tree is the text's own."""
    if not text.endswith("\n"):
        text += "\n"
    layout = Layout(text)
    if not isinstance(tree, MappingNode):
        raise TypeError("a rubric file is a mapping")
    return _applied(text, _mapping_edits(layout, tree, old, new))


def _applied(text: str, edits: Sequence[Edit], *, start: int = 0, end: int | None = None) -> str:
    """The part of the text from start to end with the edits that fall into it."""
    parts, at = [], start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join(parts) + text[at:end]


def _mapping_edits(layout: Layout, node: MappingNode, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> list[Edit]:
    added = [key for key in new if node.entry(key) is None and repr(old.get(key)) != repr(new[key])]
    removed = [key for key in old if key not in new and node.entry(key) is not None]
    if node.flow and (added or removed):
        return [Edit(start=node.start, end=node.end, text=flow(new))]
    edits = [edit for key in removed for edit in _removal(layout, node, key)]
    edits += _insertions(layout, node, new, added)
    for key, value in new.items():
        found = node.entry(key)
        if found is not None and repr(old.get(key)) != repr(value):
            edits += _value_edits(layout, node, found, old.get(key), value)
    return edits


def _removal(layout: Layout, node: MappingNode, key: object) -> list[Edit]:
    at = next(at for at, (known, _) in enumerate(node.entries) if known.value == key)
    start = node.entries[at][0].start
    if layout.only_spaces_before(start):
        return [Edit(start=layout.line_start(start), end=layout.next_line(layout.entry_end(node.entries[at])), text="")]
    # The key beside the dash of a list: the next key takes its place.
    return [Edit(start=start, end=node.entries[at + 1][0].start, text="")]


def _insertions(layout: Layout, node: MappingNode, new: Mapping[Any, Any], added: Sequence[Any]) -> list[Edit]:
    column = layout.column(node.entries[0][0].start)
    texts: dict[int, list[str]] = {}
    before_all: list[str] = []
    after: tuple[ScalarNode, Node] | None = None
    for key in new:
        if key not in added:
            after = node.entry(key) or after
        elif after is None:
            before_all.append(entry(key, new[key], column=column))
        else:
            line = layout.next_line(layout.entry_end(after))
            texts.setdefault(line, []).append(f"{' ' * column}{entry(key, new[key], column=column)}\n")
    edits = [_insertion_at_the_top(layout, node.entries[0][0].start, before_all)] if before_all else []
    return edits + [Edit(start=at, end=at, text="".join(lines)) for at, lines in texts.items()]


def _insertion_at_the_top(layout: Layout, first: int, entries: Sequence[str]) -> Edit:
    indent = " " * layout.column(first)
    if layout.only_spaces_before(first):
        first = layout.line_start(first)
        return Edit(start=first, end=first, text="".join(f"{indent}{text}\n" for text in entries))
    return Edit(start=first, end=first, text="".join(f"{text}\n{indent}" for text in entries))


def _value_edits(layout: Layout, parent: MappingNode, found: tuple[ScalarNode, Node], old: Any, new: Any) -> list[Edit]:
    key, node = found
    if isinstance(node, MappingNode) and isinstance(new, Mapping) and isinstance(old, Mapping):
        return _mapping_edits(layout, node, old, new)
    if isinstance(node, SequenceNode) and isinstance(new, list) and isinstance(old, list):
        return _sequence_edits(layout, found, node, old, new)
    column = layout.column(parent.entries[0][0].start)
    after_colon, end = layout.after_colon(key), layout.entry_end(found)
    if isinstance(new, (Mapping, list)):
        return [Edit(start=after_colon, end=end, text=_collection(key, new, column=column, in_flow=parent.flow))]
    one_line = not layout.only_spaces_after(end)
    style = node.style if isinstance(node, ScalarNode) else ""
    text = scalar(new, column=column + STEP, flow=parent.flow, one_line=one_line, style=style)
    if isinstance(node, ScalarNode) and node.start < node.end:
        return [Edit(start=node.start, end=end, text=text)]
    return [Edit(start=after_colon, end=end, text=f" {text}")]


def _collection(key: ScalarNode, value: Any, *, column: int, in_flow: bool) -> str:
    if in_flow or key.value == "scale":
        return f" {flow(value)}"
    inner = column + STEP
    block = mapping(value, column=inner) if isinstance(value, Mapping) else sequence(value, column=inner)
    return f"\n{' ' * inner}{block}"


def _sequence_edits(
    layout: Layout, found: tuple[ScalarNode, Node], node: SequenceNode, old: list[Any], new: list[Any]
) -> list[Edit]:
    if node.flow or not all(isinstance(value, Mapping) for value in (*old, *new)):
        return [Edit(start=layout.after_colon(found[0]), end=layout.entry_end(found), text=f" {flow(new)}")]
    pairs = matched(old, new)
    if pairs == list(range(len(old))):
        return [edit for at, kept in enumerate(node.items) for edit in _item_edits(layout, kept, old[at], new[at])]
    return [_rearranged(layout, found, node, old, new, pairs)]


def _rearranged(
    layout: Layout,
    found: tuple[ScalarNode, Node],
    node: SequenceNode,
    old: list[Any],
    new: list[Any],
    pairs: list[int | None],
) -> Edit:
    """The whole list with its items moved, added and removed; a comment right above an item goes where it goes."""
    column = layout.column(node.start)
    starts = layout.item_starts(node, first_line=layout.next_line(layout.after_colon(found[0])))
    starts.append(layout.next_line(layout.entry_end(found)))
    parts = []
    for value, at in zip(new, pairs, strict=True):
        if at is None:
            parts.append(f"{' ' * column}{item(value, column=column)}\n")
        else:
            edits = _item_edits(layout, node.items[at], old[at], value)
            parts.append(_applied(layout.text, edits, start=starts[at], end=starts[at + 1]))
    gap = "\n" if any(layout.text.startswith("\n", start) for start in starts[1:-1]) else ""
    text = gap.join(part.lstrip("\n") for part in parts)
    return Edit(start=starts[0], end=starts[-1], text=text)


def _item_edits(layout: Layout, node: Node, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> list[Edit]:
    return _mapping_edits(layout, node, old, new) if isinstance(node, MappingNode) else []
