"""What calls cost: by the list, free with a reason, or unknown; never a 0 that means "we do not know"."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from studio.errors import StudioError
from studio.providers.prices import Guess, estimate, price, price_list_version
from studio.records import Usage

USAGE = Usage(input_tokens=1_000_000, output_tokens=100_000, cached_input_tokens=400_000)
GUESS = Guess(
    input_tokens=1_000,
    cacheable_tokens=800,
    fewest_output_tokens=10,
    expected_output_tokens=50,
    most_output_tokens=1_000,
)


def test_a_known_model_costs_what_the_list_says() -> None:
    # gpt-4o-mini: $0.15 a million input tokens, $0.075 where cached, $0.60 a million output tokens:
    # 0.6 x 0.15 + 0.4 x 0.075 + 0.1 x 0.60 = 0.09 + 0.03 + 0.06
    cost = price("openai:gpt-4o-mini", USAGE)
    assert cost is not None
    assert cost.usd == pytest.approx(0.18)
    assert cost.why_free == ""


def test_a_batch_costs_half() -> None:
    uncached = Usage(input_tokens=1_000, output_tokens=100)
    full = price("anthropic:claude-sonnet-4-5", uncached)
    half = price("anthropic:claude-sonnet-4-5", uncached, is_batch=True)
    assert full is not None and half is not None
    assert half.usd == pytest.approx(full.usd / 2)


@pytest.mark.parametrize(
    "address",
    ["openai:gpt-99-imaginary", "gateway:gpt-4o-mini", "anthropic:gpt-4o-mini", "openai:ft:gpt-4o-mini:acme::x"],
)
def test_an_unknown_model_is_unknown_and_not_free(address: str) -> None:
    assert price(address, USAGE) is None
    assert estimate(address, calls=10, guess=GUESS) is None


@pytest.mark.parametrize("address", ["local:smollm2", "scripted:fair", "ollama:llama3.2", "local:/models/any.gguf"])
def test_what_runs_here_is_free_and_says_why(address: str) -> None:
    cost = price(address, USAGE)
    assert cost is not None
    assert cost.usd == 0.0
    assert cost.why_free


def test_a_server_of_hers_is_priced_by_its_address_or_unknown() -> None:
    groq = price("hers:openai/gpt-oss-120b", USAGE, base_url="https://api.groq.com/openai/v1")
    assert groq is not None and groq.usd > 0
    assert price("hers:openai/gpt-oss-120b", USAGE, base_url="https://llm.example.com/v1") is None
    assert price("ollama:llama3.2", USAGE, base_url="https://llm.example.com/v1") is None


def test_the_day_of_a_price_is_never_in_the_future() -> None:
    cost = price("openai:gpt-4o-mini", USAGE)
    assert cost is not None and cost.priced_on is not None
    assert date(2026, 1, 1) <= cost.priced_on <= datetime.now(UTC).date()
    assert price_list_version().startswith("genai-prices 0.")


def test_usage_that_cannot_be_is_unknown() -> None:
    assert price("openai:gpt-4o-mini", Usage(input_tokens=10, output_tokens=1, cached_input_tokens=50)) is None


def test_an_estimate_grows_from_low_to_high_and_with_the_calls() -> None:
    one, many = (estimate("openai:gpt-4o-mini", calls=calls, guess=GUESS) for calls in (1, 1_000))
    assert one is not None and many is not None
    assert 0 < one.low.usd < one.expected.usd < one.high.usd
    assert many.high.usd == pytest.approx(1_000 * one.high.usd)
    # low: 200 fresh x 0.15 + 800 cached x 0.075 + 10 x 0.60, by the million
    assert one.low.usd == pytest.approx((200 * 0.15 + 800 * 0.075 + 10 * 0.60) / 1e6)
    # high: nothing cached, the longest reply, one call in ten made twice
    assert one.high.usd == pytest.approx(1.1 * (1_000 * 0.15 + 1_000 * 0.60) / 1e6)


def test_an_address_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(StudioError):
        price("gpt-4o-mini", USAGE)
