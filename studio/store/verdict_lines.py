"""Verdicts as a person looks through them: a page of one judge's verdicts on a criterion, with what each cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studio.records import Judge, Verdict
from studio.store.engine import Database
from studio.store.juries import jury_of, jury_verdicts
from studio.store.queries import as_json, rows
from studio.store.subjects import Mode
from studio.store.verdicts import VERDICT_COLUMNS, verdict_record

EXCERPT_CHARACTERS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """One verdict with the beginning of what was judged."""

    id: int
    verdict: Verdict
    excerpt: str
    seconds: float | None
    """None where nobody measured it, as with imported verdicts and those that came in a batch."""
    cost_usd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAt:
    """Which verdicts are looked at."""

    project: str
    judge_id: str
    criterion: str
    mode: Mode = "direct"
    only_failed: bool = False
    rated_by: str | None = None
    """Only what this person has rated."""


def verdict_lines(database: Database, look: LookAt, *, limit: int, offset: int = 0) -> list[VerdictLine]:
    """A page of these verdicts, in the order of their subjects' names; all of a jury's, whether it failed or not."""
    jury = jury_of(database, look.judge_id)
    if jury is not None:
        return _jury_lines(database, look, jury=jury, limit=limit, offset=offset)
    return _stored_lines(database, look, tail=f"where {_CONDITION}", limit=limit, offset=offset)


def _stored_lines(database: Database, look: LookAt, *, tail: str, **keys: Any) -> list[VerdictLine]:
    text = "sample.output"
    join = "join sample on sample.id = verdict.subject"
    if look.mode == "pairwise":
        text = "input.text"
        join = "join pair on pair.id = verdict.subject join input on input.id = pair.input_id"
    cursor = database.conn.execute(
        f"""select verdict.id, substr({text}, 1, {EXCERPT_CHARACTERS}), call.seconds, call.cost_usd, {VERDICT_COLUMNS}
            from verdict {join} left join call on call.id = verdict.call_id
            {tail} order by verdict.subject, ordering, verdict.repeat limit :limit offset :offset""",
        _keys(look) | keys,
    )
    return [
        VerdictLine(id=name, verdict=verdict_record(row), excerpt=excerpt, seconds=seconds or None, cost_usd=cost_usd)
        for name, excerpt, seconds, cost_usd, *row in cursor
    ]


def _jury_lines(database: Database, look: LookAt, *, jury: Judge, limit: int, offset: int) -> list[VerdictLine]:
    """The page's places are those of its members' verdicts; what the jury says there is worked out."""
    places = rows(
        database,
        f"""select subject, ordering from ({_OF_MEMBERS} group by subject, ordering)
            order by subject, ordering limit :limit offset :offset""",
        limit=limit,
        offset=offset,
        **_keys(look),
    )
    wanted = {(row["subject"], row["ordering"]) for row in places}
    heard = _stored_lines(
        database,
        look,
        tail="""where verdict.project = :project and verdict.criterion = :criterion
                  and verdict.judge_id in (select value from json_each(:members))
                  and verdict.subject in (select value from json_each(:s))""",
        members=as_json(jury.settings.members),
        s=as_json(sorted({subject for subject, _ in wanted})),
        limit=-1,
        offset=0,
    )
    excerpts = {line.verdict.subject: line.excerpt for line in heard}
    said = [v for v in jury_verdicts(database, [line.verdict for line in heard]) if v.judge_id == jury.id]
    found = sorted((v for v in said if (v.subject, v.order) in wanted), key=lambda one: (one.subject, one.order))
    return [
        VerdictLine(id=-place, verdict=one, excerpt=excerpts[one.subject], seconds=None, cost_usd=None)
        for place, one in enumerate(found, start=offset + 1)
    ]


def verdict_line_count(database: Database, look: LookAt) -> int:
    """How many verdicts these are."""
    if jury_of(database, look.judge_id) is not None:
        sql = f"select count(*) as n from ({_OF_MEMBERS} group by subject, ordering)"
        return int(rows(database, sql, **_keys(look))[0]["n"])
    found = rows(database, f"select count(*) as n from verdict where {_CONDITION}", **_keys(look))
    return int(found[0]["n"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """How a judge of pairs fares when the two outputs change places, on one criterion."""

    pairs: int
    """Pairs with a value in both orders."""
    changed: frozenset[str]
    """Those where the two values differ: each counts as a tie."""


def flips(database: Database, look: LookAt) -> Flips:
    """Pairs judged in both orders, and those whose verdict follows the order; repeats are compared one by one."""
    found = rows(
        database,
        """select first.subject, max(first.value is not second.value) as changed
           from verdict as first join verdict as second
             on second.project = first.project and second.judge_id = first.judge_id
            and second.criterion = first.criterion and second.subject = first.subject
            and second.repeat = first.repeat and second.ordering = 'BA'
           where first.project = :project and first.judge_id = :judge and first.criterion = :criterion
             and first.ordering = 'AB' and first.value is not null and second.value is not null
           group by first.subject""",
        project=look.project,
        judge=look.judge_id,
        criterion=look.criterion,
    )
    return Flips(pairs=len(found), changed=frozenset(row["subject"] for row in found if row["changed"]))


_CONDITION = """verdict.project = :project and judge_id = :judge and criterion = :criterion
    and (not :failed or verdict.failure is not null)
    and (:rater is null or exists (select 1 from rating where rating.subject = verdict.subject
         and rating.project = verdict.project and rating.rater = :rater and rating.criterion = verdict.criterion))"""

_OF_MEMBERS = """select verdict.* from judge as jury join json_each(jury.settings, '$.members') as member
    join verdict on verdict.judge_id = member.value and verdict.project = :project and verdict.criterion = :criterion
    where jury.id = :judge
      and (:rater is null or exists (select 1 from rating where rating.subject = verdict.subject
           and rating.project = verdict.project and rating.rater = :rater and rating.criterion = verdict.criterion))"""


def _keys(look: LookAt) -> dict[str, Any]:
    return {
        "project": look.project,
        "judge": look.judge_id,
        "criterion": look.criterion,
        "failed": look.only_failed,
        "rater": look.rated_by,
    }
