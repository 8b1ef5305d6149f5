"""Asks OpenAI, and every server that speaks its chat completions; it streams nothing and offers no tools."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from studio.calls import Failure, Reply, Request
from studio.providers import moderation
from studio.providers.chat_answer import read_chat_answer
from studio.providers.openai_batches import OpenAIBatches
from studio.providers.parameters import Parameter
from studio.providers.sdk import SCHEMA_IN_WORDS, SdkProvider
from studio.settings import openai_account_headers, vendor_url

if TYPE_CHECKING:
    import httpx2

MOST_ALTERNATIVES = 20
FEW_ALTERNATIVES = 5
MANY_LOGPROBS = f"more than {FEW_ALTERNATIVES} logprobs"
NO_KEY = "not-needed"

_NOT_FOR_CHAT = (
    "embedding",
    "tts",
    "whisper",
    "dall-e",
    "image",
    "audio",
    "realtime",
    "transcribe",
    "moderation",
    "sora",
)


class OpenAIProvider(SdkProvider):
    """OpenAI itself, or a compatible server under a name of its own."""

    ask_path = "/chat/completions"
    models_path = "/models"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(name="temperature", retreats=("temperature",)),
        Parameter(name="reasoning_effort", spoken=(r"reasoning[ .]effort",), retreats=("effort",)),
        Parameter(name="seed", retreats=("seed",)),
        Parameter(
            name="response_format",
            spoken=("json_schema", "json_object", "response format", "structured outputs?"),
            retreats=("schema", "json"),
        ),
        Parameter(
            name="logprobs",
            spoken=("top_logprobs", "log probabilities"),
            retreats=(MANY_LOGPROBS, "logprobs"),
        ),
        Parameter(name="max_completion_tokens", retreats=("max_completion_tokens",)),
    )

    @property
    def is_vendor(self) -> bool:
        """Whether this is OpenAI's own interface, which takes more than compatible servers do."""
        return self.name == "openai"

    def path(self, request: Request) -> str:
        """Chat completions, or OpenAI's moderation endpoint for a model of that kind."""
        return moderation.PATH if self._moderates(request) else self.ask_path

    @property
    def batches(self) -> OpenAIBatches | None:
        """How it takes batches; compatible servers do not."""
        return OpenAIBatches(self) if self.is_vendor else None

    async def models(self) -> list[str]:
        """The names of the models on offer, without those that do not chat; raises StudioError in words."""
        names = await super().models()
        return [name for name in names if not self.is_vendor or not any(word in name for word in _NOT_FOR_CHAT)]

    @property
    def _sdk(self) -> ModuleType:
        import openai

        return openai

    def _new_client(self, http_client: httpx2.AsyncClient) -> Any:
        import openai

        headers: dict[str, Any] = {} if self.is_vendor else dict.fromkeys(openai_account_headers(), openai.Omit())
        return openai.AsyncOpenAI(
            api_key=self._key or NO_KEY,
            base_url=self.base_url,
            max_retries=0,
            http_client=http_client,
            default_headers={**headers, "Authorization": f"Bearer {self._key or NO_KEY}"},
        )

    def _wanted(self, request: Request) -> set[str]:
        wishes = {
            "temperature": request.temperature is not None,
            "effort": request.effort is not None,
            "seed": request.seed is not None,
            "schema": request.schema is not None,
            "json": request.schema is not None,
            "logprobs": request.top_logprobs > 0,
            MANY_LOGPROBS: request.top_logprobs > FEW_ALTERNATIVES,
            "max_completion_tokens": self.is_vendor,
        }
        return {name for name, is_wanted in wishes.items() if is_wanted}

    def _body(self, request: Request, *, given_up: Collection[str]) -> dict[str, Any]:
        if self._moderates(request):
            return moderation.moderation_body(request)
        body: dict[str, Any] = {"model": request.model, "messages": self._messages(request, given_up=given_up)}
        wanted = self._wanted(request) - set(given_up)
        body["max_completion_tokens" if "max_completion_tokens" in wanted else "max_tokens"] = request.max_output_tokens
        if "temperature" in wanted:
            body["temperature"] = request.temperature
        if "effort" in wanted:
            body["reasoning_effort"] = request.effort
        if "seed" in wanted:
            body["seed"] = request.seed
        if "logprobs" in wanted:
            most = FEW_ALTERNATIVES if MANY_LOGPROBS in given_up else MOST_ALTERNATIVES
            body |= {"logprobs": True, "top_logprobs": min(request.top_logprobs, most)}
        if "json" in wanted:
            body["response_format"] = _response_format(request, is_strict="schema" in wanted)
        return body

    def _read(self, answer: Mapping[str, Any], *, request: Request) -> Reply | Failure:
        if self._moderates(request):
            return moderation.read_moderation(answer, request=request, label=self.label)
        return read_chat_answer(answer, request=request, label=self.label)

    def _moderates(self, request: Request) -> bool:
        return self.is_vendor and moderation.is_moderation(request.model)

    def _messages(self, request: Request, *, given_up: Collection[str]) -> list[dict[str, Any]]:
        system = request.system
        if request.schema is not None and "schema" in given_up:
            schema = json.dumps(request.schema, ensure_ascii=False)
            system = "\n\n".join(part for part in (system, SCHEMA_IN_WORDS, schema) if part)
        user: Any = "\n\n".join(request.user)
        if self.is_vendor and len(request.user) > 1:
            # Many compatible servers take one text only, and put parts together themselves without a space.
            user = [{"type": "text", "text": part} for part in request.user]
        messages = [{"role": "system", "content": system}] if system else []
        return [*messages, {"role": "user", "content": user}]


def open_openai(*, key: str) -> OpenAIProvider:
    """OpenAI at its own address, or at OPENAI_BASE_URL."""
    return OpenAIProvider(name="openai", label="OpenAI", base_url=vendor_url("openai"), key=key)


def _response_format(request: Request, *, is_strict: bool) -> dict[str, Any]:
    if not is_strict:
        return {"type": "json_object"}
    schema = {"name": request.schema_name, "strict": True, "schema": request.schema}
    return {"type": "json_schema", "json_schema": schema}
