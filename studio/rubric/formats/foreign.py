"""A text from another tool, taken apart as JSON or YAML without trusting it; recognises no format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from studio.errors import ImportRefused, RubricError
from studio.rubric.source import checked_text
from studio.rubric.tree import read_tree, values

NOTHING_TAKEN = "Nothing was taken in."


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """The text, and what it is as data if it is any."""

    text: str
    file: str
    document: Any = None
    trouble: str = ""
    """Why it is no data, for the case that it was meant to be."""
    further_lines: int = 0
    """JSON objects after the first, one a line."""


def foreign(text: str, *, file: str) -> Foreign:
    """The text taken apart: JSON, the first of JSON lines, YAML, or just text; refuses what no file of ours may be."""
    try:
        text = checked_text(text, file=file)
    except RubricError as error:
        raise refused(error.happened) from None
    start = text.lstrip()[:1]
    if start and start in "{[":
        return _json_or_lines(text, file=file)
    try:
        return Foreign(text=text, file=file, document=values(read_tree(text, file=file)))
    except RubricError as error:
        return Foreign(text=text, file=file, trouble=error.happened)


def refused(happened: str) -> ImportRefused:
    """The error for a foreign text that cannot be taken in."""
    return ImportRefused(happened=happened, safe=NOTHING_TAKEN, to_do="Check the text, or write the rubric by hand.")


def mappings(found: Any) -> list[Mapping[str, Any]]:
    """The mappings in a list, or the one mapping; everything else is left out."""
    return [item for item in (found if isinstance(found, list) else [found]) if isinstance(item, Mapping)]


def text_in(found: Any) -> str:
    """A text without white space around it; empty where it is no text."""
    return found.strip() if isinstance(found, str) else ""


def items(found: Any) -> list[Any]:
    """The items of a list; nothing where it is no list."""
    return list(found) if isinstance(found, list | tuple) else []


def _json_or_lines(text: str, *, file: str) -> Foreign:
    whole = _json_or_trouble(text, file=file)
    first, _, rest = text.strip().partition("\n")
    if whole.trouble and rest.lstrip().startswith("{"):
        line = _json_or_trouble(first, file=file)
        if not line.trouble:
            return replace(line, text=text, further_lines=sum(1 for other in rest.split("\n") if other.strip()))
    return whole


def _json_or_trouble(text: str, *, file: str) -> Foreign:
    try:
        return Foreign(text=text, file=file, document=_json(text))
    except json.JSONDecodeError as error:
        place = f"{file}, line {error.lineno}, column {error.colno}"
        return Foreign(text=text, file=file, trouble=f"{place}: this is not valid JSON ({error.msg.lower()}).")
    except ImportRefused as error:
        return Foreign(text=text, file=file, trouble=error.happened)


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except RecursionError:
        raise refused("It is nested too deeply.") from None
    except json.JSONDecodeError:
        raise
    except ValueError:
        raise refused("It holds a number with thousands of digits.") from None


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise refused(f"The key {twice!r} stands twice in one object.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise refused(f"{name} is not a JSON number.")
