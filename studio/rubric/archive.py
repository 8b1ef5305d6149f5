"""The files somebody sent in a zip or folder, read into memory under limits; follows no link and unpacks nothing."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from studio.errors import ImportRefused
from studio.rubric.source import MAXIMUM_BYTES, decoded

MAXIMUM_ENTRIES = 1_000
MAXIMUM_UNPACKED_BYTES = 200_000_000
MAXIMUM_RATIO = 100
SMALLEST_RATIO_BYTES = 100_000
"""Below this a high ratio is harmless: a page of spaces."""
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file: its bare name and, up to one byte more than a rubric may have, its content."""

    name: str
    content: bytes

    def text(self) -> str:
        """The content as text; raises RubricError where it is none."""
        return decoded(self.content, file=self.name)


def zip_members(source: Path | bytes, *, name: str) -> list[Member]:
    """The files in a zip; raises ImportRefused for one that wants to be unpacked somewhere else or without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            _refuse_hostile(archive.infolist(), name=name)
            return [_member(archive, entry) for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise _refused(f"{name} is a damaged zip file, or one of a kind that cannot be read.") from None


def folder_members(path: Path) -> list[Member]:
    """The files right in a folder; links and sub-folders are left out."""
    try:
        files = [entry for entry in sorted(path.iterdir()) if stat.S_ISREG(entry.lstat().st_mode)]
        if len(files) > MAXIMUM_ENTRIES:
            raise _refused(f"{path.name} holds more than {MAXIMUM_ENTRIES:,} files.")
        return [file_member(entry, name=entry.name) for entry in files if not entry.name.startswith(".")]
    except OSError as error:
        raise _refused(f"{path.name} cannot be read ({error.strerror}).") from None


def file_member(path: Path, *, name: str) -> Member:
    """One file, read up to one byte more than a rubric may have."""
    with path.open("rb") as handle:
        return Member(name=name, content=handle.read(MAXIMUM_BYTES + 1))


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
    # The size an entry claims is the sender's word; the bytes that come out are counted here.
    with archive.open(entry) as handle:
        return Member(name=PurePosixPath(entry.filename).name, content=handle.read(MAXIMUM_BYTES + 1))


def _refuse_hostile(entries: list[zipfile.ZipInfo], *, name: str) -> None:
    if len(entries) > MAXIMUM_ENTRIES:
        raise _refused(f"{name} holds {len(entries):,} files; {MAXIMUM_ENTRIES:,} are the limit.")
    if sum(entry.file_size for entry in entries) > MAXIMUM_UNPACKED_BYTES:
        raise _refused(f"{name} would unpack to more than {MAXIMUM_UNPACKED_BYTES // 1_000_000} MB.")
    for trouble in (trouble for entry in entries for trouble in _troubles(entry)):
        raise _refused(f"{name} {trouble}.")


def _troubles(entry: zipfile.ZipInfo) -> Iterator[str]:
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        yield f"wants to write outside its own folder ({entry.filename[:60]!r})"
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield f"holds a link ({entry.filename[:60]!r})"
    if entry.flag_bits & _ENCRYPTED:
        yield "is protected by a password"
    if entry.file_size > SMALLEST_RATIO_BYTES and entry.file_size > MAXIMUM_RATIO * max(entry.compress_size, 1):
        yield f"is packed suspiciously tight ({entry.filename[:60]!r})"


def _refused(happened: str) -> ImportRefused:
    return ImportRefused(happened=happened, safe="Nothing was taken in.", to_do="Ask the sender for the plain file.")
