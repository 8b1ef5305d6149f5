"""The protocol every provider speaks: a request in, a reply or a typed failure out; it never retries or guesses."""

from __future__ import annotations

from typing import Protocol

from studio.calls import Failure, Reply, Request, TokenChoice

__all__ = ["Failure", "Provider", "Reply", "Request", "TokenChoice"]


class Provider(Protocol):
    """A door to models; safe to use from many tasks of one event loop."""

    name: str
    max_in_flight: int
    """How many calls at once it takes well, before its own limits are known."""

    async def ask(self, request: Request) -> Reply | Failure:
        """One call, one outcome, no retry; raises nothing but cancellation."""

    async def models(self) -> list[str]:
        """The model names this provider offers; raises StudioError in words when it cannot say."""

    async def close(self) -> None:
        """Gives back connections and processes."""
