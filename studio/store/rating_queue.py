"""What a rater has and has not rated, one sample after the other.

Samples are walked in the order of their names. A name is a hash of the sample's content, so this order is random and
the same for everybody: whoever rates the first n of N has rated a random n of N.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from studio.store.engine import Database
from studio.store.queries import marks
from studio.store.subjects import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who rates what: one rater in one project under one rubric."""

    project: str
    rater: str
    rubric_id: str
    criteria: tuple[str, ...]
    kind: Mode = "direct"
    """Samples, or pairs of them."""


_UNRATED = """select subject.id from {subjects} and subject.project = ? and subject.id > ?
    and (select count(*) from rating where rating.project = subject.project and rating.rater = ?
         and rating.rubric_id = ? and rating.subject = subject.id and rating.criterion in ({marks})) < ?
    order by subject.id limit 1"""
# A pair of which one side is no answer cannot be rated.
_SUBJECTS: dict[Mode, str] = {
    "direct": "sample as subject where subject.failure is null",
    "pairwise": """pair as subject where not exists (
        select 1 from sample where id in (subject.sample_a, subject.sample_b) and failure is not null)""",
}


def next_unrated(database: Database, desk: Desk, *, after: str = "") -> str | None:
    """The next subject that lacks a rating or a skip on one of the criteria; from the beginning again at the end."""
    sql = _UNRATED.format(subjects=_SUBJECTS[desk.kind], marks=marks(len(desk.criteria)))
    for start in dict.fromkeys((after, "")):
        row = database.conn.execute(
            sql, (desk.project, start, desk.rater, desk.rubric_id, *desk.criteria, len(desk.criteria))
        ).fetchone()
        if row:
            return str(row[0])
    return None


def rateable_subjects(database: Database, desk: Desk) -> list[str]:
    """Every sample, or pair, that can be rated, by name."""
    cursor = database.conn.execute(
        f"select subject.id from {_SUBJECTS[desk.kind]} and subject.project = ? order by subject.id", (desk.project,)
    )
    return [row[0] for row in cursor]


def tags_by_subject(database: Database, desk: Desk) -> dict[str, tuple[tuple[str, str], ...]]:
    """The tags of each subject's input; subjects of untagged inputs are left out."""
    table = "pair" if desk.kind == "pairwise" else "sample"
    cursor = database.conn.execute(
        f"""select {table}.id, input.tags from {table} join input on input.id = {table}.input_id
            where {table}.project = ? and input.tags <> '{{}}'""",
        (desk.project,),
    )
    return {subject: tuple(json.loads(tags).items()) for subject, tags in cursor}
