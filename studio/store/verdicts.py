"""Verdicts: a value or a failure for each (subject, judge, criterion, order, repeat), and nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from studio.records import FailureKind, Judge, Order, Value, Verdict
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.juries import jury_of, jury_scale, jury_verdicts, opinions
from studio.store.queries import as_json, execute_many, marks, one_number, rows

# A refusal is the model's answer and "not applicable" the judge's: asking again would only pay again.
FINAL_FAILURES: tuple[FailureKind, ...] = ("refused", "not_applicable")

SUBJECTS_A_QUESTION = 500

_INSERT = """insert into verdict (project, subject, judge_id, criterion, ordering, repeat, value, failure, explanation,
                 probabilities, mass, raw, call_id, run_id, created_at)
             values (:project, :subject, :judge_id, :criterion, :ordering, :repeat, :value, :failure, :explanation,
                 :probabilities, :mass, :raw, :call_id, :run_id, :created_at)
             on conflict (project, judge_id, criterion, subject, ordering, repeat) do update set
                 value = excluded.value, failure = excluded.failure, explanation = excluded.explanation,
                 probabilities = excluded.probabilities, mass = excluded.mass, raw = excluded.raw,
                 call_id = excluded.call_id, run_id = excluded.run_id, created_at = excluded.created_at"""


def save_verdicts(
    database: Database,
    verdicts: Iterable[Verdict],
    *,
    project: str,
    run_id: int | None = None,
    replace: bool = False,
) -> int:
    """Adds verdicts; a value replaces a failure, and only with `replace` (an import, "judge again") another value."""
    sql = _INSERT if replace else _INSERT + " where verdict.value is null"
    return execute_many(database, sql, (_row(verdict, project=project, run_id=run_id) for verdict in verdicts))


def _row(verdict: Verdict, *, project: str, run_id: int | None) -> dict[str, Any]:
    return {
        "project": project,
        "subject": verdict.subject,
        "judge_id": verdict.judge_id,
        "criterion": verdict.criterion,
        "ordering": verdict.order,
        "repeat": verdict.repeat,
        "value": verdict.value,
        "failure": verdict.failure,
        "explanation": verdict.explanation,
        "probabilities": as_json(dict(verdict.probabilities)) if verdict.probabilities else None,
        "mass": verdict.mass,
        "raw": verdict.raw,
        "call_id": verdict.call_id,
        "run_id": run_id,
        "created_at": verdict.created_at or now(),
    }


def settled_keys(
    database: Database,
    *,
    project: str,
    judge_id: str,
    subjects: Sequence[str],
    criteria: Sequence[str],
    since: str = "",
) -> set[tuple[str, str, Order, int]]:
    """Which (subject, criterion, order, repeat) of these need no call any more; `since` forgets older verdicts."""
    found: set[tuple[str, str, Order, int]] = set()
    # SQLite takes some thousands of names in one question.
    for start in range(0, len(subjects), SUBJECTS_A_QUESTION):
        part = subjects[start : start + SUBJECTS_A_QUESTION]
        found |= set(
            database.conn.execute(
                f"""select subject, criterion, ordering, repeat from verdict
                    where project = ? and judge_id = ? and criterion in ({marks(len(criteria))})
                      and subject in ({marks(len(part))}) and created_at >= ?
                      and (value is not null or failure in ({marks(len(FINAL_FAILURES))}))""",
                [project, judge_id, *criteria, *part, since, *FINAL_FAILURES],
            )
        )
    return found


def settled_count(database: Database, *, project: str, judge_id: str, repeats: int) -> int:
    """How many verdicts of a judge in a project need no call any more."""
    keys = {"p": project, "j": judge_id, "r": repeats}
    where = "from verdict where project = :p and judge_id = :j and repeat < :r"
    final = ",".join(f"'{kind}'" for kind in FINAL_FAILURES)
    every = one_number(database, f"select count(*) {where}", **keys)
    open_failures = f"{where} and failure is not null and failure not in ({final})"
    return every - one_number(database, f"select count(*) {open_failures}", **keys)


def open_failures(database: Database, *, project: str, judge_id: str, repeats: int) -> tuple[int, int]:
    """How many of a judge's verdicts are failures that may be asked again, and how many calls those take."""
    row = database.conn.execute(
        f"""select coalesce(sum(n), 0), count(*) from (
                select count(*) as n from verdict
                where project = ? and judge_id = ? and repeat < ? and failure is not null
                  and failure not in ({marks(len(FINAL_FAILURES))}) group by subject, ordering, repeat)""",
        (project, judge_id, repeats, *FINAL_FAILURES),
    ).fetchone()
    return int(row[0]), int(row[1])


class VerdictPoint(NamedTuple):
    """What agreement needs of a verdict, without its texts; a tuple, because there are hundreds of thousands."""

    subject: str
    value: Value | None
    failure: FailureKind | None
    order: Order
    repeat: int
    probabilities: dict[str, float] | None


def verdict_points(
    database: Database, *, project: str, judge_id: str, criterion: str, subjects: Sequence[str] | None = None
) -> Iterator[VerdictPoint]:
    """One judge's verdicts on a criterion, on these subjects or on all; a jury's are worked out from its members'."""
    jury = jury_of(database, judge_id)
    asked = (judge_id,) if jury is None else jury.settings.members
    where = f"project = ? and judge_id in ({marks(len(asked))}) and criterion = ?"
    keys = [project, *asked, criterion]
    for stored in _stored_points(database, where, keys=keys, subjects=subjects):
        if jury is None:
            yield from (point for _, point in stored)
        else:
            yield from _jury_points(database, stored, jury=jury, criterion=criterion)


def _stored_points(
    database: Database, where: str, *, keys: Sequence[str], subjects: Sequence[str] | None
) -> Iterator[Iterator[tuple[str, VerdictPoint]]]:
    """Stored verdicts with their judge; everything on one subject stands in one part."""
    if subjects is None:
        yield _points(database, where, keys)
        return
    # The names are given: a subquery over the ratings would be walked again for each judge and criterion.
    for start in range(0, len(subjects), SUBJECTS_A_QUESTION):
        part = subjects[start : start + SUBJECTS_A_QUESTION]
        yield _points(database, f"{where} and subject in ({marks(len(part))})", [*keys, *part])


def _points(database: Database, where: str, keys: Sequence[str]) -> Iterator[tuple[str, VerdictPoint]]:
    sql = f"select judge_id, subject, value, failure, ordering, repeat, probabilities from verdict where {where}"
    for judge_id, subject, value, failure, order, repeat, probabilities in database.conn.execute(sql, keys):
        chances = json.loads(probabilities) if probabilities else None
        yield judge_id, VerdictPoint(subject, value, failure, order, repeat, chances)


def _jury_points(
    database: Database, stored: Iterable[tuple[str, VerdictPoint]], *, jury: Judge, criterion: str
) -> Iterator[VerdictPoint]:
    voices: dict[tuple[str, Order], dict[str, list[Value]]] = {}
    for judge_id, point in stored:
        said = voices.setdefault((point.subject, point.order), {}).setdefault(judge_id, [])
        said += [] if point.value is None else [point.value]
    for (subject, order), opinion in opinions(jury, voices, scale=jury_scale(database, jury, criterion=criterion)):
        failure: FailureKind | None = "undecided" if opinion.value is None else None
        yield VerdictPoint(subject, opinion.value, failure, order, 0, dict(opinion.shares) if opinion.shares else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCount:
    """How many verdicts a judge has on a criterion, shown in one order."""

    criterion: str
    order: Order
    verdicts: int
    failures: int


def verdict_counts(database: Database, *, project: str, judge_id: str) -> list[VerdictCount]:
    """A judge's verdicts in a project by criterion and order, in the order of their names.

    Of a jury: as many as the member that judged most, none of them a failure; nobody walks a million rows for a count.
    """
    jury = jury_of(database, judge_id)
    if jury is None:
        return _stored_counts(database, project=project, judge_id=judge_id)
    most: dict[tuple[str, Order], int] = {}
    for member in jury.settings.members:
        for one in _stored_counts(database, project=project, judge_id=member):
            place = (one.criterion, one.order)
            most[place] = max(most.get(place, 0), one.verdicts + one.failures)
    return [VerdictCount(criterion=c, order=o, verdicts=n, failures=0) for (c, o), n in sorted(most.items())]


def _stored_counts(database: Database, *, project: str, judge_id: str) -> list[VerdictCount]:
    # Two queries, so that each reads an index alone: a million rows in a tenth of the time.
    where = "from verdict where project = ? and judge_id = ?"
    tail = "group by criterion, ordering order by criterion, ordering"
    keys = (project, judge_id)
    failed = database.conn.execute(
        f"select criterion, ordering, count(*) {where} and failure is not null {tail}", keys
    ).fetchall()
    failures = {(criterion, order): count for criterion, order, count in failed}
    return [
        VerdictCount(
            criterion=criterion,
            order=order,
            verdicts=count - failures.get((criterion, order), 0),
            failures=failures.get((criterion, order), 0),
        )
        for criterion, order, count in database.conn.execute(
            f"select criterion, ordering, count(*) {where} {tail}", keys
        )
    ]


VERDICT_COLUMNS = """verdict.subject, verdict.judge_id, verdict.criterion, verdict.ordering, verdict.repeat,
    verdict.value, verdict.failure, verdict.explanation, verdict.probabilities, verdict.mass, verdict.raw,
    verdict.call_id, verdict.created_at"""
"""What `verdict_record` takes, in this order."""


def verdicts_of_subjects(database: Database, subjects: Sequence[str]) -> list[Verdict]:
    """Every verdict on a few subjects, texts included, subject by subject; those of juries come last."""
    # In the order of the index: sorted by id alone, every explanation would be carried through a sort.
    cursor = database.conn.execute(
        f"select {VERDICT_COLUMNS} from verdict where subject in ({marks(len(subjects))}) order by subject, id",
        list(subjects),
    )
    stored = [verdict_record(row) for row in cursor]
    return stored + jury_verdicts(database, stored)


def verdict_record(row: Sequence[Any]) -> Verdict:
    """A verdict from its columns; by place and not by name, because there are hundreds of thousands."""
    subject, judge_id, criterion, order, repeat, value, failure, explanation, chances, mass, raw, call_id, moment = row
    return Verdict(
        subject=subject,
        judge_id=judge_id,
        criterion=criterion,
        order=order,
        repeat=repeat,
        value=value,
        failure=failure,
        explanation=explanation,
        probabilities=json.loads(chances) if chances else None,
        mass=mass,
        raw=raw,
        call_id=call_id,
        created_at=moment,
    )


def failures_by_kind(database: Database, *, project: str, judge_id: str) -> dict[FailureKind, int]:
    """How many of a judge's verdicts are failures, by kind."""
    found = rows(
        database,
        """select failure, count(*) as n from verdict
           where project = :p and judge_id = :j and failure is not null group by failure""",
        p=project,
        j=judge_id,
    )
    return {row["failure"]: row["n"] for row in found}


def opinions_version(database: Database, project_id: str) -> tuple[int, ...]:
    """Changes whenever a rating, a verdict or a jury of the project does: what a cached comparison is valid for."""
    return (
        one_number(database, "select max(id) from rating_event"),
        one_number(database, "select max(id) from verdict"),
        one_number(database, "select max(replaced) from opinion_change where project = :p", p=project_id),
        # With the moments they were made: one let go and another made are as many as before.
        one_number(
            database, "select count(*) + total(strftime('%s', created_at)) from judge where model like 'jury:%'"
        ),
    )
