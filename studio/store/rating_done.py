"""Whether a rater has said that she is done, which lets her see what others answered; rating more takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from studio.store.engine import Database
from studio.store.facts import fact, save_fact
from studio.store.queries import marks
from studio.store.rating_queue import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Another rater, how many answers both gave, and how many of them were the same."""

    name: str
    both: int
    same: int


def say_done(database: Database, desk: Desk) -> None:
    """Remembers that she is done with this rubric, as far as she has rated."""
    save_fact(database, key=_key(desk), value=str(_newest_answer(database, desk)))


def is_done(database: Database, desk: Desk) -> bool:
    """Whether she has said so and has answered nothing since."""
    said = fact(database, _key(desk))
    return said is not None and said == str(_newest_answer(database, desk))


def shared_with_others(database: Database, desk: Desk) -> list[Shared]:
    """Everybody else who answered what she answered, by name."""
    kind = "pair" if desk.kind == "pairwise" else "sample"
    cursor = database.conn.execute(
        f"""select rater.name, count(*), sum(other.value = hers.value)
            from rating as hers join rating as other
                on other.subject = hers.subject and other.criterion = hers.criterion
               and other.rubric_id = hers.rubric_id and other.project = hers.project and other.rater <> hers.rater
            join rater on rater.id = other.rater
            where hers.project = ? and hers.rater = ? and hers.rubric_id = ?
              and hers.criterion in ({marks(len(desk.criteria))})
              and hers.value is not null and other.value is not null
              and exists (select 1 from {kind} where id = hers.subject)
            group by rater.id order by rater.name""",
        [desk.project, desk.rater, desk.rubric_id, *desk.criteria],
    )
    return [Shared(name=name, both=both, same=same) for name, both, same in cursor]


def _newest_answer(database: Database, desk: Desk) -> int:
    """The number of her newest answer under this rubric, taken back or not: an undo is no new answer."""
    row = database.conn.execute(
        """select coalesce(max(id), 0) from rating_event
           where project = ? and rater = ? and rubric_id = ? and action in ('rate', 'skip')""",
        (desk.project, desk.rater, desk.rubric_id),
    ).fetchone()
    return int(row[0])


def _key(desk: Desk) -> str:
    return f"rate_done:{desk.project}:{desk.rubric_id}:{desk.rater}"
