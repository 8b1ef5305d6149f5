"""Verdicts as a person looks through them: a page of one judge's verdicts on a criterion, with what each cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studio.records import Verdict
from studio.store.engine import Database
from studio.store.queries import rows
from studio.store.subjects import Mode
from studio.store.verdicts import verdict_record

EXCERPT_CHARACTERS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """One verdict with the beginning of what was judged."""

    id: int
    verdict: Verdict
    excerpt: str
    seconds: float | None
    """None where nobody wrote it down, as with imported verdicts."""
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
    """A page of these verdicts, in the order of their subjects' names."""
    text = "sample.output"
    join = "join sample on sample.id = verdict.subject"
    if look.mode == "pairwise":
        text = "input.text"
        join = "join pair on pair.id = verdict.subject join input on input.id = pair.input_id"
    found = rows(
        database,
        f"""select verdict.*, substr({text}, 1, {EXCERPT_CHARACTERS}) as excerpt, call.seconds, call.cost_usd
            from verdict {join} left join call on call.id = verdict.call_id
            where {_CONDITION} order by verdict.subject, ordering, verdict.repeat limit :limit offset :offset""",
        limit=limit,
        offset=offset,
        **_keys(look),
    )
    return [_line(row) for row in found]


def verdict_line_count(database: Database, look: LookAt) -> int:
    """How many verdicts these are."""
    found = rows(database, f"select count(*) as n from verdict where {_CONDITION}", **_keys(look))
    return int(found[0]["n"])


def verdict_of(database: Database, verdict_id: int) -> Verdict | None:
    """The verdict of this number."""
    found = rows(database, "select * from verdict where id = :id", id=verdict_id)
    return verdict_record(found[0]) if found else None


_CONDITION = """verdict.project = :project and judge_id = :judge and criterion = :criterion
    and (not :failed or verdict.failure is not null)
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


def _line(row: dict[str, Any]) -> VerdictLine:
    return VerdictLine(
        id=row["id"],
        verdict=verdict_record(row),
        excerpt=row["excerpt"],
        seconds=row["seconds"],
        cost_usd=row["cost_usd"],
    )
