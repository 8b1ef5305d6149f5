"""Asks a model that runs inside the studio, in a process of its own; what it says is a demonstration, no evidence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from studio.calls import Failure, Reply, Request
from studio.errors import StudioError
from studio.providers.local_process import Line, LocalProcess, shared_process
from studio.providers.model_file import BUNDLED, model_file, require_runtime
from studio.providers.openai import OpenAIProvider
from studio.providers.parameters import Parameter
from studio.settings import LocalModel

LABEL = "Built-in demo model"
LETTER_ALTERNATIVES = 100
LONGEST_JSON_TEXT_CHARACTERS = 400
SHORTEST_JSON_TEXT_CHARACTERS = 40


class LocalProvider:
    """The embedded model, or any GGUF file in its place."""

    name = "local"

    def __init__(self, *, settings: LocalModel) -> None:
        self.max_in_flight = settings.slots
        self._settings = settings
        self._doors: dict[Line, LlamaServer] = {}
        self._processes: set[LocalProcess] = set()

    async def ask(self, request: Request) -> Reply | Failure:
        """One call, one outcome; the first one starts the model's process."""
        try:
            process = await asyncio.to_thread(self._process, request.model)
        except StudioError as error:
            return Failure(kind="model_not_found", message=str(error))
        with process.in_use():
            outcome = await self._ask_process(process, request)
            if isinstance(outcome, Failure) and outcome.kind == "connection":
                # Its death is not the provider's "no": the call cost nothing and is made again, once.
                has_ended = await asyncio.to_thread(process.has_ended)
                outcome = await self._ask_process(process, request) if has_ended else outcome
        return outcome

    async def models(self) -> list[str]:
        """The embedded models that can run here; raises StudioError in words when none can."""
        await asyncio.to_thread(require_runtime)
        for model in BUNDLED:
            await asyncio.to_thread(model_file, model)
        return list(BUNDLED)

    async def close(self) -> None:
        """Ends the processes it has used, but for those that another provider is asking just now."""
        for door in self._doors.values():
            await door.close()
        self._doors.clear()
        for process in self._processes:
            await asyncio.to_thread(process.stop_if_unused)
        self._processes.clear()

    async def _ask_process(self, process: LocalProcess, request: Request) -> Reply | Failure:
        line = process.running()
        try:
            if line is None:
                line = await asyncio.to_thread(process.line)
        except StudioError as error:
            return Failure(kind="server", message=str(error))
        return await self._door(line, label=label_of(request.model)).ask(request)

    def _process(self, model: str) -> LocalProcess:
        require_runtime()
        file = model_file(model)
        name = model if model in BUNDLED else Path(model).stem
        process = shared_process(file, name=name, settings=self._settings)
        self._processes.add(process)
        return process

    def _door(self, line: Line, *, label: str) -> LlamaServer:
        if line not in self._doors:
            self._doors[line] = LlamaServer(line, label=label)
        return self._doors[line]


class LlamaServer(OpenAIProvider):
    """The worker's server: OpenAI's protocol, and a grammar that keeps a small model from rambling in white space."""

    parameters = (*OpenAIProvider.parameters, Parameter(name="grammar", retreats=("grammar",)))

    def __init__(self, line: Line, *, label: str) -> None:
        super().__init__(name="local", label=label, base_url=f"{line.url}/v1", key=line.key)

    def _wanted(self, request: Request) -> set[str]:
        return super()._wanted(request) | ({"grammar"} if request.schema is not None else set())

    def _body(self, request: Request, *, given_up: Collection[str]) -> dict[str, Any]:
        body = super()._body(request, given_up=given_up)
        if request.schema is not None and "grammar" not in given_up:
            body.pop("response_format", None)
            body["grammar"] = _grammar(request)
        if request.top_logprobs and request.max_output_tokens == 1:
            # A small model gives letters little of its probability: they may stand far down the list.
            body["top_logprobs"] = max(request.top_logprobs, LETTER_ALTERNATIVES)
        return body


def label_of(model: str) -> str:
    """What people call an embedded model."""
    return LABEL if model in BUNDLED else f"Embedded model {Path(model).stem}"


def _grammar(request: Request) -> str:
    assert request.schema is not None
    strings = json.dumps(request.schema).count('"string"') or 1
    fitting = request.max_output_tokens * 2 // strings
    longest = max(SHORTEST_JSON_TEXT_CHARACTERS, min(LONGEST_JSON_TEXT_CHARACTERS, fitting))
    schema = {"x-guidance": {"whitespace_flexible": False}, **_bounded(request.schema, longest=longest)}
    return f"%llguidance {{}}\nstart: %json {json.dumps(schema)}"


def _bounded(schema: Any, *, longest: int) -> Any:
    """The schema with a limit on every free text: a text without one runs into the token limit and breaks the JSON."""
    if isinstance(schema, list):
        return [_bounded(part, longest=longest) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    bounded = {name: _bounded(part, longest=longest) for name, part in schema.items()}
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        bounded.setdefault("maxLength", longest)
    return bounded
