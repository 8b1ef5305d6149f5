"""Answers without a model: the same request, the same answer; for the demo and for tests, never for evidence."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from studio.calls import Failure, Reply, Request
from studio.providers.failures import failure
from studio.providers.scripted_answers import PLAIN_TASTE, Taste, answer_text, letter_choices, share, tokens_of
from studio.records import FailureKind, Usage

Scripted = Reply | Failure | str | Callable[[Request], Reply | Failure | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How one scripted model behaves."""

    taste: Taste = PLAIN_TASTE
    seconds: float = 0.0
    faults: Mapping[FailureKind, float] | None = None
    """The share of calls that end so; drawn again each time the same request comes."""
    retry_after_seconds: float | None = None


BEHAVIOURS: Mapping[str, Behaviour] = {
    "fair": Behaviour(),
    "kind": Behaviour(taste=Taste(lean=0.22)),
    "strict": Behaviour(taste=Taste(lean=-0.22)),
    "coin": Behaviour(taste=Taste(noise=1.0)),
    "slow": Behaviour(seconds=2.0),
    "flaky": Behaviour(
        faults={"rate_limited": 0.10, "server": 0.05, "unreadable": 0.02, "timeout": 0.01}, retry_after_seconds=0.05
    ),
    "refusing": Behaviour(faults={"refused": 1.0}),
    "cut-off": Behaviour(faults={"truncated": 1.0}),
    "rambling": Behaviour(faults={"unreadable": 1.0}),
    "locked": Behaviour(faults={"key_refused": 1.0}),
}


class ScriptedProvider:
    """The studio's only fake: prepared answers first, then the behaviour that the model's name stands for."""

    name = "scripted"

    def __init__(self, replies: Iterable[Scripted] = (), *, seconds: float = 0.0, max_in_flight: int = 64) -> None:
        self.max_in_flight = max_in_flight
        self.asked: deque[Request] = deque(maxlen=10_000)
        """The last 10,000 requests, in order."""
        self._replies = deque(replies)
        self._seconds = seconds
        self._times_asked: Counter[tuple[str, ...]] = Counter()

    async def ask(self, request: Request) -> Reply | Failure:
        """The next prepared answer, or one that follows from the request alone."""
        self.asked.append(request)
        started = time.monotonic()
        behaviour = BEHAVIOURS.get(request.model)
        wait = self._seconds + (behaviour.seconds if behaviour else 0.0)
        if wait > request.timeout_seconds:
            await asyncio.sleep(request.timeout_seconds)
            return failure("timeout", label="scripted")
        await asyncio.sleep(wait)
        outcome = self._outcome(request, behaviour=behaviour)
        return replace(outcome, seconds=time.monotonic() - started)

    async def models(self) -> list[str]:
        """The names of the behaviours."""
        return sorted(BEHAVIOURS)

    async def close(self) -> None:
        """There is nothing to give back."""

    def _outcome(self, request: Request, *, behaviour: Behaviour | None) -> Reply | Failure:
        if self._replies:
            prepared = self._replies.popleft()
            said = prepared(request) if callable(prepared) else prepared
            return _reply(said, request=request) if isinstance(said, str) else said
        if behaviour is None:
            known = ", ".join(BEHAVIOURS)
            return failure("model_not_found", label="scripted", said=f"there are {known}.", status=404)
        kind = self._fault(request, behaviour=behaviour)
        text = answer_text(request, taste=behaviour.taste)
        if kind is None:
            return _reply(text, request=request)
        usage = _usage(request, text=text) if kind in ("refused", "truncated", "unreadable") else None
        return replace(
            failure(kind, label="scripted", said="as it was told to.", text=text[: len(text) // 2], usage=usage),
            retry_after_seconds=behaviour.retry_after_seconds if kind == "rate_limited" else None,
        )

    def _fault(self, request: Request, *, behaviour: Behaviour) -> FailureKind | None:
        if not behaviour.faults:
            return None
        asked = (request.model, request.system, *request.user)
        self._times_asked[asked] += 1
        drawn = share("fault", *asked, str(self._times_asked[asked]))
        for kind, size in behaviour.faults.items():
            if drawn < size:
                return kind
            drawn -= size
        return None


def _reply(text: str, *, request: Request) -> Reply:
    choices = letter_choices(text, request=request) if request.top_logprobs else ()
    return Reply(text=text, usage=_usage(request, text=text), seconds=0.0, model=request.model, token_choices=choices)


def _usage(request: Request, *, text: str) -> Usage:
    parts = (request.system, *request.user)
    return Usage(input_tokens=sum(tokens_of(part) for part in parts), output_tokens=tokens_of(text))
