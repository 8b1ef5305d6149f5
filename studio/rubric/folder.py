"""A folder of rubric files: loads what can be read, saves a file whole or not at all, overwrites nothing unasked."""

from __future__ import annotations

import os
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

from studio.errors import NotFound, RubricChanged, RubricError, StudioError
from studio.records import Rubric
from studio.rubric.disk import Stamp, replace_file, stamp_of, text_of
from studio.rubric.reading import parse_rubric
from studio.rubric.writing import new_rubric_text, write_rubric

SUFFIXES = (".yaml", ".yml")
SCHEMA_FILE = "rubric.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricFile:
    """A rubric as it stood in its file when it was opened."""

    file: str
    """The file's name in its folder."""
    text: str
    rubric: Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricShelf:
    """What a folder holds: the files that can be read, and why the others cannot."""

    files: tuple[RubricFile, ...] = ()
    broken: tuple[RubricError, ...] = ()

    @property
    def rubrics(self) -> tuple[Rubric, ...]:
        """The rubrics, in the order of their file names."""
        return tuple(file.rubric for file in self.files)


class RubricFolder:
    """The rubric files of one folder; a file that was read is read again only when its stamp changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, tuple[Stamp, RubricFile | RubricError]] = {}
        self._lock = threading.RLock()

    def load(self) -> RubricShelf:
        """Every rubric file of the folder; one that is broken hides no other."""
        files: dict[str, RubricFile] = {}
        broken: list[RubricError] = []
        with self._lock:
            found = [self._read(name) for name in self._names()]
        for entry in found:
            if isinstance(entry, RubricError):
                broken.append(entry)
            elif (first := files.setdefault(entry.rubric.name, entry)) is not entry:
                happened = (
                    f"It holds a rubric called `{entry.rubric.name}`, as {first.file} does. Change one of the ids."
                )
                broken.append(RubricError(happened=happened, file=entry.file))
        return RubricShelf(files=tuple(files.values()), broken=tuple(broken))

    def open(self, name: str) -> RubricFile:
        """The file of the rubric with this id."""
        for file in self.load().files:
            if file.rubric.name == name:
                return file
        happened = f"There is no readable rubric called {name!r} in this folder."
        raise NotFound(happened=happened, safe="Nothing was changed.", to_do="Choose one from the list.")

    def source(self, file: str) -> str | None:
        """The text of one of the folder's files as it stands now, broken or not; None if there is no such file."""
        if file not in self._names():
            return None
        try:
            return text_of(self.path / file, folder=self.path)
        except FileNotFoundError:
            return None

    def is_changed(self, opened: RubricFile) -> bool:
        """Whether somebody else changed or removed the file since it was opened."""
        return self.source(opened.file) != opened.text

    def save(self, rubric: Rubric, *, opened: RubricFile | None = None) -> RubricFile:
        """Writes the rubric into the file it was opened from, changing only what changed, or into a new file."""
        if opened is None:
            return self.save_text(new_rubric_text(rubric))
        text = write_rubric(rubric, source=opened.text, file=opened.file)
        return self.save_text(text, file=opened.file, seen=opened.text)

    def save_text(self, text: str, *, file: str | None = None, seen: str | None = None) -> RubricFile:
        """Writes a rubric's source into the file, or into a new file named by its id.

        `seen` is what she saw in the file; if the disk has something else by now, RubricChanged carries both versions.
        """
        rubric = parse_rubric(text, file=file or "the rubric")
        name = file or f"{rubric.name}.yaml"
        with self._lock:
            self._refuse_taken(rubric, name)
            theirs = self.source(name)
            if file is None and theirs is not None:
                raise _taken(rubric.name, name)
            if theirs != seen:
                raise RubricChanged(file=name, mine=text, theirs=theirs)
            if theirs != text:
                replace_file(self.path / name, text, folder=self.path)
        return RubricFile(file=name, text=text, rubric=rubric)

    def bring_schema(self, shipped_folder: Path) -> None:
        """Puts the schema beside the rubrics, so that editors complete them; a newer studio brings its own."""
        try:
            shipped, beside = shipped_folder / SCHEMA_FILE, self.path / SCHEMA_FILE
            if not beside.exists() or beside.read_bytes() != shipped.read_bytes():
                shutil.copyfile(shipped, beside)
        except OSError:
            # A folder that cannot be written to can still be read: only the editor's help is missing.
            return

    def _refuse_taken(self, rubric: Rubric, name: str) -> None:
        for other in self.load().files:
            if other.rubric.name == rubric.name and other.file != name:
                raise _taken(rubric.name, other.file)

    def _names(self) -> list[str]:
        try:
            with os.scandir(self.path) as entries:
                names = sorted(entry.name for entry in entries)
        except FileNotFoundError:
            return []
        except OSError as error:
            happened = f"The folder {self.path.name} cannot be read ({error.strerror})."
            raise StudioError(happened=happened, safe="Nothing was changed.", to_do="Check its permissions.") from None
        return [name for name in names if name.endswith(SUFFIXES) and not name.startswith(".")]

    def _read(self, name: str) -> RubricFile | RubricError:
        try:
            stamp = stamp_of(self.path / name, folder=self.path)
        except RubricError as error:
            return error
        except OSError as error:
            return RubricError(happened=f"The file cannot be read ({error.strerror}).", file=name)
        known = self._known.get(name)
        if known is None or known[0] != stamp:
            self._known[name] = known = (stamp, self._parsed(name))
        return known[1]

    def _parsed(self, name: str) -> RubricFile | RubricError:
        try:
            text = text_of(self.path / name, folder=self.path)
            return RubricFile(file=name, text=text, rubric=parse_rubric(text, file=name))
        except RubricError as error:
            return error.with_traceback(None)
        except OSError as error:
            return RubricError(happened=f"The file cannot be read ({error.strerror}).", file=name)


def _taken(rubric_name: str, file: str) -> StudioError:
    return StudioError(
        happened=f"There is already a rubric called `{rubric_name}`, in {file}.",
        safe="Nothing was overwritten.",
        to_do="Choose another id, or open that rubric and change it.",
    )
