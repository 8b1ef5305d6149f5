"""A JSON list of objects, read piece by piece, so that a large one never lies in memory whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from studio.errors import ImportRefused
from studio.interchange.json_rows import DECODER, broken_in_words, check_object
from studio.interchange.problems import BadLine, refused

PIECE_CHARACTERS = 1 << 20
# Finds where a value ends that the strict reader has refused.
_LENIENT = json.JSONDecoder(parse_int=float)
_SPACE = re.compile(r"[ \t\r\n]*")


def json_list_rows(
    text: TextIO, *, name: str, skip: Callable[[int, str], None]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object of the list with its number; a list that breaks has no way to go on and is refused."""
    reading = _Reading(text, name=name)
    reading.take("[")
    number = 0
    while not reading.ends(is_first=number == 0):
        number += 1
        try:
            found, written = reading.next_value(number)
            if not isinstance(found, dict):
                raise BadLine("it is JSON, but no object with named fields")
            check_object(found, written=written)
        except BadLine as problem:
            skip(number, str(problem))
        else:
            yield number, found


class _Reading:
    """A window that moves over the text and grows while a value does not end inside it."""

    def __init__(self, text: TextIO, *, name: str) -> None:
        self._text = text
        self._name = name
        self._window = ""
        self._place = 0

    def take(self, expected: str) -> bool:
        """Whether the next character was the expected one, which is then behind us."""
        if self._next_character() != expected:
            return False
        self._place += 1
        return True

    def ends(self, *, is_first: bool) -> bool:
        """Whether the list ends here; otherwise stands before its next value."""
        if self.take("]"):
            if self._next_character():
                raise self._broken("Something follows the end of the list.")
            return True
        if not is_first and not self.take(","):
            raise self._broken("The list breaks off, or a comma is missing.")
        return False

    def next_value(self, number: int) -> tuple[Any, str]:
        """The next value, and how it is written; BadLine for one that is whole but not allowed."""
        self._next_character()
        piece, decoder = PIECE_CHARACTERS, DECODER
        problem: BadLine | None = None
        while True:
            try:
                found, end = decoder.raw_decode(self._window, self._place)
            except json.JSONDecodeError as error:
                if not self._grow(piece):
                    raise self._broken(f"In row {number:,} {broken_in_words(error)}.") from None
                piece *= 2
            except RecursionError:
                raise self._broken(f"Row {number:,} is nested too deeply.") from None
            except BadLine as refusal:
                problem, decoder = refusal, _LENIENT
            else:
                written = self._window[self._place : end]
                self._place = end
                if problem:
                    raise problem
                return found, written

    def _next_character(self) -> str:
        while True:
            match = _SPACE.match(self._window, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._window):
                return self._window[self._place]
            if not self._grow(PIECE_CHARACTERS):
                return ""

    def _grow(self, characters: int) -> bool:
        more = self._text.read(characters)
        if more:
            self._window = self._window[self._place :] + more.removeprefix("\ufeff")
            self._place = 0
        return bool(more)

    def _broken(self, happened: str) -> ImportRefused:
        return refused(f"{self._name}: {happened}", to_do="Mend the file, or write one JSON object a line.")
