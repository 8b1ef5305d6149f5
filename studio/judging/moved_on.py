"""Whether a rubric has changed since a run began with it, in words; a run never changes with the file."""

from __future__ import annotations

from collections.abc import Callable

from studio.errors import StudioError
from studio.records import Rubric, Run
from studio.store.engine import Database
from studio.store.judges import judge_of
from studio.store.rubrics import rubric


def moved_on(database: Database, run: Run, *, read_now: Callable[[str], Rubric | None]) -> str:
    """A sentence when the rubric of this name, read now, is not what the run's judges are asked; else empty."""
    judges = [judge_of(database, judge_id) for judge_id in run.plan.get("judges", ())]
    for rubric_id in dict.fromkeys(judge.rubric_id for judge in judges if judge is not None):
        asked = rubric(database, rubric_id)
        if asked is not None and not _is_still(asked, read_now):
            return (
                f"The rubric {asked.name} has changed since this run began. "
                "The run goes by what it began with; start a new one for the new text."
            )
    return ""


def _is_still(asked: Rubric, read_now: Callable[[str], Rubric | None]) -> bool:
    try:
        found = read_now(asked.name)
    except (StudioError, OSError, UnicodeDecodeError):
        return False
    # A rubric that came with an import has no file that could change.
    return found is None or found.id == asked.id
