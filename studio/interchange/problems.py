"""What is wrong with a file or one of its lines, in words; what they quote of it is short and printable."""

from __future__ import annotations

from studio.errors import ImportRefused


class BadLine(ValueError):
    """Why one line cannot be taken; the others can."""


def quoted(text: object, *, longest: int = 60) -> str:
    """A piece of a file for a message: one line, printable, short."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in str(text)[: longest + 1])
    return f'"{shown[:longest]}…"' if len(shown) > longest else f'"{shown}"'


def refused(happened: str, *, to_do: str) -> ImportRefused:
    """A file, or all of an import, that cannot be taken in."""
    return ImportRefused(happened=happened, safe="Nothing was imported.", to_do=to_do)
