"""What users would send: the inputs of a project."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from studio.records import Input, Origin, content_id
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import as_json, each_row, execute_many, one_number, rows

TagKey = tuple[tuple[str, str], ...]


def new_input(
    *,
    project: str,
    text: str,
    origin: Origin = "written",
    tags: Mapping[str, str] | None = None,
    reference: str | None = None,
) -> Input:
    """An input named by its content: the same text in the same project is the same input."""
    name = content_id("input", [project, text])
    return Input(id=name, project=project, text=text, origin=origin, tags=tags or {}, reference=reference)


def save_inputs(database: Database, inputs: Iterable[Input]) -> int:
    """Adds the inputs that are not there yet; returns how many that were."""
    return execute_many(
        database,
        "insert or ignore into input values (:id, :project, :text, :tags, :origin, :reference, :created_at)",
        (
            {
                "id": i.id,
                "project": i.project,
                "text": i.text,
                "tags": as_json(dict(i.tags)),
                "origin": i.origin,
                "reference": i.reference,
                "created_at": now(),
            }
            for i in inputs
        ),
    )


def inputs(database: Database, project_id: str, *, limit: int = -1, offset: int = 0) -> list[Input]:
    """The project's inputs in the order they came."""
    found = rows(
        database,
        "select * from input where project = :p order by rowid limit :limit offset :offset",
        p=project_id,
        limit=limit,
        offset=offset,
    )
    return [input_record(row) for row in found]


def every_input(database: Database, project_id: str) -> Iterator[Input]:
    """The same one after the other, while the connection stays open."""
    found = each_row(database, "select * from input where project = :p order by rowid", p=project_id)
    return (input_record(row) for row in found)


def input_count(database: Database, project_id: str) -> int:
    """How many inputs the project has."""
    return one_number(database, "select count(*) from input where project = :p", p=project_id)


def inputs_made_since(database: Database, project_id: str, *, since: str) -> Counter[TagKey]:
    """How many inputs were generated from this moment on, by their tags."""
    cursor = database.conn.execute(
        """select tags, count(*) from input where project = ? and origin = 'generated' and created_at >= ?
           group by tags""",
        (project_id, since),
    )
    made: Counter[TagKey] = Counter()
    for tags, count in cursor:
        made[tag_key(json.loads(tags))] += count
    return made


def tag_key(tags: Mapping[str, str]) -> TagKey:
    """The same for the same tags, whatever their order."""
    return tuple(sorted(tags.items()))


def input_of(database: Database, input_id: str) -> Input | None:
    """The input of this id."""
    found = rows(database, "select * from input where id = :id", id=input_id)
    return input_record(found[0]) if found else None


def inputs_named(database: Database, ids: Sequence[str]) -> list[Input]:
    """The inputs of these ids that are there."""
    found = (input_of(database, input_id) for input_id in ids)
    return [one for one in found if one is not None]


def delete_inputs(database: Database, ids: Sequence[str]) -> int:
    """Removes inputs with their samples, except those with an answer that somebody rated or judged; how many went."""
    return sum(_delete(database, input_id) for input_id in ids)


def _delete(database: Database, input_id: str) -> int:
    return database.conn.execute(
        """delete from input where id = ?
             and not exists (select 1 from sample join rating_event on rating_event.subject = sample.id
                             where sample.input_id = input.id)
             and not exists (select 1 from sample join verdict on verdict.subject = sample.id
                             where sample.input_id = input.id)""",
        (input_id,),
    ).rowcount


def input_record(row: dict[str, Any]) -> Input:
    """An input from its row."""
    return Input(
        id=row["id"],
        project=row["project"],
        text=row["text"],
        tags=json.loads(row["tags"]),
        origin=row["origin"],
        reference=row["reference"],
    )
