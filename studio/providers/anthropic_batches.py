"""Anthropic's Message Batches: one call hands many requests in, results stream back under their names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

from pydantic_core import to_json

from studio.calls import Failure, Reply, Request
from studio.providers.batches import BatchAnswer, BatchTrouble, Bundle, Look, Orphan
from studio.providers.failures import ErrorWords, failure, kind_of_status
from studio.providers.sdk import SdkProvider

_EXPIRED = "the batch ran out of its 24 hours before this request's turn."
_CLOCKS_DIFFER = timedelta(minutes=10)
_STATUS = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "permission_error": 403,
    "not_found_error": 404,
    "rate_limit_error": 429,
    "api_error": 500,
    "overloaded_error": 529,
}


class AnthropicBatches:
    """See BatchDoor."""

    most_requests = 5_000
    most_bytes = 50_000_000

    def __init__(self, provider: SdkProvider) -> None:
        self._provider = provider

    def size(self, name: str, request: Request) -> int:
        """The length of its entry."""
        return len(to_json(self._entry(name, request))) + 1

    async def hand_in(self, bundle: Bundle) -> str:
        """One call with everything in it."""
        entries = [self._entry(name, request) for name, request in bundle.requests]
        try:
            made = await self._provider.client().messages.batches.create(requests=entries)
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None
        return str(made.id)

    async def find(self, orphan: Orphan) -> str | None:
        """By when it was made and how much is in it: a batch bears no name of ours until its results are there.

        Whether it is really ours is seen from the names in its results; a stranger's are not taken.
        """
        try:
            async for batch in self._provider.client().messages.batches.list(limit=100):
                if batch.created_at < orphan.since - _CLOCKS_DIFFER:
                    return None
                if batch.id not in orphan.known and _size(batch) == orphan.count:
                    return str(batch.id)
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None
        return None

    async def look(self, remote_id: str) -> Look:
        """How far it is."""
        try:
            batch = await self._provider.client().messages.batches.retrieve(remote_id)
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None
        counts = batch.request_counts
        message = "The batch ran out of its 24 hours." if counts.expired else ""
        message = "The batch was cancelled." if counts.canceled else message
        return Look(
            state="ended" if batch.processing_status == "ended" else "working",
            answered=counts.succeeded + counts.errored,
            message=message,
        )

    async def cancel(self, remote_id: str) -> None:
        """Asks it to stop; one that has ended already is left as it is."""
        try:
            await self._provider.client().messages.batches.cancel(remote_id)
        except Exception as error:
            trouble = self._provider.failure_of(error)
            if trouble.kind != "bad_request":
                raise BatchTrouble(trouble) from None

    async def answers(self, remote_id: str) -> AsyncIterator[BatchAnswer]:
        """Streamed, never all in memory."""
        try:
            async for entry in await self._provider.client().messages.batches.results(remote_id):
                yield BatchAnswer(name=str(entry.custom_id), answer=self._answer(entry.result))
        except BatchTrouble:
            raise
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None

    def read(self, answer: Mapping[str, Any], *, request: Request) -> Reply | Failure:
        """As one answered at once."""
        return self._provider.read(answer, request=request)

    def _entry(self, name: str, request: Request) -> dict[str, Any]:
        return {"custom_id": name, "params": self._provider.body(request)}

    def _answer(self, result: Any) -> Mapping[str, Any] | Failure | None:
        label = self._provider.label
        if result.type == "succeeded":
            return dict(result.message.to_dict(mode="json"))
        if result.type == "canceled":
            return None
        if result.type == "expired":
            return failure("timeout", label=label, said=_EXPIRED)
        said = getattr(result.error, "error", result.error)
        words = ErrorWords(message=str(getattr(said, "message", "")), code=str(getattr(said, "type", "")))
        kind = kind_of_status(_STATUS.get(words.code, 500), words=words)
        return failure(kind, label=label, said=words.message)


def _size(batch: Any) -> int:
    counts = batch.request_counts
    return int(counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired)
