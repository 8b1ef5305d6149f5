"""Which samples a judging run is for, as she says it; None stands for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from studio.store import subject_choice
from studio.store.engine import Database
from studio.store.subject_filter import SubjectFilter, fitting_subjects
from studio.store.subjects import Mode

Which = Literal["all", "rated", "handful", "tag", "filter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleChoice:
    """All of them, those somebody rated, a random handful, those with a tag, or those that fit a filter."""

    which: Which = "all"
    count: int = 10
    """How many a handful is."""
    tag: tuple[str, str] = ("", "")
    """Name and value."""
    filter: SubjectFilter = field(default_factory=SubjectFilter)


def chosen_subjects(database: Database, choice: SampleChoice, *, project: str, mode: Mode) -> list[str] | None:
    """The names of the chosen samples, or pairs; None for all."""
    match choice.which:
        case "all":
            return None
        case "rated":
            return subject_choice.rated_subjects_of(database, project, mode=mode)
        case "handful":
            return subject_choice.first_subjects(database, project, mode=mode, count=choice.count)
        case "tag":
            return subject_choice.subjects_with_tag(database, project, mode=mode, tag=choice.tag)
        case "filter":
            return fitting_subjects(database, choice.filter, project=project, mode=mode)
