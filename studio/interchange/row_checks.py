"""What no row may hold, whatever file it comes from: texts that cannot be kept or shown, too much, or too deep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from studio.interchange.limits import DEEPEST_NESTING, LONGEST_TEXT_CHARACTERS, MOST_FIELDS
from studio.interchange.problems import BadLine, quoted

_ALONE = re.compile("[\ud800-\udfff]")
_ESCAPED_BYTE = range(0xDC80, 0xDD00)


def check_field_count(count: int) -> None:
    """Raises BadLine when a row has more fields than anybody filled in by hand."""
    if count > MOST_FIELDS:
        raise BadLine(f"it has {count:,} fields; {MOST_FIELDS} are the most")


def check_texts(fields: Mapping[str, Any]) -> None:
    """Raises BadLine when a text in the row, however deep, is too long or cannot be kept."""
    for name, text in texts_in(fields):
        check_text(text, name=name)


def check_text(text: str, *, name: str) -> None:
    """Raises BadLine when a text is too long, or holds a zero byte or half a character."""
    if len(text) > LONGEST_TEXT_CHARACTERS:
        size = f"{len(text) / 1e6:.1f} million characters; {LONGEST_TEXT_CHARACTERS / 1e6:g} million are the most"
        raise BadLine(f"the text in {quoted(name)} has {size}")
    if "\0" in text:
        raise BadLine(f"a zero byte (NUL) stands in {quoted(name)}")
    if not text.isascii() and (alone := _ALONE.search(text)):
        raise BadLine(f"{_alone_in_words(alone.group())} stands in {quoted(name)}")


def check_depth(fields: Mapping[str, Any]) -> None:
    """Raises BadLine when lists and objects lie deeper in each other than anything can need."""
    level: list[Any] = [fields]
    for _ in range(DEEPEST_NESTING):
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    if any(isinstance(one, dict | list) for one in level):
        raise BadLine(f"lists and objects lie in each other more than {DEEPEST_NESTING} deep")


def texts_in(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of the row with the name of the field it lies in, the fields' names too."""
    for name, value in fields.items():
        yield "a field's name", name
        inside: list[Any] = [value]
        while inside:
            one = inside.pop()
            if isinstance(one, str):
                yield name, one
            else:
                inside += _children(one)


def _children(one: object) -> list[Any]:
    if isinstance(one, dict):
        return [*one, *one.values()]
    return one if isinstance(one, list) else []


def _alone_in_words(character: str) -> str:
    if ord(character) in _ESCAPED_BYTE:
        return f"a byte that is not of the file's encoding (0x{ord(character) - 0xDC00:02X})"
    return f"half a character (lone surrogate U+{ord(character):04X})"
