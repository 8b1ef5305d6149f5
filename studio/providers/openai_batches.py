"""OpenAI's Batch interface: a file goes up, answers come down as one or two files, each line under its own name."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from studio.calls import Failure, Reply, Request
from studio.providers.batches import BatchAnswer, BatchTrouble, Bundle, Look, Orphan
from studio.providers.failures import failure, failure_of_status
from studio.providers.sdk import SdkProvider

URL = "/v1/chat/completions"
_KEY = "studio_batch"
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_SAID: Mapping[str, str] = {
    "failed": "OpenAI did not accept the batch",
    "expired": "The batch ran out of its 24 hours",
    "cancelled": "The batch was cancelled",
}


class OpenAIBatches:
    """See BatchDoor."""

    most_requests = 5_000
    most_bytes = 50_000_000

    def __init__(self, provider: SdkProvider) -> None:
        self._provider = provider

    def size(self, name: str, request: Request) -> int:
        """The length of its line."""
        return len(self._line(name, request))

    async def hand_in(self, bundle: Bundle) -> str:
        """Uploads the file, which costs nothing, then makes the batch in one call."""
        lines = b"".join(self._line(name, request) for name, request in bundle.requests)
        try:
            client = self._provider.client()
            file = await client.files.create(file=(f"{bundle.key}.jsonl", lines), purpose="batch")
            made = await client.batches.create(
                completion_window="24h",
                endpoint=self._url(bundle.requests[0][1]),
                input_file_id=file.id,
                metadata={_KEY: bundle.key},
            )
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None
        return str(made.id)

    async def find(self, orphan: Orphan) -> str | None:
        """By the key it bears; the newest come first, so the search ends at the first one that is older."""
        try:
            async for batch in self._provider.client().batches.list(limit=100):
                if (batch.metadata or {}).get(_KEY) == orphan.key:
                    return str(batch.id)
                if batch.created_at < orphan.since.timestamp() - 3600:
                    return None
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None
        return None

    async def look(self, remote_id: str) -> Look:
        """How far it is."""
        batch = await self._batch(remote_id)
        counts = batch.request_counts
        errors = (batch.errors.data or []) if batch.errors else []
        said = "; ".join(str(error.message) for error in errors[:3])
        message = f"{_SAID[batch.status]}: {said}" if batch.status in _SAID and said else _SAID.get(batch.status, "")
        return Look(
            state="ended" if batch.status in _ENDED else "working",
            answered=counts.completed + counts.failed if counts else 0,
            message=message,
        )

    async def cancel(self, remote_id: str) -> None:
        """Asks it to stop; one that has ended already is left as it is."""
        try:
            await self._provider.client().batches.cancel(remote_id)
        except Exception as error:
            trouble = self._provider.failure_of(error)
            if trouble.kind != "bad_request":
                raise BatchTrouble(trouble) from None

    async def answers(self, remote_id: str) -> AsyncIterator[BatchAnswer]:
        """From the file of answers and the file of errors."""
        batch = await self._batch(remote_id)
        for file_id in filter(None, (batch.output_file_id, batch.error_file_id)):
            async for line in self._lines(file_id):
                if line.strip():
                    yield read_result_line(line, label=self._provider.label)

    def read(self, answer: Mapping[str, Any], *, request: Request) -> Reply | Failure:
        """As one answered at once."""
        return self._provider.read(answer, request=request)

    async def _lines(self, file_id: str) -> AsyncIterator[str]:
        try:
            async with self._provider.client().files.with_streaming_response.content(file_id) as response:
                async for line in response.iter_lines():
                    yield line
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None

    async def _batch(self, remote_id: str) -> Any:
        try:
            return await self._provider.client().batches.retrieve(remote_id)
        except Exception as error:
            raise BatchTrouble(self._provider.failure_of(error)) from None

    def _line(self, name: str, request: Request) -> bytes:
        return request_line(name=name, body=self._provider.body(request), url=self._url(request))

    def _url(self, request: Request) -> Any:
        return f"/v1{self._provider.path(request)}"


def request_line(*, name: str, body: Mapping[str, Any], url: str = URL) -> bytes:
    """One line of a file of requests in OpenAI's batch shape."""
    line = {"custom_id": name, "method": "POST", "url": url, "body": body}
    # ASCII escapes: a line break that only Unicode knows must not end the line for whoever reads it.
    return json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n"


def read_result_line(text: str, *, label: str) -> BatchAnswer:
    """One line of a file of results, in OpenAI's shape or in that of servers that leave the inner envelope out.

    A line with neither an answer nor an error answers nobody: it has no name.
    """
    line = _object(text)
    if not isinstance(line.get("response"), dict) and not isinstance(line.get("error"), dict):
        return BatchAnswer(name="", answer=None)
    return BatchAnswer(name=str(line.get("custom_id") or ""), answer=_answer(line, label=label))


def _answer(line: Mapping[str, Any], *, label: str) -> Mapping[str, Any] | Failure | None:
    error, response = line.get("error"), line.get("response")
    if isinstance(error, dict):
        code = str(error.get("code") or "")
        if code == "batch_cancelled":
            return None
        said = str(error.get("message") or code)
        return failure("timeout" if code == "batch_expired" else "server", label=label, said=said)
    assert isinstance(response, dict)
    body, status = response.get("body", response), response.get("status_code")
    if isinstance(status, int) and status >= 400:
        return failure_of_status(label=label, status=status, headers={}, text=json.dumps(body))
    return body if isinstance(body, dict) else {}


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
