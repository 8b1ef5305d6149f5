"""Quoted texts and one-line `{...}` and `[...]` in plain YAML; raises NotPlain rather than guess."""

from __future__ import annotations

import re
from typing import Any

from studio.rubric.scalars import plain_value
from studio.rubric.tree import MAXIMUM_DEPTH

_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\ntr]|\\u[0-9a-fA-F]{4})*)"')
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_ESCAPE = re.compile(r"\\(u(.{4})|.)")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r"}
_WORD = re.compile(r"[^\W_][^,\[\]{}:#\"']*|[-+.][0-9.][0-9.eE+-]*")
_SPACES = re.compile(" *")


class NotPlain(Exception):
    """The text needs the full parser."""


def quoted(text: str, at: int) -> tuple[str, int]:
    """The text in quotes that starts here, and where it ends."""
    found = (_DOUBLE if text[at] == '"' else _SINGLE).match(text, at)
    if found is None:
        raise NotPlain
    inner = found.group(1)
    if text[at] == "'":
        return inner.replace("''", "'"), found.end()
    return _ESCAPE.sub(_unescaped, inner), found.end()


def _unescaped(escape: re.Match[str]) -> str:
    if escape.group(2):
        return chr(int(escape.group(2), 16))
    return _CONTROL.get(escape.group(1), escape.group(1))


def flow_value(text: str, at: int, *, depth: int) -> tuple[Any, int]:
    """The value inside brackets that starts here, and where it ends."""
    sign = text[at : at + 1]
    if sign and sign in "[{":
        if depth > MAXIMUM_DEPTH:
            raise NotPlain
        return _list(text, at + 1, depth=depth) if sign == "[" else _mapping(text, at + 1, depth=depth)
    if sign and sign in "\"'":
        return quoted(text, at)
    word = _WORD.match(text, at)
    if word is None:
        raise NotPlain
    return plain_value(word.group().rstrip(" ")), word.end()


def _list(text: str, at: int, *, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    at = _past_spaces(text, at)
    if text[at : at + 1] == "]":
        return found, at + 1
    while True:
        value, at = flow_value(text, at, depth=depth + 1)
        found.append(value)
        at = _past_spaces(text, at)
        if text[at : at + 1] == "]":
            return found, at + 1
        at = _past_comma(text, at)


def _mapping(text: str, at: int, *, depth: int) -> tuple[dict[Any, Any], int]:
    found: dict[Any, Any] = {}
    at = _past_spaces(text, at)
    if text[at : at + 1] == "}":
        return found, at + 1
    while True:
        key, at = flow_value(text, at, depth=MAXIMUM_DEPTH + 1)
        at = _past_spaces(text, at)
        if text[at : at + 2] != ": " or key in found:
            raise NotPlain
        found[key], at = flow_value(text, _past_spaces(text, at + 1), depth=depth + 1)
        at = _past_spaces(text, at)
        if text[at : at + 1] == "}":
            return found, at + 1
        at = _past_comma(text, at)


def _past_spaces(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    return found.end() if found else at


def _past_comma(text: str, at: int) -> int:
    if text[at : at + 2] != ", ":
        raise NotPlain
    return _past_spaces(text, at + 1)
