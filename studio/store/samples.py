"""Samples and pairs: what models answered, and which two answers are compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from studio.records import FailureKind, Pair, Sample, content_id
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import as_json, execute_many, marks, rows

PAGE = 500


def generated_sample_id(*, project: str, input_id: str, prompt_id: str, model: str, settings: str, repeat: int) -> str:
    """The name of what one model answers to one input under one prompt, known before it is asked."""
    return content_id("sample", [project, input_id, prompt_id, model, settings, repeat])


def imported_sample_id(*, project: str, item: str, part: str = "") -> str:
    """The name of an imported item's output (or of its part `a` or `b`)."""
    return content_id("sample", [project, "item", item, part])


def pair_id(*, project: str, item: str) -> str:
    """The name of an imported pair."""
    return content_id("pair", [project, item])


def save_samples(database: Database, samples: Iterable[Sample], *, call_id: int | None = None) -> int:
    """Adds samples; an answer replaces an earlier failure, nothing replaces an answer."""
    return execute_many(
        database,
        """insert into sample values (:id, :project, :input_id, :prompt_id, :system, :repeat, :output, :failure,
                                      :item, :tags, :call_id, :created_at)
           on conflict (id) do update set output = excluded.output, failure = excluded.failure,
               call_id = excluded.call_id, created_at = excluded.created_at
           where sample.failure is not null""",
        (
            {
                "id": s.id,
                "project": s.project,
                "input_id": s.input_id,
                "prompt_id": s.prompt_id,
                "system": s.system,
                "repeat": s.repeat,
                "output": s.output,
                "failure": s.failure,
                "item": s.item,
                "tags": as_json(dict(s.tags)),
                "call_id": call_id,
                "created_at": s.created_at or now(),
            }
            for s in samples
        ),
    )


def save_pairs(database: Database, pairs: Iterable[Pair]) -> int:
    """Adds the pairs that are not there yet."""
    return execute_many(
        database,
        "insert or ignore into pair values (:id, :project, :input_id, :sample_a, :sample_b, :item)",
        (
            {
                "id": p.id,
                "project": p.project,
                "input_id": p.input_id,
                "sample_a": p.sample_a,
                "sample_b": p.sample_b,
                "item": p.item,
            }
            for p in pairs
        ),
    )


def inputs_of_samples(database: Database, project_id: str) -> dict[str, str]:
    """Every answered sample of a project with the input it answers, in id order."""
    sql = "select id, input_id from sample where project = ? and failure is null order by id"
    return dict(database.conn.execute(sql, (project_id,)))


def systems_in_use(database: Database, project_id: str) -> list[str]:
    """Who wrote the project's answered samples: model addresses and imported names, by name."""
    sql = "select distinct system from sample where project = ? and failure is null and system <> '' order by system"
    return [row[0] for row in database.conn.execute(sql, (project_id,))]


def samples_page(database: Database, project_id: str, *, after: str = "", limit: int = PAGE) -> list[Sample]:
    """The next answered samples after an id, in id order: a way through all of them that holds none of them."""
    found = rows(
        database,
        """select * from sample where project = :p and id > :after and failure is null order by id limit :limit""",
        p=project_id,
        after=after,
        limit=limit,
    )
    return [sample_record(row) for row in found]


def every_sample(database: Database, project_id: str) -> Iterator[Sample]:
    """All answered samples in id order, a page at a time."""
    after = ""
    while page := samples_page(database, project_id, after=after):
        yield from page
        after = page[-1].id


def samples_of(database: Database, ids: Sequence[str]) -> dict[str, Sample]:
    """The samples of these ids."""
    found: dict[str, Sample] = {}
    for start in range(0, len(ids), PAGE):
        part = list(ids[start : start + PAGE])
        cursor = database.conn.execute(f"select * from sample where id in ({marks(len(part))})", part)
        names = [column[0] for column in cursor.description]
        found |= {row[0]: sample_record(dict(zip(names, row, strict=True))) for row in cursor}
    return found


def answered_samples(database: Database, ids: Sequence[str]) -> set[str]:
    """Which of these samples exist and are answers."""
    found: set[str] = set()
    for start in range(0, len(ids), PAGE):
        part = list(ids[start : start + PAGE])
        cursor = database.conn.execute(
            f"select id from sample where failure is null and id in ({marks(len(part))})", part
        )
        found |= {row[0] for row in cursor}
    return found


def failed_samples(database: Database, project_id: str, *, prompt_id: str, system: str) -> dict[FailureKind, int]:
    """How many of a prompt's answers by one model are failures, by kind."""
    found = rows(
        database,
        """select failure, count(*) as n from sample
           where project = :p and failure is not null and prompt_id = :prompt and system = :system group by failure""",
        p=project_id,
        prompt=prompt_id,
        system=system,
    )
    return {row["failure"]: row["n"] for row in found}


def samples_of_input(database: Database, input_id: str) -> list[Sample]:
    """Every sample of one input, failures included, in a steady order."""
    found = rows(
        database, "select * from sample where input_id = :i order by prompt_id, system, repeat, id", i=input_id
    )
    return [sample_record(row) for row in found]


def samples_of_inputs(database: Database, ids: Sequence[str]) -> list[Sample]:
    """The answered samples of a few inputs, in id order."""
    cursor = database.conn.execute(
        f"select * from sample where input_id in ({marks(len(ids))}) and failure is null order by id", list(ids)
    )
    names = [column[0] for column in cursor.description]
    return [sample_record(dict(zip(names, row, strict=True))) for row in cursor]


def pairs_of_inputs(database: Database, ids: Sequence[str]) -> list[Pair]:
    """The pairs of a few inputs, in id order."""
    cursor = database.conn.execute(f"select * from pair where input_id in ({marks(len(ids))}) order by id", list(ids))
    names = [column[0] for column in cursor.description]
    return [Pair(**dict(zip(names, row, strict=True))) for row in cursor]


def pair_up(database: Database, project_id: str) -> int:
    """Makes a pair of every two different answers to the same input that are no pair yet; returns how many it made."""
    cursor = database.conn.execute(
        """select a.input_id, a.id, b.id from sample as a join sample as b
               on b.input_id = a.input_id and a.id < b.id and a.output <> b.output
           where a.project = ? and a.failure is null and b.failure is null
             and not exists (select 1 from pair where sample_a = a.id and sample_b = b.id)
             and not exists (select 1 from pair where sample_a = b.id and sample_b = a.id)""",
        (project_id,),
    )
    made = [
        Pair(
            id=content_id("pair", [project_id, first, second]),
            project=project_id,
            input_id=input_id,
            sample_a=first,
            sample_b=second,
        )
        for input_id, first, second in cursor
    ]
    return save_pairs(database, made)


def pair_of(database: Database, pair_id: str) -> Pair | None:
    """The pair of this id."""
    found = rows(database, "select * from pair where id = :id", id=pair_id)
    return Pair(**found[0]) if found else None


def sample_record(row: dict[str, Any]) -> Sample:
    """A sample from its row."""
    return Sample(
        id=row["id"],
        project=row["project"],
        input_id=row["input_id"],
        prompt_id=row["prompt_id"],
        system=row["system"],
        repeat=row["repeat"],
        output=row["output"],
        failure=row["failure"],
        item=row["item"],
        tags=json.loads(row["tags"]),
        created_at=row["created_at"],
    )
