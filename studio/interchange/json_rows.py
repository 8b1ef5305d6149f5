"""JSON objects, one a line, read strictly: what Python's reader lets pass in silence is named here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TextIO

from pydantic_core import from_json

from studio.interchange.limits import DEEPEST_NESTING, LONGEST_LINE_CHARACTERS, LONGEST_TEXT_CHARACTERS
from studio.interchange.problems import BadLine, quoted
from studio.interchange.row_checks import check_depth, check_field_count, check_texts

LONGEST_NUMBER_DIGITS = 300
_SPACE = " \t\r\n"
_AROUND = "\ufeff" + _SPACE


def json_rows(text: TextIO, *, skip: Callable[[int, str], None]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's object with the line's number; empty lines are nothing."""
    for number, line in numbered_lines(text, skip):
        try:
            yield number, json_object(line)
        except BadLine as problem:
            skip(number, str(problem))


def numbered_lines(text: TextIO, skip: Callable[[int, str], None]) -> Iterator[tuple[int, str]]:
    """The lines that are not empty; one that is too long is passed over without being held."""
    number = 0
    while line := text.readline(LONGEST_LINE_CHARACTERS):
        number += 1
        if len(line) == LONGEST_LINE_CHARACTERS and not line.endswith("\n"):
            while (rest := text.readline(LONGEST_LINE_CHARACTERS)) and not rest.endswith("\n"):
                pass
            skip(number, f"it is longer than {LONGEST_LINE_CHARACTERS / 1e6:g} million characters")
        elif line := line.strip(_AROUND if number == 1 else _SPACE):
            yield number, line


def json_object(line: str) -> dict[str, Any]:
    """The one JSON object that a line without spaces around it is; else BadLine."""
    found = _short_object(line) or _strict_object(line)
    check_object(found, written=line)
    return found


def _short_object(line: str) -> dict[str, Any] | None:
    """The object of a short line, in a third of the time, where there can be no doubt about it; else None."""
    if len(line) > LONGEST_NUMBER_DIGITS:
        return None
    try:
        found = from_json(line, allow_inf_nan=False)
    except (ValueError, TypeError):
        return None
    # No more colons than names: then no name stands twice.
    return found if isinstance(found, dict) and line.count(":") == len(found) else None


def _strict_object(line: str) -> dict[str, Any]:
    try:
        found, end = DECODER.raw_decode(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"{broken_in_words(error)} at character {error.pos + 1:,}") from None
    except RecursionError:
        raise BadLine(f"lists and objects lie in each other more than {DEEPEST_NESTING} deep") from None
    if end < len(line):
        raise BadLine(f"something follows the JSON at character {end + 1:,}")
    if not isinstance(found, dict):
        raise BadLine("it is JSON, but no object with named fields")
    return found


def check_object(fields: dict[str, Any], *, written: str) -> None:
    """Raises BadLine for what the rows may not hold; looks closer only where the writing gives reason to."""
    check_field_count(len(fields))
    is_nested = "[" in written or written.rfind("{") > written.find("{")
    if is_nested and written.count("{") + written.count("[") > DEEPEST_NESTING:
        check_depth(fields)
    escapes = "\\u" in written and ("\\u0000" in written or "\\ud" in written.lower())
    if escapes or not written.isascii() or len(written) > LONGEST_TEXT_CHARACTERS:
        check_texts(fields)


def broken_in_words(error: json.JSONDecodeError) -> str:
    """What breaks the JSON, without the place."""
    if error.msg.startswith("Invalid control character"):
        control = ord(error.doc[error.pos])
        what = "a zero byte (NUL)" if control == 0 else f"a bare control character (U+{control:04X})"
        return f"{what} stands in a text"
    return "the JSON is broken or cut off"


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadLine(f"the key {quoted(twice)} stands twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise BadLine(f"{name} is not a number that JSON knows")


def _whole_number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER_DIGITS:
        raise BadLine(f"a number with {len(digits):,} digits")
    return int(digits)


DECODER = json.JSONDecoder(object_pairs_hook=_no_key_twice, parse_constant=_no_constant, parse_int=_whole_number)
