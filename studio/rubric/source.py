"""Decides whether bytes or text can be a rubric file at all; refuses in words before any YAML is read."""

from __future__ import annotations

import re

from studio.errors import RubricError

MAXIMUM_BYTES = 256 * 1024
BYTE_ORDER_MARK = "\ufeff"

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)


def decoded(content: bytes, *, file: str) -> str:
    """The text of a rubric file's bytes, which must be UTF-8; a byte order mark is kept."""
    refuse_size(len(content), file=file)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RubricError(happened="The file is saved as UTF-16. Save it as UTF-8.", file=file, line=1, column=1)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        happened = "The file is not UTF-8 here. Save it as UTF-8."
        raise RubricError(happened=happened, file=file, line=line, column=column) from None


def checked_text(text: str, *, file: str) -> str:
    """The text without its byte order mark, if it can be a rubric."""
    refuse_size(len(text.encode("utf-8", "surrogatepass")), file=file)
    text = text.removeprefix(BYTE_ORDER_MARK)
    if not text.strip():
        raise RubricError(happened="The file is empty.", file=file, line=1, column=1)
    if found := UNPRINTABLE.search(text):
        _refuse_at(text, found.start(), _unprintable_in_words(found.group()), file=file)
    if found := _CONFLICT.search(text):
        happened = "Git left a merge conflict here. Choose one of the two versions and delete the marker lines."
        _refuse_at(text, found.start(), happened, file=file)
    return text


def refuse_size(size_bytes: int, *, file: str) -> None:
    """Raises RubricError for more bytes than a rubric may have."""
    if size_bytes > MAXIMUM_BYTES:
        happened = f"The file is {size_bytes / 1024:,.0f} kB; a rubric may be {MAXIMUM_BYTES // 1024} kB at most."
        raise RubricError(happened=happened, file=file)


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column, both counted from one, of an index into the text."""
    before = text[:index]
    return before.count("\n") + 1, index - before.rfind("\n")


def _refuse_at(text: str, index: int, happened: str, *, file: str) -> None:
    line, column = place(text, index)
    raise RubricError(happened=happened, file=file, line=line, column=column)


def _unprintable_in_words(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return f"Half of a character stands here (lone surrogate U+{ord(character):04X}). Delete it and type it again."
    if character == "\0":
        return "A zero byte stands here. The file was probably damaged on its way; delete the byte."
    return f"An invisible control character (U+{ord(character):04X}) stands here. Delete it."
