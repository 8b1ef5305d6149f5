"""Makes a cell that no spreadsheet takes for a formula; everything but such cells stays as it is."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?%?")
_STARTS_A_FORMULA = frozenset("=+-@|")


def safe_cell(value: object) -> object:
    """The value, with an apostrophe in front of a text that starts like a formula; numbers are excepted.

    A formula may hide behind spaces, invisible characters and full-width signs, so the first visible character of the
    NFKC form decides; a tab or line end in front counts by itself, because it can end the cell before.
    """
    if not isinstance(value, str) or not value or _NUMBER.fullmatch(value):
        return value
    return f"'{value}" if value[0] in "\t\r\n" or _first_visible(value) in _STARTS_A_FORMULA else value


def _first_visible(text: str) -> str:
    for character in text:
        for part in unicodedata.normalize("NFKC", character):
            if unicodedata.category(part)[0] not in "ZC":
                return part
    return ""
