"""What asking through OpenAI's and Anthropic's SDKs has in common; it never retries and raises no SDK error."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from studio.calls import Failure, Rates, Reply, Request
from studio.errors import StudioError
from studio.providers.failures import failure, failure_of_status
from studio.providers.parameters import Parameter, retreat
from studio.providers.rates import rates_in
from studio.settings import is_loopback

if TYPE_CHECKING:
    import ssl

    import httpx2

LARGEST_ANSWER_BYTES = 4_000_000
CONNECT_SECONDS = 15.0
KEEP_ALIVE_SECONDS = 4.0
MOST_CONNECTIONS = 512
SCHEMA_IN_WORDS = "Reply with one JSON object that follows this JSON Schema, and with nothing else:"

# Given up without a loss: the same is asked in another way.
_ANOTHER_WAY = frozenset({"json", "grammar", "max_completion_tokens"})
_TO_DO: Mapping[str, str] = {
    "key_refused": "Check the key on the Settings page.",
    "connection": "Check the network, and that the server runs at {url}.",
    "timeout": "Check the network, and that the server runs at {url}.",
}


class SdkProvider(ABC):
    """A provider behind a vendor's SDK client, which is opened inside the running loop at the first call."""

    ask_path: ClassVar[str]
    models_path: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]

    def __init__(
        self,
        *,
        name: str,
        label: str,
        base_url: str,
        key: str,
        max_in_flight: int = 64,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.name = name
        self.label = label
        self.max_in_flight = max_in_flight
        self.base_url = base_url
        self._key = key
        self._transport = transport
        self._client: Any = None
        self._given_up: dict[str, set[str]] = defaultdict(set)
        self._rates: dict[str, Rates | None] = {}
        """What each model's latest answer said of its limits."""

    async def ask(self, request: Request) -> Reply | Failure:
        """One call, one outcome; a setting that the model refuses is given up and the call made again without it."""
        started = time.monotonic()
        outcome: Reply | Failure
        try:
            # The SDKs' own time-outs count silence only: an answer that trickles in would never end.
            async with asyncio.timeout(request.timeout_seconds):
                outcome = await self._ask_as_it_likes(request)
        except TimeoutError:
            outcome = failure("timeout", label=self.label, said=f"nothing within {request.timeout_seconds:g} seconds.")
        return replace(outcome, seconds=time.monotonic() - started, rates=self._rates.get(request.model))

    async def models(self) -> list[str]:
        """The names of the models on offer, sorted; raises StudioError in words."""
        import httpx2

        try:
            async with asyncio.timeout(30.0):
                response = await self._open().get(self.models_path, cast_to=httpx2.Response)
            listed = self._json(response)
        except Exception as error:
            listed = self._failure_of(error)
        if isinstance(listed, Failure):
            raise StudioError(
                happened=listed.message,
                safe="Nothing was sent but the question which models there are.",
                to_do=_TO_DO.get(listed.kind, "Try again, or type the model's name.").format(url=self.base_url),
            )
        entries = listed.get("data") or []
        return sorted(str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry)

    async def close(self) -> None:
        """Closes the connections; a later call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def client(self) -> Any:
        """The vendor's client, for what is asked in another way than one call at a time."""
        return self._open()

    def body(self, request: Request) -> dict[str, Any]:
        """The request in the vendor's shape, without what the model has been found not to take."""
        return self._body(request, given_up=self._given_up[request.model])

    def path(self, request: Request) -> str:
        """Where this request is asked."""
        return self.ask_path

    def read(self, answer: Mapping[str, Any], *, request: Request) -> Reply | Failure:
        """The vendor's answer in the studio's shape."""
        return self._read(answer, request=request)

    def failure_of(self, error: Exception) -> Failure:
        """What an exception of the client stands for."""
        return self._failure_of(error)

    @property
    @abstractmethod
    def _sdk(self) -> ModuleType:
        """The vendor's SDK."""

    @abstractmethod
    def _new_client(self, http_client: httpx2.AsyncClient) -> Any:
        """The vendor's asynchronous client, without retries of its own."""

    @abstractmethod
    def _body(self, request: Request, *, given_up: Collection[str]) -> dict[str, Any]:
        """The request in the vendor's shape, without what has been given up."""

    def _sent(self, body: Mapping[str, Any]) -> set[str]:
        """The names of the parameters that a request body carries."""
        return set(body)

    @abstractmethod
    def _wanted(self, request: Request) -> set[str]:
        """What the request asks for and could go without."""

    @abstractmethod
    def _read(self, answer: Mapping[str, Any], *, request: Request) -> Reply | Failure:
        """The vendor's answer in the studio's shape."""

    async def _ask_as_it_likes(self, request: Request) -> Reply | Failure:
        given_up = set(self._given_up[request.model])
        while True:
            body = self._body(request, given_up=given_up)
            answer = await self._post(body, path=self.path(request))
            if not isinstance(answer, Failure):
                break
            wanted = self._wanted(request) - given_up
            step = retreat(answer, sent=self._sent(body), parameters=self.parameters, wanted=wanted)
            if step is None:
                return answer
            given_up.add(step)
        # Learned only from a call that then went well: an error text may name a parameter by chance.
        self._given_up[request.model] |= given_up
        outcome = self._read(answer, request=request)
        if given_up and isinstance(outcome, Reply):
            return replace(outcome, left_out=tuple(sorted(given_up & self._wanted(request) - _ANOTHER_WAY)))
        return outcome

    async def _post(self, body: Mapping[str, Any], *, path: str) -> dict[str, Any] | Failure:
        import httpx2
        from pydantic_core import to_json

        try:
            content = to_json(body)
        except ValueError:
            return failure("bad_request", label=self.label, said="the text holds half a character (a lone surrogate).")
        try:
            # The SDK's door for any path, not `create()`: that takes the request and the answer apart into typed
            # objects, which costs more time than all the rest of the call.
            response = await self._open().post(
                path, content=content, cast_to=httpx2.Response, options={"timeout": _patience()}
            )
        except Exception as error:
            refused = getattr(error, "response", None)
            self._rates[body["model"]] = None if refused is None else rates_in(refused.headers, now=time.time())
            return self._failure_of(error)
        self._rates[body["model"]] = rates_in(response.headers, now=time.time())
        return self._json(response)

    def _json(self, response: httpx2.Response) -> dict[str, Any] | Failure:
        from pydantic_core import from_json

        content = response.content
        if len(content) > LARGEST_ANSWER_BYTES:
            said = f"the answer is larger than {LARGEST_ANSWER_BYTES:,} bytes."
            return failure("unreadable", label=self.label, said=said, text=content[:8_000].decode("utf-8", "replace"))
        try:
            answer = from_json(content)
        except ValueError as error:
            kind = response.headers.get("content-type", "no content type")
            said = f"no JSON ({kind}; {error})."
            return failure("unreadable", label=self.label, said=said, text=content[:8_000].decode("utf-8", "replace"))
        if isinstance(answer, dict) and not answer.get("error"):
            return answer
        return self._error_in_answer(answer, response=response)

    def _error_in_answer(self, answer: Any, *, response: httpx2.Response) -> Failure:
        """Some gateways send an error under status 200, with the real status inside."""
        error = answer.get("error") if isinstance(answer, dict) else None
        status = error.get("code") if isinstance(error, dict) else None
        if isinstance(status, int) and status >= 400:
            return failure_of_status(label=self.label, status=status, headers=response.headers, text=response.text)
        return failure("unreadable", label=self.label, said="an error instead of an answer.", text=response.text)

    def _failure_of(self, error: Exception) -> Failure:
        """The one place where any exception of a call becomes a value."""
        import httpx2

        if isinstance(error, self._sdk.APIStatusError):
            response = error.response
            return failure_of_status(
                label=self.label, status=response.status_code, headers=response.headers, text=response.text
            )
        cause = error.__cause__ or error
        said = f"{type(cause).__name__}: {cause}"
        # With the aiohttp transport a broken connection arrives as httpx2.ConnectTimeout, hence as a time-out.
        is_silence = isinstance(error, self._sdk.APITimeoutError) and not isinstance(cause, httpx2.ConnectTimeout)
        if is_silence or isinstance(error, TimeoutError):
            return failure("timeout", label=self.label, said=said)
        if isinstance(error, (TypeError, ValueError)):
            return failure("bad_request", label=self.label, said=said)
        return failure("connection", label=self.label, said=said)

    def _open(self) -> Any:
        if self._client is None:
            import httpx2

            if self._transport is not None:
                http_client = httpx2.AsyncClient(transport=self._transport)
            else:
                http_client = self._sdk.DefaultAioHttpClient(
                    verify=_authorities(self.base_url),
                    # Most servers hang up after five idle seconds: a call must not meet that moment.
                    limits=httpx2.Limits(max_connections=MOST_CONNECTIONS, keepalive_expiry=KEEP_ALIVE_SECONDS),
                    # A server may not send her texts on to another one.
                    follow_redirects=False,
                    # A proxy from the environment has no business between us and this machine.
                    trust_env=not is_loopback(self.base_url),
                )
            self._client = self._new_client(http_client)
        return self._client


def _authorities(url: str) -> ssl.SSLContext | bool:
    """Whose certificates are believed: the system's, or nobody's where no server can show one."""
    if urlsplit(url).scheme != "http" or not is_loopback(url):
        return True
    # Reading the system's list takes a tenth of a second; a server on this machine under http:// needs none.
    import ssl

    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@lru_cache(maxsize=1)
def _patience() -> httpx2.Timeout:
    """The whole call has its own time limit: the client only has to notice early that nobody is there."""
    import httpx2

    return httpx2.Timeout(None, connect=CONNECT_SECONDS)
