"""Reads a chat completion as OpenAI and compatible servers write it; what it does not know it does not guess."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from studio.calls import Failure, Reply, Request, TokenChoice
from studio.providers.failures import failure
from studio.records import FailureKind, Usage

# "eos" and its kin come from older compatible servers; a server that says nothing at all is taken at its word.
_FINISHED = frozenset({"stop", "eos", "eos_token", "end_turn", "stop_sequence", None})
_CUT_OFF = frozenset({"length", "max_tokens", "model_length"})


def read_chat_answer(answer: Mapping[str, Any], *, request: Request, label: str) -> Reply | Failure:
    """The reply, or the kind of failure that this answer is: refused, truncated or unreadable."""
    choices = answer.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    spoken = choice.get("message")
    message: Mapping[str, Any] = spoken if isinstance(spoken, dict) else {}
    text = content_text(message.get("content"))
    usage = usage_of(answer.get("usage"))
    problem = _problem(choice, message=message, text=text, request=request)
    if problem:
        kind, said = problem
        return failure(kind, label=label, said=said, text=text or str(answer)[:4_000], usage=usage)
    return Reply(
        text=text,
        usage=usage,
        seconds=0.0,
        model=str(answer.get("model") or request.model),
        token_choices=_token_choices(choice.get("logprobs")) if request.top_logprobs else (),
    )


def content_text(content: object) -> str:
    """The text of a message, whether it is one text or a list of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(str(part.get("text") or "") for part in parts if isinstance(part, dict))


def whole_number(value: object) -> int:
    """A token count as the server wrote it; 0 where it wrote none."""
    return value if isinstance(value, int) and value > 0 else 0


def usage_of(said: object) -> Usage | None:
    """The tokens used, cached ones counted within the input; None where the server does not say."""
    if not isinstance(said, dict) or not isinstance(said.get("prompt_tokens"), int):
        return None
    details = said.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(
        input_tokens=whole_number(said["prompt_tokens"]),
        output_tokens=whole_number(said.get("completion_tokens")),
        cached_input_tokens=min(whole_number(cached), whole_number(said["prompt_tokens"])),
    )


def _problem(
    choice: Mapping[str, Any], *, message: Mapping[str, Any], text: str, request: Request
) -> tuple[FailureKind, str] | None:
    finish = choice.get("finish_reason")
    if message.get("refusal"):
        return "refused", str(message["refusal"])
    if finish == "content_filter":
        return "refused", "its content filter stopped the answer."
    # One token is all that was asked for: being cut off after it is the plan.
    if finish in _CUT_OFF and request.max_output_tokens > 1:
        return "truncated", f"it reached the limit of {request.max_output_tokens:,} tokens."
    if not choice:
        return "unreadable", "there is no choice in it."
    if finish not in _FINISHED | _CUT_OFF:
        return "unreadable", f"it ended for a reason that the studio does not know, {str(finish)[:60]!r}."
    return None if text.strip() else ("unreadable", "it is empty.")


def _token_choices(logprobs: object) -> tuple[TokenChoice, ...]:
    content = logprobs.get("content") if isinstance(logprobs, dict) else None
    entries = content if isinstance(content, list) else []
    return tuple(_token_choice(entry) for entry in entries if isinstance(entry, dict))


def _token_choice(entry: Mapping[str, Any]) -> TokenChoice:
    alternatives = entry.get("top_logprobs") or [entry]
    pairs = [(str(other.get("token")), other.get("logprob")) for other in alternatives if isinstance(other, dict)]
    known = [(token, float(logprob)) for token, logprob in pairs if isinstance(logprob, int | float)]
    return TokenChoice(
        token=str(entry.get("token", "")),
        alternatives=tuple((token, logprob) for token, logprob in known if math.isfinite(logprob)),
    )
