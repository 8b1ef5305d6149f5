"""What the inputs of a project cover: their tags counted, alone and two by two, and the texts of the newest."""

from __future__ import annotations

from studio.store.engine import Database
from studio.store.queries import one_number


def tag_names(database: Database, project_id: str) -> dict[str, int]:
    """Every tag with how many inputs have it, the most frequent first."""
    cursor = database.conn.execute(
        """select tag.key, count(*) from input, json_each(input.tags) as tag where input.project = ?
           group by tag.key order by 2 desc, 1""",
        (project_id,),
    )
    return dict(cursor.fetchall())


def tag_counts(database: Database, project_id: str, *, down: str, across: str) -> dict[tuple[str, str], int]:
    """How many inputs have each two values of two tags; inputs that lack one of them are left out."""
    cursor = database.conn.execute(
        """select d.value, a.value, count(*) from input, json_each(input.tags) as d, json_each(input.tags) as a
           where input.project = ? and d.key = ? and a.key = ? group by 1, 2""",
        (project_id, down, across),
    )
    return {(str(one), str(other)): count for one, other, count in cursor}


def texts_by_id(database: Database, project_id: str, *, newest: int) -> dict[str, str]:
    """The texts of the newest inputs by id, the oldest of them first."""
    cursor = database.conn.execute(
        """select id, text from (select rowid as place, id, text from input where project = ?
               order by rowid desc limit ?) order by place""",
        (project_id, newest),
    )
    return dict(cursor.fetchall())


def inputs_version(database: Database, project_id: str) -> tuple[int, int]:
    """Changes whenever an input of the project comes or goes."""
    sql = "select {} from input where project = :p"
    count = one_number(database, sql.format("count(*)"), p=project_id)
    return count, one_number(database, sql.format("max(rowid)"), p=project_id)
