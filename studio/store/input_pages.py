"""Walks the inputs of a project for a person: a page of a list, the one before, the one after."""

from __future__ import annotations

from studio.records import Input
from studio.store.engine import Database
from studio.store.inputs import input_record
from studio.store.queries import one_number, rows

_MATCHING = "project = :p and (:words = '' or instr(lower(text), lower(:words)) or instr(lower(tags), lower(:words)))"
_ANSWERED = "exists (select 1 from sample where sample.input_id = input.id)"


def inputs_page(database: Database, project_id: str, *, words: str = "", limit: int, offset: int = 0) -> list[Input]:
    """Inputs whose text or tags hold these words, the newest first."""
    found = rows(
        database,
        f"select * from input where {_MATCHING} order by rowid desc limit :limit offset :offset",
        p=project_id,
        words=words,
        limit=limit,
        offset=offset,
    )
    return [input_record(row) for row in found]


def newest_texts(database: Database, project_id: str, *, limit: int) -> list[str]:
    """The texts of the newest inputs, the newest first."""
    cursor = database.conn.execute(
        "select text from input where project = ? order by rowid desc limit ?", (project_id, limit)
    )
    return [row[0] for row in cursor]


def inputs_matching(database: Database, project_id: str, *, words: str = "") -> int:
    """How many inputs hold these words."""
    return one_number(database, f"select count(*) from input where {_MATCHING}", p=project_id, words=words)


def answered_inputs(database: Database, project_id: str) -> int:
    """How many inputs have a sample, failed ones included."""
    return one_number(database, f"select count(*) from input where project = :p and {_ANSWERED}", p=project_id)


def first_answered(database: Database, project_id: str) -> str | None:
    """The first input that has a sample."""
    return _one(database, project_id, condition="rowid > 0", direction="asc")


def answered_neighbour(database: Database, project_id: str, *, input_id: str, forward: bool) -> str | None:
    """The input with a sample that came before or after this one."""
    here = "(select rowid from input where id = :here)"
    condition, direction = (f"rowid > {here}", "asc") if forward else (f"rowid < {here}", "desc")
    return _one(database, project_id, condition=condition, direction=direction, here=input_id)


def place_among_answered(database: Database, project_id: str, *, input_id: str) -> int:
    """Which one it is among the inputs that have a sample, counted from one."""
    return one_number(
        database,
        f"""select count(*) from input where project = :p and {_ANSWERED}
            and rowid <= (select rowid from input where id = :here)""",
        p=project_id,
        here=input_id,
    )


def _one(database: Database, project_id: str, *, condition: str, direction: str, here: str = "") -> str | None:
    found = rows(
        database,
        f"select id from input where project = :p and {condition} and {_ANSWERED} order by rowid {direction} limit 1",
        p=project_id,
        here=here,
    )
    return str(found[0]["id"]) if found else None
