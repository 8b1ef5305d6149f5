"""Where she sits when she rates: project, rubric, name, keys and queue, looked up once for many keys."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from studio.own_judges.kinds import left_to_people
from studio.rating.queue_modes import Queue
from studio.records import Criterion, Project, Rater, Rubric
from studio.store.rating_queue import Desk
from studio.store.subjects import Mode
from studio.store.verdicts import opinions_version
from studio.ui import opened
from studio.ui.rate_keys import Keys, keys_of

EVERY_CRITERION = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person rating one project under one wording of the rubric: the one she has before her eyes."""

    project: Project
    rubric: Rubric
    rater: Rater
    criteria: tuple[Criterion, ...]
    """The questions of this pass: all, or the one she chose."""
    queue: Queue
    keys: Keys
    kind: Mode = "direct"
    heard: tuple[int, ...] = ()
    """Which verdicts there were when the page was drawn: the queue reads them anew when this changes."""
    desk: Desk = field(init=False)
    """The same, as the store asks for it."""

    def __post_init__(self) -> None:
        # Kept: a rubric's id is a hash over all its words, and every key needs it several times.
        desk = Desk(
            project=self.project.id,
            rater=self.rater.id,
            rubric_id=self.rubric.id,
            criteria=tuple(criterion.id for criterion in self.criteria),
            kind=self.kind,
        )
        object.__setattr__(self, "desk", desk)


def seat(*, project: Project, rubric: Rubric, rater: Rater, queue: Queue, question: str, kind: Mode = "direct") -> Seat:
    """Her seat for the question she chose, or for all; a pair is always rated on one question."""
    hers = left_to_people(rubric)
    criteria = tuple(criterion for criterion in hers if question in (EVERY_CRITERION, criterion.id)) or hers
    return Seat(
        project=project,
        rubric=rubric,
        rater=rater,
        criteria=criteria[:1] if kind == "pairwise" else criteria,
        queue=queue,
        keys=keys_of(rater.id),
        kind=kind,
        heard=opened.workspace().read(lambda database: opinions_version(database, project.id))[1:],
    )


def shows_judges() -> bool:
    """Whether she has asked to see what judges say before she answers."""
    return bool(st.session_state.get("rate_show_judges", False))
