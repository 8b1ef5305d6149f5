"""Which answer to an input somebody, or a judge, picked as the best; a pick is no rating: the writer was in sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import execute, execute_many


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """The best answer to an input, as one picker sees it."""

    project: str
    input_id: str
    picker: str
    """A person's name, or a judge's."""
    sample_id: str


def save_picks(database: Database, picks: Iterable[Pick]) -> int:
    """Keeps picks; a picker has one an input, the last one."""
    return execute_many(
        database,
        """insert into pick values (:project, :input_id, :picker, :sample_id, :created_at)
           on conflict (input_id, picker) do update set sample_id = excluded.sample_id,
               created_at = excluded.created_at""",
        (
            {
                "project": pick.project,
                "input_id": pick.input_id,
                "picker": pick.picker,
                "sample_id": pick.sample_id,
                "created_at": now(),
            }
            for pick in picks
        ),
    )


def take_back_pick(database: Database, *, input_id: str, picker: str) -> None:
    """Forgets what this picker picked for an input."""
    execute(database, "delete from pick where input_id = :i and picker = :p", i=input_id, p=picker)
