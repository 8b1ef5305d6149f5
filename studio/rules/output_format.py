"""The outer form of an output: JSON, one line, no Markdown, a bullet list."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from studio.rules.found import Asked, Found, broken, holds, quoted
from studio.rules.sentences import lines_of

_BULLET = re.compile(r"\s*(?:[-*•+]|\d{1,4}[.)])\s+\S")
_INDENTED = re.compile(r"\s{2,}\S")
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6} |^ {0,3}[-*+] |^ {0,3}```|^ {0,3}\|.{0,500}\||"
    r"\*\*[^*\n]{1,200}\*\*|\[[^\]\n]{1,200}\]\([^)\n]{1,500}\)",
    re.MULTILINE,
)


def format_rule(asked: Asked, setting: str) -> Found:
    """Whether the output has the named form."""
    return _FORMS[setting](asked.output.strip())


def json_value(text: str) -> object:
    """The one JSON value of a text; ValueError in words where it is none, or none that can be held."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, column {error.colno}: {error.msg.lower()}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")


def _json(text: str) -> Found:
    try:
        json_value(text)
    except ValueError as error:
        return broken(f"It is not JSON: {error}.")
    return holds("It is JSON and nothing else.")


def _one_line(text: str) -> Found:
    lines = len(lines_of(text))
    return holds("It is one line.") if lines <= 1 else broken(f"It has {lines:,} lines.")


def _no_markdown(text: str) -> Found:
    mark = _MARKDOWN.search(text)
    return broken(f"It has Markdown: {quoted(mark.group().strip())}.") if mark else holds("It has no Markdown.")


def _bullet_list(text: str) -> Found:
    lines = lines_of(text)
    # What is indented goes on with the point above it.
    other = next((line for line in lines if not _BULLET.match(line) and not _INDENTED.match(line)), None)
    if not lines or not any(_BULLET.match(line) for line in lines):
        return broken("It has no list.")
    if other is not None:
        return broken(f"A line is no point of the list: {quoted(other.strip())}.")
    return holds(f"It is a list of {sum(bool(_BULLET.match(line)) for line in lines):,}.")


_FORMS: Mapping[str, Callable[[str], Found]] = {
    "json": _json,
    "one_line": _one_line,
    "no_markdown": _no_markdown,
    "bullet_list": _bullet_list,
}
