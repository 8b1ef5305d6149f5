"""What calls cost in US dollars by the installed price list; it asks no server, and an unknown price is None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from studio.providers.address import parse_address
from studio.records import Usage

FREE_PROVIDERS = {
    "local": "runs on this machine",
    "scripted": "no model is asked",
    "ollama": "runs on your own machine",
    "vllm": "runs on your own machine",
    "lmstudio": "runs on your own machine",
    "llamacpp": "runs on your own machine",
}
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What calls cost."""

    usd: float
    why_free: str = ""
    """Set where it costs nothing, so that a 0 is never a missing price."""
    priced_on: date | None = None
    """The day the price was last checked by those who keep the list, where they say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRange:
    """What calls that have not been made yet will cost."""

    low: Cost
    expected: Cost
    high: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """How many tokens one call may take."""

    input_tokens: int
    cacheable_tokens: int = 0
    """How many of them are the same in every call."""
    fewest_output_tokens: int
    expected_output_tokens: int
    most_output_tokens: int


def price(address: str, usage: Usage, *, base_url: str | None = None, is_batch: bool = False) -> Cost | None:
    """What these tokens cost at this `provider:model`; None when nobody knows.

    `base_url` finds the price list of a server of hers. Writing to a provider's cache counts as plain input.
    """
    provider, model = parse_address(address)
    if provider in FREE_PROVIDERS and base_url is None:
        return Cost(usd=0.0, why_free=FREE_PROVIDERS[provider])
    seller = {"provider_api_url": base_url} if base_url else {"provider_id": provider}
    return _listed_cost(model, usage=usage, seller=seller, is_batch=is_batch)


def estimate(
    address: str, *, calls: int, guess: Guess, base_url: str | None = None, is_batch: bool = False
) -> CostRange | None:
    """What so many calls will cost; None when the price is unknown.

    Low: the constant part comes from the cache and replies are short. Expected: half of that saving. High: no cache,
    replies as long as they may get, and one call in ten made twice.
    """
    usages = (
        _usage(guess, cached=guess.cacheable_tokens, output=guess.fewest_output_tokens),
        _usage(guess, cached=guess.cacheable_tokens // 2, output=guess.expected_output_tokens),
        _usage(guess, cached=0, output=guess.most_output_tokens),
    )
    costs = [price(address, usage, base_url=base_url, is_batch=is_batch) for usage in usages]
    if any(cost is None for cost in costs):
        return None
    low, expected, high = (
        Cost(usd=cost.usd * calls * tries, why_free=cost.why_free, priced_on=cost.priced_on)
        for cost, tries in zip(filter(None, costs), (1.0, 1.0, 1.1), strict=True)
    )
    return CostRange(low=low, expected=expected, high=high)


def price_list_version() -> str:
    """Which price list is installed."""
    from importlib.metadata import version

    return f"genai-prices {version('genai-prices')}"


def _usage(guess: Guess, *, cached: int, output: int) -> Usage:
    return Usage(
        input_tokens=guess.input_tokens, output_tokens=output, cached_input_tokens=min(cached, guess.input_tokens)
    )


def _listed_cost(model: str, *, usage: Usage, seller: Mapping[str, Any], is_batch: bool) -> Cost | None:
    import genai_prices

    tokens = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cached_input_tokens,
    )
    try:
        found: Any = genai_prices.calc_price(
            tokens, model, price_context={"processing": "batch"} if is_batch else None, **seller
        )
    except (LookupError, ValueError):
        return None
    return Cost(usd=float(found.total_price), priced_on=_checked_on(found.model.price_comments or ""))


@lru_cache(maxsize=256)
def _checked_on(comments: str) -> date | None:
    """The last day that the comments on a price name, if it is not in the future."""
    return max(_past_days(_DAY.findall(comments)), default=None)


def _past_days(days: Iterable[str]) -> Iterable[date]:
    today = datetime.now(UTC).date()
    for day in days:
        try:
            found = date.fromisoformat(day)
        except ValueError:
            continue
        if found <= today:
            yield found
