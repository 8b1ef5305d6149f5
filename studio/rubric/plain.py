"""A quick reader for the plain YAML that rubric files are nearly always written in; it answers None rather than guess.

The full parser takes 20 ms for a file of 60 lines, so a folder of 200 would take four seconds to open.
"""

from __future__ import annotations

import re
from typing import Any

from studio.rubric.plain_flow import NotPlain, flow_value, quoted
from studio.rubric.scalars import Plain, plain_value
from studio.rubric.tree import MAXIMUM_DEPTH, MAXIMUM_PARTS

_KEY = re.compile(r"([A-Za-z0-9_](?:[A-Za-z0-9_. -]{0,98}[A-Za-z0-9_])?) *:(?: +(.*)| *$)")
_AFTER_QUOTED_KEY = re.compile(r" *:(?: +(.*)| *$)")
_HEADER = re.compile(r"([|>])(-?) *(?: #.*)?")
LONGEST_KEY = 100
_COMMENT = re.compile(r"(?: +#.*| *)")
_NOT_HERE = re.compile("[\t\r\x85\u2028\u2029\ufeff]|^%|^---|^\\.\\.\\.", re.MULTILINE)
_SIGNS = frozenset("-?:,[]{}#&*!|>'\"%@`")


def plain_values(text: str) -> Any | None:
    """The values of a file in plain form, as the full parser gives them; None where it is not plain or is broken."""
    text = text.replace("\r\n", "\n")
    if _NOT_HERE.search(text) or _most_parts(text) > MAXIMUM_PARTS:
        return None
    reader = _Lines(text)
    try:
        value = reader.block(depth=1)
        return value if reader.upcoming() is None else None
    except NotPlain:
        return None


class _Lines:
    """The file's lines and how far they are read."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.at = 0
        self._looked_at = -1
        self._upcoming: tuple[int, str] | None = None

    def upcoming(self) -> tuple[int, str] | None:
        """Indentation and content of the next line that is neither blank nor a comment; moves up to it."""
        if self._looked_at != self.at:
            self._upcoming = self._look()
            self._looked_at = self.at
        return self._upcoming

    def _look(self) -> tuple[int, str] | None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            content = line.lstrip(" ")
            if content and content[0] != "#":
                return len(line) - len(content), content.rstrip(" ")
            self.at += 1
        return None

    def block(self, *, depth: int) -> Any:
        """A mapping or a list that starts on the next line."""
        here = self.upcoming()
        if here is None or depth > MAXIMUM_DEPTH:
            raise NotPlain
        indent, content = here
        return self.sequence(indent, depth=depth) if _is_item(content) else self.mapping(indent, depth=depth)

    def mapping(self, indent: int, *, depth: int) -> dict[Any, Any]:
        """`key: value` lines of one indentation."""
        found: dict[Any, Any] = {}
        while (here := self.upcoming()) is not None and here[0] >= indent and not self._ends(here, indent):
            line = _key_line(here[1])
            if line is None or here[0] > indent or line[0] in found:
                raise NotPlain
            self.at += 1
            found[line[0]] = self.value(line[1], indent, depth=depth, beside_dash=False)
        return found

    @staticmethod
    def _ends(here: tuple[int, str], indent: int) -> bool:
        return here[0] == indent and _is_item(here[1])

    def sequence(self, indent: int, *, depth: int) -> list[Any]:
        """`- item` lines of one indentation."""
        found: list[Any] = []
        while (here := self.upcoming()) is not None and here[0] == indent and _is_item(here[1]):
            found.append(self._item(here[1], indent, depth=depth))
        if here is not None and here[0] > indent:
            raise NotPlain
        return found

    def _item(self, content: str, indent: int, *, depth: int) -> Any:
        inner = content[1:].lstrip(" ")
        if _is_item(inner):
            raise NotPlain
        if _key_line(inner):
            inner_indent = indent + len(content) - len(inner)
            self._upcoming = inner_indent, inner
            return self._mapping_within(inner_indent, depth=depth)
        self.at += 1
        return self.value(inner, indent, depth=depth, beside_dash=True)

    def _mapping_within(self, indent: int, *, depth: int) -> dict[Any, Any]:
        if depth >= MAXIMUM_DEPTH:
            raise NotPlain
        return self.mapping(indent, depth=depth + 1)

    def value(self, rest: str, indent: int, *, depth: int, beside_dash: bool) -> Any:
        """What stands behind a colon or a dash at this indentation."""
        if not rest or rest[0] == "#":
            return self._below(indent, depth=depth, beside_dash=beside_dash)
        if rest[0] in "|>":
            return self._block_text(rest, indent)
        if rest[0] in "\"'":
            text, after = quoted(rest, 0)
            return self._alone(text, rest[after:])
        if rest[0] in "[{":
            found, after = flow_value(rest, 0, depth=depth + 1)
            return self._alone(found, rest[after:])
        return self._plain_text(rest, indent)

    @staticmethod
    def _alone(value: Any, rest: str) -> Any:
        if not _COMMENT.fullmatch(rest):
            raise NotPlain
        return value

    def _below(self, indent: int, *, depth: int, beside_dash: bool) -> Any:
        here = self.upcoming()
        same_column_list = here is not None and here[0] == indent and _is_item(here[1]) and not beside_dash
        if here is not None and (here[0] > indent or same_column_list):
            return self.block(depth=depth + 1)
        return None

    def _plain_text(self, rest: str, indent: int) -> Any:
        text = rest.partition(" #")[0].rstrip(" ")
        parts = [_plain_part(text)]
        while (line := self._continued(indent)) is not None:
            if text != rest:
                raise NotPlain
            if not line or line[0] in _SIGNS or " #" in line:
                raise NotPlain
            parts.append(_plain_part(line))
            self.at += 1
        joined = " ".join(parts)
        value = plain_value(joined)
        if joined[0] in _SIGNS and isinstance(value, str):
            raise NotPlain
        return value

    def _continued(self, indent: int) -> str | None:
        """The next line where it belongs to the text above; empty where only a parser can tell."""
        if self.at >= len(self.lines):
            return None
        line = self.lines[self.at]
        blank_or_comment = not line.strip(" ") or line.lstrip(" ").startswith("#")
        here = self.upcoming()
        if here is None or here[0] <= indent:
            return None
        return "" if blank_or_comment else here[1]

    def _block_text(self, rest: str, indent: int) -> str:
        header = _HEADER.fullmatch(rest)
        if header is None:
            raise NotPlain
        lines = self._indented_lines(indent)
        text = "\n".join(lines) if header.group(1) == "|" else _folded(lines)
        ends_with_the_file = self.at == len(self.lines) and self.lines[-1].strip(" ") != ""
        return text if header.group(2) or ends_with_the_file else text + "\n"

    def _indented_lines(self, indent: int) -> list[str]:
        first = self.lines[self.at] if self.at < len(self.lines) else ""
        inner = len(first) - len(first.lstrip(" "))
        if not first.strip(" ") or inner <= indent:
            raise NotPlain
        found: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            blank = not line.strip(" ")
            if (blank and len(line) > inner) or (not blank and indent < len(line) - len(line.lstrip(" ")) < inner):
                raise NotPlain
            if not blank and not line.startswith(" " * inner):
                break
            found.append("" if blank else line[inner:])
            self.at += 1
        while not found[-1]:
            found.pop()
        return found


def _most_parts(text: str) -> int:
    """At least as many as there are keys and values: a line, a comma or a bracket brings three at most."""
    return 3 * sum(text.count(sign) for sign in "\n,[{") + 3


def _is_item(content: str) -> bool:
    return content == "-" or content.startswith("- ")


def _key_line(content: str) -> tuple[Plain, str] | None:
    """The key of a `key: value` line and what stands behind its colon; None for another line."""
    if content[:1] in ("'", '"'):
        key, after = quoted(content, 0)
        line = _AFTER_QUOTED_KEY.fullmatch(content, after)
        return (key, line.group(1) or "") if line and after < LONGEST_KEY else None
    line = _KEY.fullmatch(content)
    return (plain_value(line.group(1)), line.group(2) or "") if line else None


def _plain_part(text: str) -> str:
    if ": " in text or text.endswith(":"):
        raise NotPlain
    return text


def _folded(lines: list[str]) -> str:
    if any(line.startswith(" ") or line.endswith(" ") for line in lines):
        raise NotPlain
    paragraphs = re.split(r"\n(\n+)", "\n".join(lines))
    return "".join(part if at % 2 else part.replace("\n", " ") for at, part in enumerate(paragraphs))
