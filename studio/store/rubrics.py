"""Rubrics as they were when something was asked under them, by content; the files she edits live in the folder."""

from __future__ import annotations

import json
from typing import Any

from studio.records import Criterion, Example, Rubric, Rule, Scale
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import as_json, execute, first_row, rows


def save_rubric(database: Database, rubric: Rubric) -> None:
    """Keeps this content of a rubric, once."""
    execute(
        database,
        "insert or ignore into rubric values (:id, :name, :version, :title, :body, :created_at)",
        id=rubric.id,
        name=rubric.name,
        version=rubric.version,
        title=rubric.title,
        body=as_json(_body(rubric)),
        created_at=now(),
    )


def rubric(database: Database, rubric_id: str) -> Rubric | None:
    """The rubric of this content."""
    row = first_row(database, "select * from rubric where id = :id", id=rubric_id)
    return _record(row) if row else None


def rubrics_used(database: Database, project_id: str) -> list[Rubric]:
    """Rubrics under which the project has ratings or verdicts, newest first; no draft that was only tried."""
    found = rows(
        database,
        """select * from rubric where (id in (select distinct rubric_id from rating_event where project = :p)
               or id in (select rubric_id from judge
                         where exists (select 1 from verdict where project = :p and judge_id = judge.id)))
             and not exists (select 1 from rubric_standing where rubric_id = rubric.id and standing = 'tried')
           order by created_at desc, rowid desc""",
        p=project_id,
    )
    return [_record(row) for row in found]


def rubric_versions(database: Database, name: str) -> list[Rubric]:
    """Every kept content of the rubric of this name, newest first."""
    found = rows(database, "select * from rubric where name = :name order by created_at desc, rowid desc", name=name)
    return [_record(row) for row in found]


def _body(rubric: Rubric) -> dict[str, Any]:
    return {
        "task": rubric.task,
        "combine": rubric.combine,
        "criteria": [
            {
                "id": c.id,
                "question": c.question,
                "scale": [list(c.scale.values), c.scale.level, c.scale.minimum, c.scale.maximum],
                "anchors": [[value, text] for value, text in c.anchors.items()],
                "weight": c.weight,
                "must_pass": c.must_pass,
                "examples": [[e.input, e.output, e.value, e.why] for e in c.examples],
                "rule": [c.rule.kind, c.rule.setting] if c.rule else None,
            }
            for c in rubric.criteria
        ],
    }


def _record(row: dict[str, Any]) -> Rubric:
    body = json.loads(row["body"])
    return Rubric(
        name=row["name"],
        version=row["version"],
        title=row["title"],
        task=body["task"],
        combine=body["combine"],
        criteria=tuple(_criterion(criterion) for criterion in body["criteria"]),
    )


def _criterion(body: dict[str, Any]) -> Criterion:
    values, level, minimum, maximum = body["scale"]
    return Criterion(
        id=body["id"],
        question=body["question"],
        scale=Scale(values=tuple(values), level=level, minimum=minimum, maximum=maximum),
        anchors={value: text for value, text in body["anchors"]},
        weight=body["weight"],
        must_pass=body["must_pass"],
        examples=tuple(Example(input=i, output=o, value=v, why=w) for i, o, v, w in body["examples"]),
        rule=Rule(kind=body["rule"][0], setting=body["rule"][1]) if body.get("rule") else None,
    )
