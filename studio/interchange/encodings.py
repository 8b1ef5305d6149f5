"""Finds out how a file's letters are written down; where the file does not say, it asks instead of guessing."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from studio.errors import ImportRefused
from studio.interchange.files import opened, shown_name
from studio.interchange.problems import quoted, refused

HEAD_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 20
_LONGEST_LINE_BYTES = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The order in which they are offered; where two read a line alike, the first one stands for both.
OFFERED = ("cp1252", "mac-roman", "cp1250", "cp1251", "shift-jis", "gb18030", "utf-16-le", "utf-16-be")
KNOWN = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "iso8859-15", "cp1253", "cp1254", "cp1257", "koi8-r"),
    *("big5", "euc-kr", "euc-jp", *OFFERED),
)
_READINGS_SHOWN = 4
_EXCERPT_CHARACTERS = 40


class EncodingUnknown(ImportRefused):
    """The question which encoding a file is in, with what its first unclear line would read in each."""

    def __init__(self, *, file: str, line: int, readings: tuple[tuple[str, str], ...]) -> None:
        shown = "; ".join(f"{encoding} reads {quoted(text)}" for encoding, text in readings)
        example = readings[0][0] if readings else "cp1252"
        super().__init__(
            happened=f"Which encoding is {file} in? Its line {line:,} is not UTF-8.",
            safe="Nothing was imported.",
            to_do=f"Say which one reads right, for example --encoding {example}. {shown}".strip(),
        )
        self.file = file
        self.line = line
        self.readings = readings


def known_encoding(name: str) -> str:
    """The encoding a person named, if it is one that texts are kept in."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        found = ""
    if found not in {codecs.lookup(known).name for known in KNOWN}:
        raise refused(f"There is no encoding called {quoted(name)}.", to_do=f"Use one of: {', '.join(KNOWN)}.")
    return found


def marked_encoding(head: bytes) -> str | None:
    """The encoding that the first bytes give away: a byte order mark, or the zero bytes of UTF-16."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    return _encoding_by_zeros(head)


def _encoding_by_zeros(head: bytes) -> str | None:
    pairs = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    # Even Chinese JSON has a tenth of plain ASCII, whose other byte is zero; no other encoding has zeros on one side.
    if odd > 0.1 and even < odd / 10:
        return "utf-16-le"
    if even > 0.1 and odd < even / 10:
        return "utf-16-be"
    return None


def unmarked_encoding(path: Path) -> str:
    """UTF-8 where the bytes say so (a few broken lines are then named one by one); else EncodingUnknown."""
    with opened(path) as stream:
        if _is_utf8(stream):
            return "utf-8"
    sound = broken = first = 0
    unclear = b""
    with opened(path) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE_BYTES), b""), 1):
            if line.isascii():
                continue
            if _is_utf8_line(line):
                sound += 1
                continue
            broken += 1
            if not unclear:
                first, unclear = number, line
    if sound > broken:
        return "utf-8"
    raise EncodingUnknown(file=shown_name(path), line=first, readings=readings(unclear))


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(_BLOCK_BYTES):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_line(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def readings(line: bytes) -> tuple[tuple[str, str], ...]:
    """What the words around a line's first unclear byte read in each encoding that fits; alike readings once."""
    start = next((place for place, byte in enumerate(line) if byte > 0x7F), 0)
    piece = line[max(start - 12, 0) & ~1 : start + _EXCERPT_CHARACTERS]
    found: dict[str, str] = {}
    for encoding in OFFERED:
        try:
            text = piece.decode(encoding).strip()
        except UnicodeDecodeError:
            continue
        if text.isprintable():
            found.setdefault(text, encoding)
    return tuple((encoding, text) for text, encoding in found.items())[:_READINGS_SHOWN]
