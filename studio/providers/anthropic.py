"""Asks Anthropic's models; its interface reports no log-probabilities and takes no seed, and the reply says so."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from studio.calls import Failure, Reply, Request
from studio.providers.anthropic_batches import AnthropicBatches
from studio.providers.chat_answer import content_text, whole_number
from studio.providers.failures import failure
from studio.providers.parameters import Parameter
from studio.providers.sdk import SCHEMA_IN_WORDS, SdkProvider
from studio.records import FailureKind, Usage
from studio.settings import vendor_url

if TYPE_CHECKING:
    import httpx2

_FINISHED = frozenset({"end_turn", "stop_sequence"})
_CUT_OFF = frozenset({"max_tokens", "model_context_window_exceeded"})
_NEVER_TAKEN = frozenset({"seed", "logprobs"})


class AnthropicProvider(SdkProvider):
    """Anthropic's messages."""

    ask_path = "/v1/messages"
    models_path = "/v1/models?limit=1000"
    parameters = (
        Parameter(name="temperature", retreats=("temperature",)),
        Parameter(name="effort", spoken=("output_config",), retreats=("effort",)),
        Parameter(
            name="output_config.format",
            spoken=("output_config", "output_format", "json_schema", "structured outputs?"),
            retreats=("schema",),
        ),
    )

    def __init__(
        self, *, base_url: str, key: str, max_in_flight: int = 64, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        super().__init__(
            name="anthropic",
            label="Anthropic",
            base_url=base_url,
            key=key,
            max_in_flight=max_in_flight,
            transport=transport,
        )
        self._given_up = defaultdict(lambda: set(_NEVER_TAKEN))

    @property
    def batches(self) -> AnthropicBatches:
        """How it takes batches."""
        return AnthropicBatches(self)

    @property
    def _sdk(self) -> ModuleType:
        import anthropic

        return anthropic

    def _new_client(self, http_client: httpx2.AsyncClient) -> Any:
        import anthropic

        return anthropic.AsyncAnthropic(
            api_key=self._key, base_url=self.base_url, max_retries=0, http_client=http_client, open_telemetry=False
        )

    def _wanted(self, request: Request) -> set[str]:
        settings = (("temperature", request.temperature), ("effort", request.effort), ("seed", request.seed))
        wanted = {name for name, value in settings if value is not None}
        return (
            wanted
            | ({"schema"} if request.schema is not None else set())
            | ({"logprobs"} if request.top_logprobs else set())
        )

    def _sent(self, body: Mapping[str, Any]) -> set[str]:
        config = body.get("output_config", {})
        return {*body, *(["effort"] if "effort" in config else []), *(f"output_config.{name}" for name in config)}

    def _body(self, request: Request, *, given_up: Collection[str]) -> dict[str, Any]:
        wanted = self._wanted(request) - set(given_up)
        body: dict[str, Any] = {
            "model": request.model,
            "max_tokens": request.max_output_tokens,
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": part} for part in request.user if part]}
            ],
        }
        config: dict[str, Any] = {}
        if "effort" in wanted:
            config["effort"] = request.effort
        if request.schema is not None and "schema" in wanted:
            config["format"] = {"type": "json_schema", "schema": _schema_it_takes(request.schema)}
        if config:
            body["output_config"] = config
        if "temperature" in wanted:
            body["temperature"] = request.temperature
        system = _system(request, schema_in_words="schema" in given_up)
        if system:
            body["system"] = [{"type": "text", "text": system, "cache_control": {"type": "ephemeral"}}]
        return body

    def _read(self, answer: Mapping[str, Any], *, request: Request) -> Reply | Failure:
        content = answer.get("content")
        blocks = [block for block in content if isinstance(block, dict)] if isinstance(content, list) else []
        text = content_text([block for block in blocks if block.get("type") == "text"])
        usage = _usage(answer.get("usage"))
        problem = _problem(answer, text=text, request=request)
        if problem:
            kind, said = problem
            return failure(kind, label=self.label, said=said, text=text or str(answer)[:4_000], usage=usage)
        return Reply(text=text, usage=usage, seconds=0.0, model=str(answer.get("model") or request.model))


def open_anthropic(*, key: str) -> AnthropicProvider:
    """Anthropic at its own address, or at ANTHROPIC_BASE_URL."""
    return AnthropicProvider(base_url=vendor_url("anthropic"), key=key)


def _schema_it_takes(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with limits that the interface refuses (ranges, lengths) moved into descriptions, as the SDK does."""
    import anthropic

    return anthropic.transform_schema(dict(schema))


def _system(request: Request, *, schema_in_words: bool) -> str:
    if request.schema is None or not schema_in_words:
        return request.system
    schema = json.dumps(request.schema, ensure_ascii=False)
    return "\n\n".join(part for part in (request.system, SCHEMA_IN_WORDS, schema) if part)


def _usage(said: object) -> Usage | None:
    """The tokens used; the vendor counts cached input beside the rest, the studio within it."""
    if not isinstance(said, dict) or not isinstance(said.get("input_tokens"), int):
        return None
    cached = whole_number(said.get("cache_read_input_tokens"))
    fresh = whole_number(said["input_tokens"]) + whole_number(said.get("cache_creation_input_tokens"))
    return Usage(
        input_tokens=fresh + cached, output_tokens=whole_number(said.get("output_tokens")), cached_input_tokens=cached
    )


def _problem(answer: Mapping[str, Any], *, text: str, request: Request) -> tuple[FailureKind, str] | None:
    stop = answer.get("stop_reason")
    if stop == "refusal":
        details = answer.get("stop_details")
        words = details.get("explanation") if isinstance(details, dict) else None
        return "refused", str(words or "its safety rules stopped the answer.")
    if stop in _CUT_OFF and request.max_output_tokens > 1:
        return "truncated", f"it reached the limit of {request.max_output_tokens:,} tokens."
    if stop not in _FINISHED | _CUT_OFF:
        return "unreadable", f"it ended for a reason that the studio does not know, {str(stop)[:60]!r}."
    return None if text.strip() else ("unreadable", "it is empty.")
