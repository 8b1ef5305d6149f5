"""Runs and the calls they made: a state machine whose progress is counted from what is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from studio.calls import Call
from studio.records import FailureKind, Run, RunKind, RunState, Usage
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.queries import as_json, execute, first_row, rows

OPEN_STATES: tuple[RunState, ...] = ("waiting", "running", "paused", "cancelling", "interrupted")


def new_run(
    database: Database, *, project: str, kind: RunKind, plan: dict[str, Any], cap_usd: float | None = None
) -> int:
    """Writes down a run before it starts; returns its number."""
    cursor = database.conn.execute(
        """insert into run (project, kind, state, plan, message, cap_usd, created_at)
           values (?, ?, 'waiting', ?, '', ?, ?)""",
        (project, kind, as_json(plan), cap_usd, now()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def set_run_state(database: Database, run_id: int, *, state: RunState, message: str = "") -> None:
    """Moves a run to another state."""
    ended = now() if state in ("done", "cancelled", "failed") else None
    execute(
        database,
        "update run set state = :state, message = :message, ended_at = :ended where id = :id",
        id=run_id,
        state=state,
        message=message,
        ended=ended,
    )


def set_run_cap(database: Database, run_id: int, *, cap_usd: float | None) -> None:
    """Changes how much a run may spend."""
    execute(database, "update run set cap_usd = :cap where id = :id", id=run_id, cap=cap_usd)


def mark_interrupted(database: Database) -> int:
    """Called when the only writer opens the workspace: what still says it runs was cut off."""
    return execute(
        database,
        """update run set state = 'interrupted',
               message = 'The studio stopped during this run. Everything finished is saved; resume sends only the rest.'
           where state in ('waiting', 'running', 'cancelling')""",
    )


def run_of(database: Database, run_id: int) -> Run | None:
    """The run of this number."""
    row = first_row(database, "select * from run where id = :id", id=run_id)
    return _record(row) if row else None


def runs(
    database: Database, project_id: str, *, kind: RunKind | None = None, what: str | None = None, limit: int = 50
) -> list[Run]:
    """The project's runs, newest first; `what` tells generating inputs from generating samples."""
    found = rows(
        database,
        """select * from run where project = :p and (:kind is null or kind = :kind)
             and (:what is null or coalesce(json_extract(plan, '$.what'), 'samples') = :what)
           order by id desc limit :limit""",
        p=project_id,
        kind=kind,
        what=what,
        limit=limit,
    )
    return [_record(row) for row in found]


def _record(row: dict[str, Any]) -> Run:
    return Run(**row | {"plan": json.loads(row["plan"])})


def save_call(database: Database, call: Call) -> int:
    """Appends one call; returns its number."""
    usage = call.usage
    cursor = database.conn.execute(
        """insert into call (run_id, model, subject, reply, failure, message, seconds, input_tokens, output_tokens,
               cached_input_tokens, cost_usd, exact_model, created_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            call.run_id,
            call.model,
            call.subject,
            call.reply,
            call.failure,
            call.message,
            call.seconds,
            usage.input_tokens if usage else None,
            usage.output_tokens if usage else None,
            usage.cached_input_tokens if usage else None,
            call.cost_usd,
            call.exact_model,
            now(),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def call_of(database: Database, call_id: int) -> Call | None:
    """The call of this number."""
    row = first_row(database, "select * from call where id = :id", id=call_id)
    return call_record(row) if row else None


def call_record(row: dict[str, Any]) -> Call:
    """A call from its row."""
    usage = None
    if row["input_tokens"] is not None:
        usage = Usage(
            input_tokens=row["input_tokens"],
            output_tokens=row["output_tokens"],
            cached_input_tokens=row["cached_input_tokens"],
        )
    same = ("run_id", "model", "subject", "reply", "failure", "message", "seconds", "cost_usd", "exact_model")
    return Call(usage=usage, **{name: row[name] for name in same})


def usual_seconds(database: Database, model: str) -> float | None:
    """The mean time of a model's last answered calls, among the latest 20,000 of the workspace; None without any."""
    row = database.conn.execute(
        """select avg(seconds) from (
               select seconds from call where model = ? and failure is null and seconds > 0
                 and id > (select coalesce(max(id), 0) from call) - 20000
               order by id desc limit 50)""",
        (model,),
    ).fetchone()
    return None if row[0] is None else float(row[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What a run's calls to one model came to."""

    model: str
    calls: int
    failures: int
    cost_usd: float
    unpriced_calls: int
    """Calls whose price is unknown and is therefore not in `cost_usd`."""


def spending(database: Database, run_id: int) -> list[Spending]:
    """What the run has cost so far, by model."""
    found = rows(
        database,
        """select model, count(*) as calls, count(failure) as failures, coalesce(sum(cost_usd), 0.0) as cost_usd,
               count(*) - count(cost_usd) as unpriced_calls
           from call where run_id = :run group by model order by model""",
        run=run_id,
    )
    return [Spending(**row) for row in found]


def last_failures(database: Database, run_id: int, *, limit: int = 5) -> list[tuple[FailureKind, str, int]]:
    """(kind, message, how often) of the run's failed calls, the most frequent first."""
    cursor = database.conn.execute(
        """select failure, message, count(*) as n from call where run_id = ? and failure is not null
           group by failure, message order by n desc limit ?""",
        (run_id, limit),
    )
    return cursor.fetchall()


def exact_models(database: Database, project_id: str) -> dict[str, str]:
    """The model id that each address last reported in this project's runs."""
    cursor = database.conn.execute(
        """select model, exact_model from call where exact_model <> '' and id in (
               select max(id) from call where exact_model <> '' and run_id in (select id from run where project = ?)
               group by model)""",
        (project_id,),
    )
    return dict(cursor.fetchall())
