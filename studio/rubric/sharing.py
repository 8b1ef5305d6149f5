"""A rubric to give away: one folder or zip with the file, a page to read and its agreement record; unpacks nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from studio.atomic_file import write_atomically
from studio.errors import ImportRefused, RubricError, StudioError
from studio.records import Rubric
from studio.rubric.archive import MAXIMUM_ENTRIES, Member, file_member, folder_members, zip_members
from studio.rubric.formats import read_foreign, write_foreign
from studio.rubric.formats.foreign import NOTHING_TAKEN
from studio.rubric.reading import parse_rubric

AGREEMENT_FILE = "agreement.json"
READABLE = (".yaml", ".yml", ".json", ".jsonl", ".py", ".txt")
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRubric:
    """A rubric somebody sent, not yet taken in."""

    file: str
    """What the sender called it; never a path to write to."""
    text: str
    rubric: Rubric
    format: str
    not_carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What somebody sent: rubrics to look at and to choose from."""

    rubrics: tuple[SharedRubric, ...]
    broken: tuple[StudioError, ...] = ()
    agreement: Mapping[str, Any] | None = None
    """How far judges agreed with the sender; her numbers, not ours."""
    ignored: tuple[str, ...] = ()
    """Files that are of no use here."""


def write_bundle(target: Path, *, text: str, agreement: Mapping[str, Any] | None = None) -> Path:
    """Writes the rubric's source, a page to read and the agreement record into a new zip (`.zip`) or folder.

    The same contents give the same bytes.
    """
    files = _files(text, agreement)
    if target.exists():
        happened = f"{target.name} is already there."
        raise StudioError(happened=happened, safe="Nothing was overwritten.", to_do="Choose another name.")
    try:
        _write_zip(target, files) if target.suffix == ".zip" else _write_folder(target, files)
    except OSError as error:
        happened = f"{target.name} could not be written ({error.strerror})."
        raise StudioError(happened=happened, safe="The rubric is untouched.", to_do="Choose another place.") from None
    return target


def bundle_bytes(*, text: str, agreement: Mapping[str, Any] | None = None) -> bytes:
    """The same bundle as a zip in memory, for a download."""
    return _zipped(_files(text, agreement))


def read_bundle(source: Path | bytes, *, name: str = "") -> Bundle:
    """The rubrics in a zip, a folder or a single file, of our format or a foreign one; nothing is written to disk."""
    if isinstance(source, Path):
        name = name or source.name
        if source.is_dir():
            return _bundle(folder_members(source))
    if _is_zip(source):
        return _bundle(zip_members(source, name=name))
    return _bundle([_single(source, name=name)])


def read_files(files: Sequence[tuple[str, bytes]]) -> Bundle:
    """The rubrics among the files of a folder that came over the browser, (name, content) each."""
    if len(files) > MAXIMUM_ENTRIES:
        happened = f"The folder holds more than {MAXIMUM_ENTRIES:,} files."
        raise ImportRefused(happened=happened, safe=NOTHING_TAKEN, to_do="Choose the folder of the rubrics alone.")
    return _bundle([Member(name=PurePosixPath(name).name, content=content) for name, content in files])


def _is_zip(source: Path | bytes) -> bool:
    if isinstance(source, bytes):
        return source[:4] in (b"PK\x03\x04", b"PK\x05\x06")
    return source.is_file() and zipfile.is_zipfile(source)


def _single(source: Path | bytes, *, name: str) -> Member:
    if isinstance(source, bytes):
        return Member(name=name or "the text", content=source)
    try:
        return file_member(source, name=name)
    except OSError as error:
        happened = f"{name} cannot be read ({error.strerror})."
        raise ImportRefused(happened=happened, safe=NOTHING_TAKEN, to_do="Choose another file.") from None


def _bundle(members: list[Member]) -> Bundle:
    rubrics: list[SharedRubric] = []
    broken: list[StudioError] = []
    ignored: list[str] = []
    agreement: Mapping[str, Any] | None = None
    for member in members:
        if member.name == AGREEMENT_FILE:
            agreement = _agreement(member)
        elif len(members) > 1 and not member.name.endswith(READABLE):
            ignored.append(member.name)
        else:
            try:
                rubrics.append(_shared(member))
            except (ImportRefused, RubricError) as error:
                broken.append(error)
    return Bundle(rubrics=tuple(rubrics), broken=tuple(broken), agreement=agreement, ignored=tuple(ignored))


def _shared(member: Member) -> SharedRubric:
    text = member.text()
    conversion, known = read_foreign(text, file=member.name)
    return SharedRubric(
        file=member.name,
        text=text if known.name == "studio" else write_foreign(conversion.result, to="studio").result,
        rubric=conversion.result,
        format=known.title,
        not_carried=conversion.not_carried,
    )


def _agreement(member: Member) -> Mapping[str, Any] | None:
    try:
        found = json.loads(member.text())
    except (ValueError, RecursionError, RubricError):
        return None
    return found if isinstance(found, dict) else None


def _files(text: str, agreement: Mapping[str, Any] | None) -> dict[str, str]:
    rubric = parse_rubric(text)
    files = {f"{rubric.name}.yaml": text, "README.md": _page(rubric, agreement)}
    if agreement is not None:
        files[AGREEMENT_FILE] = json.dumps(agreement, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    return files


def _page(rubric: Rubric, agreement: Mapping[str, Any] | None) -> str:
    page = write_foreign(rubric, to="markdown").result
    lines = [f"\nTo use it, import this folder or zip in Rubric Studio, or copy `{rubric.name}.yaml` into `rubrics/`."]
    if agreement is not None:
        lines.append(f"\nHow far judges agreed with the people who wrote it stands in `{AGREEMENT_FILE}`.")
    return page + "\n".join(lines) + "\n"


def _write_folder(target: Path, files: Mapping[str, str]) -> None:
    target.mkdir(parents=True)
    for name, text in files.items():
        write_atomically(target / name, text=text)


def _zipped(files: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=_MIDNIGHT), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _write_zip(target: Path, files: Mapping[str, str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    try:
        temporary.write_bytes(_zipped(files))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
