"""Writes values as YAML in the one style the studio uses for new parts of a rubric file; edits no existing text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from studio.rubric.scalars import stands_plain

LINE_WIDTH = 110
STEP = 2
"""Columns by which a part stands further right than the key above it."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPED = re.compile('[\\\\"\n\t\r\x85\xa0\u2028\u2029\ufeff]')
_NOT_IN_A_BLOCK = re.compile("[\t\r\x85\u2028\u2029\ufeff]|^[ \n]|\n +\n| \n| $")


def scalar(value: Any, *, column: int, flow: bool = False, one_line: bool = False, style: str = "") -> str:
    """A number or text; a long text as an indented block whose lines start at the column, unless one line is asked."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    block = "" if flow or one_line else _block(value, column=column, style=style)
    return block or _line(value, flow=flow, style=style)


def _line(text: str, *, flow: bool, style: str) -> str:
    if style not in ("'", '"') and stands_plain(text, flow=flow):
        return text
    if style == "'" and not _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return "'" + text.replace("'", "''") + "'"
    return double_quoted(text)


def _block(text: str, *, column: int, style: str) -> str:
    if _NOT_IN_A_BLOCK.search(text):
        return ""
    if "\n" in text:
        return _literal(text, column=column)
    if "  " in text or style in ("'", '"'):
        return ""
    return _folded(text, column=column) if style == ">" or len(text) + column > LINE_WIDTH else ""


def double_quoted(text: str) -> str:
    """The text in double quotes, on one line."""

    def escaped(found: re.Match[str]) -> str:
        return _ESCAPES.get(found.group(), f"\\u{ord(found.group()):04x}")

    return f'"{_ESCAPED.sub(escaped, text)}"'


def flow(value: Any) -> str:
    """A value on one line: `{key: value}`, `[a, b]`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value, column=0, flow=True)


def key_text(key: Any) -> str:
    """A key, in quotes where it needs them."""
    return scalar(key, column=0, flow=True)


def entry(key: Any, value: Any, *, column: int) -> str:
    """`key: value` at the column, without a line break at the end; what follows the first line is indented."""
    inner = column + STEP
    name = key_text(key)
    if key == "scale" and isinstance(value, Mapping):
        return f"{name}: {flow(value)}"
    if isinstance(value, Mapping):
        return f"{name}:\n{_indented(mapping(value, column=inner), inner)}"
    if isinstance(value, list):
        return f"{name}:\n{_indented(sequence(value, column=inner), inner)}"
    return f"{name}: {scalar(value, column=inner)}"


def mapping(value: Mapping[Any, Any], *, column: int) -> str:
    """The entries one below the other, the first without indentation."""
    return f"\n{' ' * column}".join(entry(k, v, column=column) for k, v in value.items())


def item(value: Any, *, column: int) -> str:
    """`- value` at the column, the first line without indentation."""
    if isinstance(value, Mapping):
        return f"- {mapping(value, column=column + STEP)}"
    return f"- {scalar(value, column=column + STEP, one_line=True)}"


def sequence(value: Sequence[Any], *, column: int) -> str:
    """The items one below the other, the first without indentation."""
    return f"\n{' ' * column}".join(item(i, column=column) for i in value)


def _indented(text: str, column: int) -> str:
    return " " * column + text


def _literal(text: str, *, column: int) -> str:
    lines = (" " * column + line if line else "" for line in text.split("\n"))
    return "|-\n" + "\n".join(lines)


def _folded(text: str, *, column: int) -> str:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and column + len(lines[-1]) + 1 + len(word) > LINE_WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return ">-\n" + "\n".join(" " * column + line for line in lines)
