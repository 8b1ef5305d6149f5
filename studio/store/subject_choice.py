"""Which samples or pairs a run is for: the rated ones, a handful, or those with a tag; names only, never texts."""

from __future__ import annotations

import json

from studio.store.engine import Database
from studio.store.subjects import Mode

_TABLES = {"direct": "sample", "pairwise": "pair"}


def rated_subjects_of(database: Database, project_id: str, *, mode: Mode) -> list[str]:
    """The samples, or the pairs, that anybody has rated under any version of any rubric."""
    cursor = database.conn.execute(
        f"""select distinct subject from rating where project = :p and action = 'rate'
              and exists (select 1 from {_TABLES[mode]} where id = rating.subject) order by subject""",
        {"p": project_id},
    )
    return [row[0] for row in cursor]


def first_subjects(database: Database, project_id: str, *, mode: Mode, count: int) -> list[str]:
    """The first so many by name: names are hashes of the content, so these are a random few, and always the same."""
    answered = "and failure is null" if mode == "direct" else ""
    cursor = database.conn.execute(
        f"select id from {_TABLES[mode]} where project = ? {answered} order by id limit ?", (project_id, count)
    )
    return [row[0] for row in cursor]


def tags_in_use(database: Database, project_id: str) -> dict[str, list[str]]:
    """Every tag of the project's inputs and answered samples with its values, both by name."""
    found: dict[str, set[str]] = {}
    # Left to itself, SQLite takes the index of the project, and reads every output on the way.
    for table in ("input where project = ?", "sample indexed by sample_origin where project = ? and failure is null"):
        for (text,) in database.conn.execute(f"select distinct tags from {table}", (project_id,)):
            for name, value in json.loads(text).items():
                found.setdefault(name, set()).add(str(value))
    return {name: sorted(values) for name, values in sorted(found.items())}


def subjects_with_tag(database: Database, project_id: str, *, mode: Mode, tag: tuple[str, str]) -> list[str]:
    """The samples whose own tags or whose input's tags say so, or the pairs of such an input."""
    tagged = "exists (select 1 from json_each({tags}) where key = :name and value = :value)"
    own = tagged.format(tags="sample.tags")
    inputs = f"select id from input where project = :p and {tagged.format(tags='input.tags')}"
    keys = {"p": project_id, "name": tag[0], "value": tag[1]}
    if mode == "pairwise":
        sql = f"select id from pair where project = :p and input_id in ({inputs}) order by id"
    else:
        sql = f"""select id from sample where project = :p and failure is null
                    and ({own} or input_id in ({inputs})) order by id"""
    return [row[0] for row in database.conn.execute(sql, keys)]
