"""One call to a model for more values of a dimension, beside the page; the call is kept with its cost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studio.calls import Call, Failure, Reply
from studio.errors import StudioError
from studio.prompting.strict_json import NotReadable
from studio.prompting.values_request import read_values, values_request
from studio.providers.base import Provider
from studio.records import Usage
from studio.runs.jobs import Jobs
from studio.store.runs import save_call
from studio.store.store import Store

MOST_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesWish:
    """What she wants more of."""

    task: str
    dimension: str
    there: Sequence[str]
    model: str
    """`provider:model`."""


@dataclass(slots=True, kw_only=True)
class Suggestion:
    """A call on its way; the page only reads it."""

    wish: ValuesWish
    lines: list[str] = field(default_factory=list)
    """New values as lines of an outline."""
    error: Exception | None = None
    ended: threading.Event = field(default_factory=threading.Event)


def suggest(wish: ValuesWish, *, jobs: Jobs, store: Store, price: Callable[[str, Usage], float | None]) -> Suggestion:
    """Starts the call on a thread of its own; returns at once."""
    suggestion = Suggestion(wish=wish)
    threading.Thread(target=_carry_out, args=(suggestion, jobs, store, price), daemon=True).start()
    return suggestion


def _carry_out(suggestion: Suggestion, jobs: Jobs, store: Store, price: Callable[[str, Usage], float | None]) -> None:
    wish = suggestion.wish
    try:
        outcome = jobs.ask(lambda door: _ask(door, wish), seconds=MOST_SECONDS)
        store.write(lambda database: save_call(database, _call(wish, outcome, price)))
        suggestion.lines = _lines(wish, outcome)
    except Exception as error:  # told on the page; a thread has nobody above it
        suggestion.error = error
    finally:
        suggestion.ended.set()


async def _ask(door: Callable[[str], Provider], wish: ValuesWish) -> Reply | Failure:
    request = values_request(task=wish.task, dimension=wish.dimension, there=wish.there, model=wish.model)
    return await door(wish.model).ask(request)


def _lines(wish: ValuesWish, outcome: Reply | Failure) -> list[str]:
    try:
        if isinstance(outcome, Reply):
            return read_values(outcome.text, model=wish.model, there=wish.there)
        why = outcome.message
    except NotReadable as problem:
        why = str(problem)
    raise StudioError(
        happened=f"The model proposed nothing that can be used: {why}",
        safe="Your values are unchanged.",
        to_do="Try again, take another model, or write the values yourself.",
    )


def _call(wish: ValuesWish, outcome: Reply | Failure, price: Callable[[str, Usage], float | None]) -> Call:
    failure = outcome if isinstance(outcome, Failure) else None
    cost = price(wish.model, outcome.usage) if outcome.usage else 0.0 if failure else None
    return Call(
        run_id=None,
        model=wish.model,
        subject=f"values:{wish.dimension}",
        reply=outcome.text,
        failure=failure.kind if failure else None,
        message=failure.message if failure else "",
        seconds=outcome.seconds,
        usage=outcome.usage,
        cost_usd=cost,
    )
