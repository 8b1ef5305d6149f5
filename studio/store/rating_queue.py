"""What a rater has and has not rated, one sample after the other.

Samples are walked in the order of their names. A name is a hash of the sample's content, so this order is random and
the same for everybody: whoever rates the first n of N has rated a random n of N.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.store.engine import Database
from studio.store.queries import marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who rates what: one rater in one project under one rubric."""

    project: str
    rater: str
    rubric_id: str
    criteria: tuple[str, ...]


_UNRATED = """select sample.id from sample where sample.project = ? and sample.failure is null and sample.id > ?
    and (select count(*) from rating where rating.project = sample.project and rating.rater = ?
         and rating.rubric_id = ? and rating.subject = sample.id and rating.criterion in ({marks})) < ?
    order by sample.id limit 1"""


def next_unrated(database: Database, desk: Desk, *, after: str = "") -> str | None:
    """The next sample that lacks a rating or a skip on one of the criteria; from the beginning again at the end."""
    sql = _UNRATED.format(marks=marks(len(desk.criteria)))
    for start in dict.fromkeys((after, "")):
        row = database.conn.execute(
            sql, (desk.project, start, desk.rater, desk.rubric_id, *desk.criteria, len(desk.criteria))
        ).fetchone()
        if row:
            return str(row[0])
    return None


def neighbour(database: Database, project: str, *, sample: str, forward: bool) -> str | None:
    """The sample before or after this one."""
    compared, direction = (">", "asc") if forward else ("<", "desc")
    row = database.conn.execute(
        f"""select id from sample where project = ? and failure is null and id {compared} ?
            order by id {direction} limit 1""",
        (project, sample),
    ).fetchone()
    return str(row[0]) if row else None


def given_answers(database: Database, desk: Desk) -> int:
    """How many ratings and skips the rater has given on these criteria."""
    row = database.conn.execute(
        f"""select count(*) from rating where project = ? and rater = ? and rubric_id = ?
            and criterion in ({marks(len(desk.criteria))})""",
        (desk.project, desk.rater, desk.rubric_id, *desk.criteria),
    ).fetchone()
    return int(row[0])
