"""What a judge's verdicts on a sample have cost so far, from the calls they came of."""

from __future__ import annotations

from studio.store.engine import Database


def cost_a_sample(database: Database, *, project: str, judge_id: str) -> float | None:
    """US dollars for all its verdicts on one sample or pair; None where no call is known, or not every price is."""
    row = database.conn.execute(
        """select sum(cost_usd), count(*) - count(cost_usd), count(distinct subject) from call
           where id in (select call_id from verdict where project = ? and judge_id = ? and call_id is not null)""",
        (project, judge_id),
    ).fetchone()
    cost, unpriced, subjects = row
    return None if not subjects or unpriced else float(cost) / subjects
