"""What a model proposed for a rubric, and what she decided; a proposal changes no file by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import as_json, execute, execute_many, one_number, rows

ProposalKind = Literal["rubric", "edit"]
Decision = Literal["open", "accepted", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A drafted rubric, or one edit of a rubric."""

    id: int = 0
    project: str
    run_id: int
    rubric_name: str
    base_id: str
    """The content that an edit was proposed for; empty for a drafted rubric."""
    kind: ProposalKind
    body: Mapping[str, Any]
    state: Decision = "open"
    created_at: str = ""


def save_proposals(database: Database, proposals: Sequence[Proposal]) -> None:
    """Appends proposals, in their order."""
    execute_many(
        database,
        """insert into proposal (project, run_id, rubric_name, base_id, kind, body, state, created_at)
           values (:project, :run_id, :rubric_name, :base_id, :kind, :body, :state, :created_at)""",
        (
            {
                "project": one.project,
                "run_id": one.run_id,
                "rubric_name": one.rubric_name,
                "base_id": one.base_id,
                "kind": one.kind,
                "body": as_json(dict(one.body)),
                "state": one.state,
                "created_at": one.created_at or now(),
            }
            for one in proposals
        ),
    )


def proposals_of_run(database: Database, run_id: int) -> list[Proposal]:
    """What one run proposed, in its order."""
    return [_record(row) for row in rows(database, "select * from proposal where run_id = :r order by id", r=run_id)]


def open_edits(database: Database, project_id: str, *, rubric_name: str) -> list[Proposal]:
    """The edits of a rubric that wait for her decision, in their order."""
    found = rows(
        database,
        """select * from proposal where project = :p and rubric_name = :n and kind = 'edit' and state = 'open'
           order by id""",
        p=project_id,
        n=rubric_name,
    )
    return [_record(row) for row in found]


def decide(database: Database, proposal_id: int, *, decision: Decision) -> None:
    """Writes down what she decided."""
    execute(database, "update proposal set state = :state where id = :id", id=proposal_id, state=decision)


def decided_counts(database: Database, project_id: str, *, rubric_name: str) -> dict[Decision, int]:
    """How many edits of a rubric she accepted, declined and has not decided."""
    found = rows(
        database,
        """select state, count(*) as n from proposal where project = :p and rubric_name = :n and kind = 'edit'
           group by state""",
        p=project_id,
        n=rubric_name,
    )
    return {row["state"]: row["n"] for row in found}


def open_test(
    database: Database, project_id: str, *, rubric_name: str, first_id: str, second_id: str, model: str
) -> None:
    """Counts one look at the test part; looking at the same result again is none."""
    execute(
        database,
        "insert or ignore into test_opening values (:p, :name, :first, :second, :model, :at)",
        p=project_id,
        name=rubric_name,
        first=first_id,
        second=second_id,
        model=model,
        at=now(),
    )


def is_test_open(database: Database, project_id: str, *, first_id: str, second_id: str, model: str) -> bool:
    """Whether this result was looked at already."""
    return bool(
        one_number(
            database,
            """select count(*) from test_opening
               where project = :p and first_id = :first and second_id = :second and model = :model""",
            p=project_id,
            first=first_id,
            second=second_id,
            model=model,
        )
    )


def openings_of_test(database: Database, project_id: str, *, rubric_name: str) -> int:
    """How often the test part was opened for versions of a rubric."""
    return one_number(
        database,
        "select count(*) from test_opening where project = :p and rubric_name = :n",
        p=project_id,
        n=rubric_name,
    )


def _record(row: dict[str, Any]) -> Proposal:
    return Proposal(**row | {"body": json.loads(row["body"])})
