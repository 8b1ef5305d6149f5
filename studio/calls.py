"""One call to a model as frozen records: what is asked, and what came back; no network and no retry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.records import FailureKind, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question to one model."""

    model: str
    """The model's own name, without the provider."""
    system: str = ""
    """The long constant part, first, so that providers can cache it."""
    user: tuple[str, ...]
    """Parts of the one user turn, in order; untrusted text stands in a part of its own."""
    schema: Mapping[str, Any] | None = None
    """A JSON Schema the reply must follow, where the provider can hold it to one."""
    schema_name: str = "reply"
    max_output_tokens: int = 1024
    temperature: float | None = None
    effort: str | None = None
    seed: int | None = None
    top_logprobs: int = 0
    """How many alternatives to report for each reply token; 0 means none."""
    timeout_seconds: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenChoice:
    """One reply token with the alternatives the model weighed, as natural-log probabilities."""

    token: str
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How much of one of its limits a provider says is left."""

    limit: float
    remaining: float
    full_in_seconds: float
    """After this long without a call the whole limit is there again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What an answer said of the model's limits; None where it said nothing."""

    requests: Allowance | None = None
    tokens: Allowance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the model answered."""

    text: str
    usage: Usage | None
    """None when the provider did not say."""
    seconds: float
    model: str
    """The exact model id the provider reports."""
    token_choices: tuple[TokenChoice, ...] = ()
    left_out: tuple[str, ...] = ()
    """Settings of the request that this model does not take, and that were therefore not sent."""
    rates: Rates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no usable answer; the message is already free of keys."""

    kind: FailureKind
    message: str
    seconds: float = 0.0
    retry_after_seconds: float | None = None
    status: int | None = None
    usage: Usage | None = None
    """Tokens that were paid for all the same: a refusal or a truncated answer."""
    text: str = ""
    """The first 2,000 characters of whatever came back."""
    rates: Rates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to a provider, whatever came of it; what was paid is counted from these."""

    run_id: int | None
    model: str
    subject: str
    reply: str = ""
    failure: FailureKind | None = None
    message: str = ""
    seconds: float = 0.0
    usage: Usage | None = None
    cost_usd: float | None = None
    """None when the price is unknown; never 0 for that."""
    exact_model: str = ""
