"""Every error a person may read, as three sentences: what happened, what is safe, what to do."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any


class StudioError(Exception):
    """Something a person should read: never a traceback, never a key."""

    def __init__(self, *, happened: str, safe: str = "", to_do: str = "") -> None:
        super().__init__(" ".join(part for part in (happened, safe, to_do) if part))
        self.happened = happened
        self.safe = safe
        self.to_do = to_do


class RubricError(StudioError):
    """A rubric file that cannot be read, with the place where it breaks."""

    def __init__(self, *, happened: str, file: str, line: int | None = None, column: int | None = None) -> None:
        place = file + (f", line {line}" if line else "") + (f", column {column}" if line and column else "")
        super().__init__(
            happened=f"{place}: {happened}",
            safe="The file is untouched and the other rubrics still work.",
            to_do="Mend it in a text editor or in the source view, then save.",
        )
        self.file = file
        self.line = line
        self.column = column


class RubricChanged(StudioError):
    """A rubric file that somebody else changed while it was open; carries both versions."""

    def __init__(self, *, file: str, mine: str, theirs: str | None) -> None:
        what = "changed" if theirs is not None else "removed"
        super().__init__(
            happened=f"{file} was {what} on disk since you opened it.",
            safe="Nothing was overwritten, and your version is still here.",
            to_do="Compare the two versions and choose which one to keep.",
        )
        self.file = file
        self.mine = mine
        self.theirs = theirs
        """The text on disk; None if the file is gone."""


class NotFound(StudioError):
    """A project, sample, judge or file that is not there."""


class ImportRefused(StudioError):
    """A foreign file that cannot be taken in."""


class WorkspaceBusy(StudioError):
    """Another process writes to this workspace."""

    def __init__(self, *, pid: int | None, url: str | None, purpose: str) -> None:
        where = f" at {url}" if url else ""
        super().__init__(
            happened=f"This workspace is already open ({purpose}, process {pid}){where}.",
            safe="Nothing was changed.",
            to_do=f"Use the open studio{where}, or close it first.",
        )
        self.pid = pid
        self.url = url


class StoreError(StudioError):
    """The database cannot be opened, read or written."""


class DatabaseHeld(StoreError):
    """Another program holds the database; what was to be written is kept and written once it lets go."""

    def __init__(self, *, saved: Future[Any]) -> None:
        super().__init__(
            happened="Another program holds the database.",
            safe="What you did is kept in memory and will be saved as soon as it lets go.",
            to_do="Close the other program, and leave the studio open.",
        )
        self.saved = saved
        """Done once it is written."""
