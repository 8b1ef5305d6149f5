"""People who rate."""

from __future__ import annotations

from studio.records import Rater
from studio.store.engine import Database
from studio.store.queries import execute, rows


def save_rater(database: Database, rater: Rater) -> None:
    """Adds a rater, or renames her."""
    execute(
        database,
        "insert into rater values (:id, :name, :is_slot) on conflict (id) do update set name = excluded.name",
        id=rater.id,
        name=rater.name,
        is_slot=int(rater.is_slot),
    )


def raters(database: Database, project_id: str) -> list[Rater]:
    """Everyone who has rated in the project, the busiest first."""
    found = rows(
        database,
        """select rater.* from rater join (
               select rater as id, count(*) as ratings from rating_event where project = :p group by rater
           ) as busy using (id) order by busy.ratings desc, rater.id""",
        p=project_id,
    )
    return [Rater(id=row["id"], name=row["name"], is_slot=bool(row["is_slot"])) for row in found]


def rater_of(database: Database, rater_id: str) -> Rater | None:
    """The rater of this id."""
    found = rows(database, "select * from rater where id = :id", id=rater_id)
    return Rater(id=rater_id, name=found[0]["name"], is_slot=bool(found[0]["is_slot"])) if found else None
