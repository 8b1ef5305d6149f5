"""Both vendors' providers over a transport that answers from the test, so that one test can speak of both."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx2

from studio.calls import Failure, Reply, Request
from studio.providers.anthropic import AnthropicProvider
from studio.providers.openai import OpenAIProvider
from studio.providers.sdk import SdkProvider

KEY = "sk-ant-planted-0123456789abcdef"
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "value": {"type": "string", "enum": ["fail", "pass"]}},
    "required": ["reason", "value"],
    "additionalProperties": False,
}

Answer = Callable[[dict[str, Any]], httpx2.Response]


def request(**changes: Any) -> Request:
    """A judge's request."""
    return Request(**({"model": "m", "system": "Judge.", "user": ("INPUT", "OUTPUT"), "schema": SCHEMA} | changes))


def door(vendor: str, *, url: str = "http://127.0.0.1:9", **options: Any) -> SdkProvider:
    """The provider of this vendor, or a compatible server of this name."""
    if vendor == "anthropic":
        return AnthropicProvider(base_url=url, key=KEY, **options)
    return OpenAIProvider(name=vendor, label=vendor, base_url=f"{url}/v1", key=KEY, **options)


class Recorded:
    """A transport that keeps what it was sent."""

    def __init__(self, answer: Answer) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.requests: list[httpx2.Request] = []
        self._answer = answer
        self.transport = httpx2.MockTransport(self._handle)

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self.bodies.append(json.loads(request.content or b"null"))
        return self._answer(self.bodies[-1])


def ask(provider: SdkProvider, *requests: Request) -> list[Reply | Failure]:
    """The outcomes of these requests, one after the other, on one event loop."""

    async def all_of_them() -> list[Reply | Failure]:
        outcomes = [await provider.ask(one) for one in requests]
        await provider.close()
        return outcomes

    return asyncio.run(all_of_them())


def outcome_of(vendor: str, answer: httpx2.Response, **changes: Any) -> Reply | Failure:
    """What one request comes to when it is answered like this."""
    (outcome,) = ask(door(vendor, transport=Recorded(lambda _: answer).transport), request(**changes))
    return outcome
