"""Ratings and verdicts that hold for a new content of a rubric as well: what was asked is the same, so they stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from uuid import uuid4

from studio.store.clock import now
from studio.store.engine import Database
from studio.store.judges import judges_used, save_judge
from studio.store.queries import as_json, execute, one_number, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """A decision that ratings of a project hold under a new content too; `uid` is the same wherever it travels."""

    project: str
    old_rubric: str
    new_rubric: str
    criteria: Mapping[str, str]
    """Old id to new id of the questions whose ratings hold."""
    created_at: str = field(default_factory=now)
    uid: str = field(default_factory=lambda: uuid4().hex)


def carry_ratings(database: Database, carrying: Carrying) -> int:
    """Lets the ratings stand under the new content too, unless this was done before; returns how many.

    They rest on the same event: taking that back takes them back everywhere, and a rating given since is kept.
    """
    note = asdict(carrying) | {"criteria": as_json(dict(carrying.criteria))}
    columns = ", ".join(f":{name}" for name in ("uid", "project", "old_rubric", "new_rubric", "criteria", "created_at"))
    if not execute(database, f"insert or ignore into carrying values ({columns})", **note):
        return 0
    return sum(
        execute(
            database,
            """insert or ignore into rating
               select project, rater, :new_rubric, :new, subject, event_id, action, value, note, blind, inclusion,
                   created_at
               from rating where project = :p and rubric_id = :old_rubric and criterion = :old""",
            p=carrying.project,
            old_rubric=carrying.old_rubric,
            new_rubric=carrying.new_rubric,
            old=old,
            new=new,
        )
        for old, new in carrying.criteria.items()
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
