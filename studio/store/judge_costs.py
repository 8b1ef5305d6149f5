"""What a judge's verdicts have cost, counted by call: a call that asked several questions is paid once."""

from __future__ import annotations

from studio.store.engine import Database
from studio.store.queries import first_row


def cost_of_a_thousand(database: Database, project_id: str, *, judge_id: str) -> float | None:
    """What 1,000 samples cost with this judge, as its calls came out; None where a price or the calls are unknown."""
    row = first_row(
        database,
        """select count(distinct verdict.subject) as subjects, count(distinct call.id) as calls,
               count(distinct case when call.cost_usd is null then call.id end) as unpriced
           from verdict join call on call.id = verdict.call_id
           where verdict.project = :p and verdict.judge_id = :j""",
        p=project_id,
        j=judge_id,
    )
    if row is None or not row["calls"] or row["unpriced"]:
        return None
    paid = first_row(
        database,
        """select sum(cost_usd) as usd from call where id in (
               select call_id from verdict where project = :p and judge_id = :j and call_id is not null)""",
        p=project_id,
        j=judge_id,
    )
    return None if paid is None else 1_000 * float(paid["usd"]) / row["subjects"]
