"""Which values a rubric's questions were answered with so far, by people and by judges together."""

from __future__ import annotations

from studio.records import Value
from studio.store.engine import Database
from studio.store.judges import judges_used

MOST_VERDICTS = 20_000


def values_given(database: Database, project_id: str, *, rubric_id: str) -> dict[str, dict[Value, int]]:
    """Criterion -> value -> how many ratings and verdicts on single samples gave it under this content.

    Of each judge at most 20,000 verdicts are counted: advice needs no more, and a page must not wait for a million.
    """
    counts: dict[str, dict[Value, int]] = {}
    given = list(
        database.conn.execute(
            """select criterion, value, count(*) from rating
               where project = ? and rubric_id = ? and action = 'rate' group by criterion, value""",
            (project_id, rubric_id),
        )
    )
    for judge in judges_used(database, project_id, rubric_id=rubric_id):
        given += database.conn.execute(
            """select criterion, value, count(*) from (
                   select criterion, value from verdict
                   where project = ? and judge_id = ? and value is not null and ordering = '' limit ?)
               group by criterion, value""",
            (project_id, judge.id, MOST_VERDICTS),
        )
    for criterion, value, count in given:
        values = counts.setdefault(criterion, {})
        values[value] = values.get(value, 0) + count
    return counts
