"""What answers say of limits a minute, in both vendors' headers; anything else is no limit."""

from __future__ import annotations

from collections.abc import Mapping

import httpx2
import pytest

from studio.calls import Allowance, Reply
from studio.providers.rates import rates_in
from tests.providers.doors import Recorded, ask, door, request
from tests.providers.loopback import chat_answer, message_answer

NOW = 1_790_000_000.0
OPENAI = {
    "x-ratelimit-limit-requests": "5000",
    "x-ratelimit-remaining-requests": "4999",
    "x-ratelimit-reset-requests": "12ms",
    "x-ratelimit-limit-tokens": "160000",
    "x-ratelimit-remaining-tokens": "1000",
    "x-ratelimit-reset-tokens": "6m1.5s",
}
ANTHROPIC = {
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "2",
    "anthropic-ratelimit-requests-reset": "2026-09-21T14:13:38Z",
    "anthropic-ratelimit-tokens-limit": "80000",
    "anthropic-ratelimit-tokens-remaining": "79000",
    "anthropic-ratelimit-tokens-reset": "2026-09-21T14:13:21Z",
}


def test_openai_says_how_much_is_left_and_when_it_is_full_again() -> None:
    found = rates_in(OPENAI, now=NOW)
    assert found is not None
    assert found.requests == Allowance(limit=5000, remaining=4999, full_in_seconds=0.012)
    assert found.tokens == Allowance(limit=160_000, remaining=1000, full_in_seconds=361.5)


def test_anthropic_says_the_moment() -> None:
    found = rates_in(ANTHROPIC, now=NOW)
    assert found is not None
    assert found.requests == Allowance(limit=50, remaining=2, full_in_seconds=18)
    assert found.tokens == Allowance(limit=80_000, remaining=79_000, full_in_seconds=1)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "3"},
        {"x-ratelimit-limit-requests": "5000"},
        OPENAI | dict.fromkeys(("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens"), "soon"),
        OPENAI | dict.fromkeys(("x-ratelimit-limit-requests", "x-ratelimit-limit-tokens"), "nan"),
        OPENAI | dict.fromkeys(("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens"), "2026-09-21T13:46:58"),
    ],
)
def test_what_cannot_be_read_is_no_limit(headers: Mapping[str, str]) -> None:
    assert rates_in(headers, now=NOW) is None


@pytest.mark.parametrize(
    ("vendor", "headers", "answer"),
    [("openai", OPENAI, chat_answer()), ("anthropic", ANTHROPIC, message_answer())],
)
def test_an_answer_through_the_sdk_brings_its_limits_along(
    vendor: str, headers: Mapping[str, str], answer: Mapping[str, object]
) -> None:
    recorded = Recorded(lambda _: httpx2.Response(200, headers=headers, json=answer))
    (reply,) = ask(door(vendor, transport=recorded.transport), request())
    assert isinstance(reply, Reply) and reply.rates is not None
    assert reply.rates.requests is not None and reply.rates.tokens is not None


def test_a_refusal_brings_them_too_and_a_later_answer_without_any_has_none() -> None:
    answers = [httpx2.Response(429, headers=OPENAI, json={}), httpx2.Response(200, json=chat_answer())]
    recorded = Recorded(lambda _: answers.pop(0))
    refused, answered = ask(door("openai", transport=recorded.transport), request(), request())
    assert refused.rates is not None and answered.rates is None
