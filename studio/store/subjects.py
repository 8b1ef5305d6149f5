"""What can be judged, with its texts: samples and pairs, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal

from studio.store.engine import Database
from studio.store.queries import marks, one_number

PAGE = 500
Mode = Literal["direct", "pairwise"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A sample, or a pair, as a judge needs it."""

    id: str
    input_text: str
    reference: str | None
    outputs: tuple[str, ...]
    """One text for a sample; output A and output B for a pair."""


_SAMPLES = """select sample.id, input.text, input.reference, sample.output from sample
              join input on input.id = sample.input_id where sample.failure is null"""
_PAIRS = """select pair.id, input.text, input.reference, a.output, b.output from pair
            join input on input.id = pair.input_id join sample as a on a.id = pair.sample_a
            join sample as b on b.id = pair.sample_b where a.failure is null and b.failure is null"""


def subject_count(database: Database, project_id: str, *, mode: Mode) -> int:
    """How many subjects the project has."""
    if mode == "pairwise":
        return one_number(database, "select count(*) from pair where project = :p", p=project_id)
    failed = one_number(
        database, "select count(*) from sample where project = :p and failure is not null", p=project_id
    )
    return one_number(database, "select count(*) from sample where project = :p", p=project_id) - failed


def subjects_after(
    database: Database, project_id: str, *, mode: Mode, after: str = "", limit: int = PAGE
) -> list[Subject]:
    """The next subjects after an id, in id order."""
    sql, table = (_PAIRS, "pair") if mode == "pairwise" else (_SAMPLES, "sample")
    cursor = database.conn.execute(
        f"{sql} and {table}.project = ? and {table}.id > ? order by {table}.id limit ?", (project_id, after, limit)
    )
    return [Subject(row[0], row[1], row[2], tuple(row[3:])) for row in cursor]


def subjects_named(database: Database, ids: Sequence[str], *, mode: Mode) -> list[Subject]:
    """The subjects of these ids, in id order."""
    sql, table = (_PAIRS, "pair") if mode == "pairwise" else (_SAMPLES, "sample")
    cursor = database.conn.execute(f"{sql} and {table}.id in ({marks(len(ids))}) order by {table}.id", list(ids))
    return [Subject(row[0], row[1], row[2], tuple(row[3:])) for row in cursor]


def subject_pages(
    reading: Callable[[], AbstractContextManager[Database]],
    project_id: str,
    *,
    mode: Mode,
    only: Collection[str] | None = None,
) -> Iterator[list[Subject]]:
    """All subjects of a project, or only those named, a page at a time; no page is held once the next is asked for."""
    # No connection stays open between two pages: one that reads for hours keeps SQLite from emptying its journal.
    if only is not None:
        names = sorted(only)
        for start in range(0, len(names), PAGE):
            with reading() as database:
                page = subjects_named(database, names[start : start + PAGE], mode=mode)
            yield page
        return
    after = ""
    while True:
        with reading() as database:
            page = subjects_after(database, project_id, mode=mode, after=after)
        if not page:
            return
        yield page
        after = page[-1].id


def pairs_among(database: Database, ids: Collection[str]) -> set[str]:
    """Which of these subjects are pairs."""
    names = sorted(ids)
    found: set[str] = set()
    for start in range(0, len(names), PAGE):
        part = names[start : start + PAGE]
        found |= {
            row[0] for row in database.conn.execute(f"select id from pair where id in ({marks(len(part))})", part)
        }
    return found


def inputs_of_subjects(database: Database, ids: Collection[str]) -> dict[str, str]:
    """The input each of these samples or pairs belongs to."""
    names = sorted(ids)
    found: dict[str, str] = {}
    for start in range(0, len(names), PAGE):
        part = names[start : start + PAGE]
        for table in ("sample", "pair"):
            sql = f"select id, input_id from {table} where id in ({marks(len(part))})"
            found |= dict(database.conn.execute(sql, part))
    return found
