"""What is wrong with a file or one of its lines, in words; what they quote of it is short and printable."""

from __future__ import annotations

from studio.errors import ImportRefused


class BadLine(ValueError):
    """Why one line cannot be taken; the others can."""


def quoted(text: object, *, longest: int = 60) -> str:
    """A piece of a file for a message: one line, printable, short."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in str(text)[: longest + 1])
    return f'"{shown[:longest]}…"' if len(shown) > longest else f'"{shown}"'


def no_name() -> BadLine:
    """For rows that have a list or an object where a name belongs."""
    return BadLine("a list or an object stands where a name belongs")


def refused(happened: str, *, to_do: str) -> ImportRefused:
    """A file, or all of an import, that cannot be taken in."""
    return ImportRefused(happened=happened, safe="Nothing was imported.", to_do=to_do)
