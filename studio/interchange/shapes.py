"""One row of any file as the interchange form has it: what it says of an item, and each rating or verdict in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from studio.interchange.columns import Columns
from studio.interchange.limits import LONGEST_NAME_CHARACTERS
from studio.interchange.problems import BadLine, quoted
from studio.records import content_id

Fields = Mapping[str, Any]

NOBODY = "imported"
"""Who rated where the file does not say."""
OVERALL = "overall"
PREFERENCE_ON_PAIRS = "preference"

_OF_AN_ITEM = frozenset(("input", "output", "output_a", "output_b", "system", "system_a", "system_b", "reference"))
_OF_A_PAIR = ("output_a", "output_b", "system_a", "system_b")
_SHARED = ("item_id", "rater_id", "model", "order", "rated_at")
_OF_A_RATING = frozenset(("criterion", "score", "label", "value"))


def shaped(row: Fields, columns: Columns) -> Fields:
    """The row under the fields' own names; columns of values by criterion are left for `ratings_in`."""
    if columns.as_named:
        return row
    found: dict[str, Any] = {"rater_kind": columns.rater_kind} if columns.rater_kind else {}
    tags: dict[str, Any] = {}
    for column, value in row.items():
        name = columns.fields.get(column)
        if name is None or value is None:
            continue
        if name.startswith("tags."):
            tags[name.removeprefix("tags.")] = value
        elif name == "input" and "input" in found:
            found["input"] = f"{as_text(found['input'])}\n\n{as_text(value)}"
        else:
            found[name] = value
    if tags:
        found["tags"] = {**tags_in(found), **tags}
    return found


def speaks_of_item(fields: Fields) -> bool:
    """Whether the row carries a text, or says who wrote one."""
    return not _OF_AN_ITEM.isdisjoint(fields)


def is_pair(fields: Fields) -> bool:
    """Whether the row carries two outputs to choose from."""
    return any(name in fields for name in _OF_A_PAIR)


def ratings_in(fields: Fields, *, by_column: bool) -> list[Fields]:
    """Every rating or verdict of a shaped row, each with its criterion and its rater; `by_column`: many in one row."""
    found: list[Fields] = []
    if not _OF_A_RATING.isdisjoint(fields):
        found.append(fields if "criterion" in fields and "rater_id" in fields else _completed(fields))
    return found + _in_columns(fields) if by_column else found


def _in_columns(fields: Fields) -> list[Fields]:
    found = []
    shared = {field: fields[field] for field in _SHARED if field in fields}
    for name, value in fields.items():
        kind, _, criterion = name.partition(".")
        if criterion and kind in ("rating", "verdict"):
            said = {"criterion": criterion, "value": value, "rater_kind": "human" if kind == "rating" else "judge"}
            found.append(_completed({**shared, **said}))
    return found


def _completed(fields: Fields) -> Fields:
    usual = {
        "criterion": PREFERENCE_ON_PAIRS if is_pair(fields) else OVERALL,
        "rater_id": fields.get("model") or NOBODY if fields.get("rater_kind") == "judge" else NOBODY,
    }
    return {**usual, **fields}


def name_in(fields: Fields, field: str) -> str:
    """A name such as an item's or a rater's, as text; empty when there is none."""
    value = fields.get(field)
    if isinstance(value, str):
        name = value.strip()
    elif value is None or isinstance(value, bool | dict | list):
        return ""
    else:
        name = str(value)
    if len(name) > LONGEST_NAME_CHARACTERS:
        raise BadLine(f"its {field} is longer than {LONGEST_NAME_CHARACTERS} characters")
    return name


def item_name(fields: Fields, *, told_apart: bool = False) -> str:
    """What the item is called; named by its content where the file gives no name, or the same one to several."""
    name = name_in(fields, "item_id")
    if name and not told_apart:
        return name
    if not speaks_of_item(fields):
        raise BadLine("it does not say which item it speaks of")
    content = [as_text(fields.get(part, "")) for part in sorted(_OF_AN_ITEM - {"reference"})]
    return f"{name}-{content_id('row', content)}" if name else content_id("row", content)


def as_text(value: Any) -> str:
    """A text as it is; a chat as its turns; anything else as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and value and all(_is_turn(turn) for turn in value):
        if len(value) == 1:
            return str(value[0]["content"])
        return "\n\n".join(f"{turn['role']}: {turn['content']}" for turn in value)
    return json.dumps(value, ensure_ascii=False, indent=2)


def _is_turn(turn: Any) -> bool:
    return isinstance(turn, dict) and isinstance(turn.get("content"), str) and isinstance(turn.get("role"), str)


def tags_in(fields: Fields) -> dict[str, str]:
    """The row's tags, its subset and its prompt's name among them, as short texts."""
    given = fields.get("tags")
    if isinstance(given, list):
        given = {as_text(tag): "yes" for tag in given}
    elif given is not None and not isinstance(given, Mapping):
        given = {"tags": given}
    found = dict(given or {})
    for name in ("subset", "prompt"):
        if name in fields:
            found.setdefault(name, fields[name])
    return {_short(name): _short(value) for name, value in found.items() if value not in (None, "")}


def _short(value: Any) -> str:
    text = as_text(value)
    if len(text) > LONGEST_NAME_CHARACTERS:
        raise BadLine(f"the tag {quoted(text)} is longer than {LONGEST_NAME_CHARACTERS} characters")
    return text
