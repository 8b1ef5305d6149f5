"""Opens foreign files, packed ones too, and lets no more out of them than a file may hold; it writes none."""

from __future__ import annotations

import io
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from studio.errors import ImportRefused, NotFound
from studio.interchange.limits import LARGEST_FILE_BYTES
from studio.interchange.problems import refused

BUFFER_BYTES = 1 << 20
_PACKED_BYTES = 1 << 16
_GZIP = b"\x1f\x8b"


def shown_name(path: Path) -> str:
    """A file's name as it may stand in a message."""
    return "".join(character if character.isprintable() else "\ufffd" for character in path.name)[:100]


def check_file(path: Path) -> None:
    """Refuses what is not there, not a plain file, not readable or too large."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(
            happened=f"There is no file called {shown_name(path)} here.",
            safe="Nothing was imported.",
            to_do="Check the name and the folder.",
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    if not stat.S_ISREG(found.st_mode):
        raise refused(f"{shown_name(path)} is not a plain file.", to_do="Give a file or a folder of files.")
    if found.st_size > LARGEST_FILE_BYTES:
        raise too_large(path)


def too_large(path: Path) -> ImportRefused:
    """The refusal of a file that holds more than is read."""
    return refused(
        f"{shown_name(path)} holds more than {LARGEST_FILE_BYTES // 1_000_000} MB, the most that is read of one file.",
        to_do="Split it into several files and import them one after the other.",
    )


def is_packed(path: Path) -> bool:
    """Whether the file is a gzip file, whatever it is called."""
    with _raw(path) as file:
        return file.read(2) == _GZIP


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked if it is a gzip file."""
    packed = is_packed(path)
    with _raw(path) as file:
        yield _InLargeBlocks(_Bounded(file, path=path, packed=packed), BUFFER_BYTES)


@contextmanager
def _raw(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from None
    with file:
        yield file


def _unreadable(path: Path, error: Exception) -> ImportRefused:
    why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return refused(f"{shown_name(path)} cannot be read ({why}).", to_do="Check its permissions and its name.")


class _InLargeBlocks(io.BufferedReader):
    """Gives a text reader a megabyte where it asks for 8 kB: each block waits for the thread that writes."""

    def read1(self, size: int = -1, /) -> bytes:
        return super().read1(BUFFER_BYTES)


class _Bounded(io.RawIOBase):
    """A stream with an end: a few packed kilobytes can unpack to more than a disk holds."""

    def __init__(self, file: BinaryIO, *, path: Path, packed: bool) -> None:
        self._file = file
        self._path = path
        self._inflating = zlib.decompressobj(wbits=31) if packed else None
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._next_block(len(buffer))
        self._given += len(block)
        if self._given > LARGEST_FILE_BYTES:
            raise too_large(self._path)
        buffer[: len(block)] = block
        return len(block)

    def _next_block(self, size: int) -> bytes:
        try:
            return self._file.read(size) if self._inflating is None else self._inflated(size)
        except zlib.error:
            raise refused(f"{shown_name(self._path)} is a damaged gzip file.", to_do="Fetch it again.") from None
        except OSError as error:
            raise _unreadable(self._path, error) from None

    def _inflated(self, size: int) -> bytes:
        while True:
            assert self._inflating is not None
            if self._inflating.eof:
                rest = self._inflating.unused_data or self._file.read(_PACKED_BYTES)
                if not rest.startswith(_GZIP):
                    return b""
                self._inflating = zlib.decompressobj(wbits=31)
            else:
                rest = self._inflating.unconsumed_tail or self._file.read(_PACKED_BYTES)
                if not rest:
                    raise zlib.error("cut off")
            block = self._inflating.decompress(rest, size)
            if block:
                return block
