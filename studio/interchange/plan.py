"""What an import is going to do, settled before the first write: project, rubric, and what each item stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from studio.errors import StudioError
from studio.interchange.folders import Chosen
from studio.interchange.known_items import Known, known_items, new_item
from studio.interchange.problems import quoted, refused
from studio.interchange.rubric_choice import RubricChoice, chosen_rubric
from studio.interchange.survey import Survey
from studio.interchange.tally import Tally
from studio.interchange.walk import ReadFile
from studio.records import Project, Rubric
from studio.rubric.shape import RESERVED_IDS, RUBRIC_ID
from studio.store.engine import Database
from studio.store.projects import project
from studio.store.rubrics import rubric_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything the second walk needs to know."""

    project: Project
    """As it is to be saved."""
    files: Sequence[ReadFile]
    survey: Survey
    choice: RubricChoice | None
    """None where nothing is rated or judged."""
    known: dict[str, Known]
    exported_as: str = ""
    """The id under which dataset.json knows the rubric."""


def check_project_id(project_id: str) -> None:
    """Raises StudioError for an id that cannot stand in an address or a file's name."""
    if not re.fullmatch(RUBRIC_ID, project_id) or project_id in RESERVED_IDS:
        raise StudioError(
            happened=f"{quoted(project_id)} cannot be a project's id.",
            safe="Nothing was imported.",
            to_do="Use small letters, digits, - and _, up to 64 of them.",
        )


def planned(
    database: Database,
    *,
    project_id: str,
    chosen: Chosen,
    files: Sequence[ReadFile],
    survey: Survey,
    own_rubric: Rubric | None,
    tally: Tally,
) -> Plan:
    """The plan; raises ImportRefused where nothing of what is rated is known."""
    old = project(database, project_id)
    there = known_items(database, survey.items.keys() | survey.rated, project=project_id) if old else {}
    known = _new(survey, there, project_id=project_id) | there
    _refuse_strangers(survey, known, project_id=project_id)
    kept = rubric_versions(database, old.rubric) if old and old.rubric else []
    choice = None
    if survey.criteria:
        choice = chosen_rubric(
            database,
            survey.criteria,
            paper=chosen.paper,
            title=chosen.title if chosen.paper else project_id,
            candidates=[own_rubric, *kept] if own_rubric else kept,
            tell=tally.guess,
        )
    found = old or Project(id=project_id, title=chosen.title)
    name = choice.rubric.name if choice else ""
    if name and found.rubric and found.rubric != name:
        tally.note(
            f"these ratings and verdicts stand under the rubric {quoted(name)}, not under {quoted(found.rubric)}"
        )
    return Plan(
        project=replace(found, rubric=found.rubric or name),
        files=files,
        survey=survey,
        choice=choice,
        known=known,
        exported_as=chosen.paper.rubric.id if chosen.paper and chosen.paper.rubric else "",
    )


def _new(survey: Survey, there: Collection[str], *, project_id: str) -> dict[str, Known]:
    return {
        name: new_item(name, project=project_id, is_pair=is_pair)
        for name, is_pair in survey.items.items()
        if name not in there
    }


def _refuse_strangers(survey: Survey, known: dict[str, Known], *, project_id: str) -> None:
    if survey.rated and not survey.rated & known.keys():
        example = quoted(min(survey.rated))
        raise refused(
            f"None of the {len(survey.rated):,} rated items (such as {example}) is in the project {project_id}.",
            to_do="Import the items too, in one go with the ratings or before them.",
        )
