"""The plan files of a workspace, in a folder of their own beside the rubrics; it saves a file whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

from studio.errors import StudioError
from studio.rubric.disk import replace_file, text_of

FOLDER = "plans"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class PlanFolder:
    """Plans by their id; a file is named by the id of its plan."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace / FOLDER

    def names(self) -> list[str]:
        """The ids of the plans that are there, in the order of the alphabet."""
        found = (path.stem for path in self.path.glob("*.yaml") if path.is_file())
        return sorted(name for name in found if _NAME.fullmatch(name))

    def text(self, name: str) -> str:
        """The text of a plan's file."""
        try:
            return text_of(self._file(name), folder=self.path)
        except OSError as trouble:
            raise StudioError(
                happened=f"The plan {name} cannot be read ({trouble.strerror}).",
                safe="Nothing was changed.",
                to_do="Choose another plan.",
            ) from None

    def save(self, text: str, *, name: str) -> Path:
        """Writes a plan under its id, over the one that is there."""
        path = self._file(name)
        self.path.mkdir(exist_ok=True)
        replace_file(path, text, folder=self.path)
        return path

    def _file(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise StudioError(
                happened=f"{name!r} cannot be the name of a plan.",
                safe="Nothing was written.",
                to_do="Use small letters, digits, - and _.",
            )
        return self.path / f"{name}.yaml"
