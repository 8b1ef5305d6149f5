"""Ratings and verdicts that hold for a new content of a rubric as well: what was asked is the same, so they stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.store.engine import Database
from studio.store.judges import judges_used, save_judge
from studio.store.queries import execute, one_number, rows


def carry_ratings(
    database: Database, project_id: str, *, old_rubric: str, new_rubric: str, criteria: Mapping[str, str]
) -> int:
    """Lets the ratings of these criteria (old id to new id) stand under the new content too; returns how many.

    They rest on the same event: taking that back takes them back everywhere, and a rating given since is kept.
    """
    return sum(
        execute(
            database,
            """insert or ignore into rating
               select project, rater, :new_rubric, :new, subject, event_id, action, value, note, blind, inclusion,
                   created_at
               from rating where project = :p and rubric_id = :old_rubric and criterion = :old""",
            p=project_id,
            old_rubric=old_rubric,
            new_rubric=new_rubric,
            old=old,
            new=new,
        )
        for old, new in criteria.items()
    )


def carry_verdicts(database: Database, project_id: str, *, old_rubric: str, new_rubric: str) -> int:
    """Lets every verdict stand under the new content, for a change that judges are not told; returns how many."""
    carried = 0
    for judge in judges_used(database, project_id, rubric_id=old_rubric):
        if judge.model.startswith("jury:"):
            # It stores none: its members' verdicts are, and a jury under the new content would have other members.
            continue
        same = replace(judge, rubric_id=new_rubric)
        save_judge(database, same)
        carried += execute(
            database,
            """insert or ignore into verdict (project, subject, judge_id, criterion, ordering, repeat, value, failure,
                   explanation, probabilities, mass, raw, call_id, run_id, created_at)
               select project, subject, :new, criterion, ordering, repeat, value, failure,
                   explanation, probabilities, mass, raw, call_id, run_id, created_at
               from verdict where project = :p and judge_id = :old""",
            p=project_id,
            old=judge.id,
            new=same.id,
        )
    return carried


def rating_counts(database: Database, project_id: str, *, rubric_id: str) -> dict[str, int]:
    """How many ratings stand under this content, by criterion."""
    found = rows(
        database,
        """select criterion, count(*) as n from rating
           where project = :p and rubric_id = :r and action = 'rate' group by criterion""",
        p=project_id,
        r=rubric_id,
    )
    return {row["criterion"]: row["n"] for row in found}


def verdict_totals(database: Database, project_id: str, *, rubric_id: str, criteria: Sequence[str]) -> dict[str, int]:
    """How many verdicts of all judges stand under this content, by criterion."""
    judge_ids = [judge.id for judge in judges_used(database, project_id, rubric_id=rubric_id)]
    return {
        criterion: sum(
            one_number(
                database,
                "select count(*) from verdict where project = :p and judge_id = :j and criterion = :c",
                p=project_id,
                j=judge_id,
                c=criterion,
            )
            for judge_id in judge_ids
        )
        for criterion in criteria
    }
