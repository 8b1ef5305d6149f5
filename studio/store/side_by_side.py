"""The inputs whose answers are seen side by side: those with two or more, in the order of their names."""

from __future__ import annotations

from studio.store.engine import Database
from studio.store.queries import first_row, one_number
from studio.store.rating_queue import Desk

MOST_AT_ONCE = 8
"""How many answers to one input stand side by side; more cannot be held in the head."""
_SEVERAL = """select sample.input_id from sample where sample.project = :project and sample.failure is null
              group by sample.input_id having count(*) > 1"""
_RATED = f"""select sample.input_id from rating join sample on sample.id = rating.subject
             where rating.project = :project and rating.rater = :rater and rating.rubric_id = :rubric
               and rating.criterion = :criterion
             group by sample.input_id
             having count(*) >= (select max(2, min(count(*), {MOST_AT_ONCE})) from sample as answer
                                 where answer.input_id = sample.input_id and answer.failure is null)"""
_RANKED = """select distinct pair.input_id from rating join pair on pair.id = rating.subject
             where rating.project = :project and rating.rater = :rater and rating.rubric_id = :rubric
               and rating.criterion = :criterion"""


def input_count(database: Database, project_id: str) -> int:
    """How many inputs can be seen this way."""
    return one_number(database, f"select count(*) from ({_SEVERAL})", project=project_id)


def inputs_done(database: Database, desk: Desk) -> int:
    """How many of them this rater has rated whole, or ranked at a desk for pairs, on the first question."""
    done = _RANKED if desk.kind == "pairwise" else _RATED
    return one_number(database, f"select count(*) from ({done})", **_asked(desk))


def input_to_rate(database: Database, desk: Desk) -> str | None:
    """The first input that is not done; where all are, the first."""
    done = _RANKED if desk.kind == "pairwise" else _RATED
    row = first_row(database, f"{_SEVERAL} order by input_id in ({done}), input_id limit 1", **_asked(desk))
    return str(row["input_id"]) if row else None


def input_beside(database: Database, project_id: str, *, input_id: str, forward: bool) -> str | None:
    """The one after this input, or before it; None at the end."""
    beside, order = (">", "asc") if forward else ("<", "desc")
    # Input by input, not all of them counted to throw all but one away.
    row = first_row(
        database,
        f"""select id from input where project = :project and id {beside} :here
            and (select count(*) from sample where input_id = input.id and failure is null) > 1
            order by id {order} limit 1""",
        project=project_id,
        here=input_id,
    )
    return str(row["id"]) if row else None


def _asked(desk: Desk) -> dict[str, str]:
    return {"project": desk.project, "rater": desk.rater, "rubric": desk.rubric_id, "criterion": desk.criteria[0]}
