"""Every answer that a server can give is a reply or a named failure; nothing is guessed and nothing raised."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from studio.calls import Failure, Reply
from studio.records import Usage
from tests.providers.doors import ask, door, outcome_of, request
from tests.providers.loopback import TEXT, chat_answer, message_answer

BOTH = ["openai", "anthropic", "vllm"]


def good(vendor: str, **changes: Any) -> dict[str, Any]:
    return message_answer(**changes) if vendor == "anthropic" else chat_answer(**changes)


def error(status: int, **words: Any) -> httpx2.Response:
    return httpx2.Response(status, json={"error": words})


@pytest.mark.parametrize("vendor", BOTH)
def test_a_good_answer_is_a_reply_with_text_usage_and_the_exact_model(vendor: str) -> None:
    outcome = outcome_of(vendor, httpx2.Response(200, json=good(vendor)))
    assert isinstance(outcome, Reply)
    assert outcome.text == TEXT
    # Anthropic counts 30 fresh + 6 written to the cache + 64 read from it; OpenAI says 100, 64 of them cached.
    assert outcome.usage == Usage(input_tokens=100, output_tokens=7, cached_input_tokens=64)
    assert outcome.model == "model-2026-11-01"
    assert outcome.left_out == ()
    assert outcome.seconds > 0


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error(400, message="messages: too long", code="context_length_exceeded"), "bad_request"),
        (error(400, message="flagged", code="content_policy_violation"), "refused"),
        (error(400, message="Your credit balance is too low to access the API."), "quota"),
        (error(401, message="Incorrect API key"), "key_refused"),
        (error(402, message="Payment required"), "quota"),
        (error(403, message="Country not supported"), "key_refused"),
        (error(403, message="Project has no access", code="model_not_found"), "model_not_found"),
        (error(404, message="The model `x` does not exist"), "model_not_found"),
        (httpx2.Response(404, text="404 page not found"), "bad_request"),
        (error(408, message="slow"), "timeout"),
        (error(413, message="too large"), "bad_request"),
        (error(429, message="Rate limit reached"), "rate_limited"),
        (error(429, message="You exceeded your current quota", code="insufficient_quota"), "quota"),
        (error(500, message="oops"), "server"),
        (httpx2.Response(502, text="<html>Bad gateway</html>"), "server"),
        (httpx2.Response(503, text=""), "overloaded"),
        (error(529, type="overloaded_error", message="Overloaded"), "overloaded"),
        (httpx2.Response(307, headers={"location": "https://elsewhere.example/"}), "bad_request"),
    ],
)
def test_each_error_status_has_its_kind(vendor: str, answer: httpx2.Response, kind: str) -> None:
    outcome = outcome_of(vendor, answer)
    assert isinstance(outcome, Failure)
    assert outcome.kind == kind
    assert outcome.status == answer.status_code
    assert outcome.message


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize(
    "content",
    [
        b"<html>Sign in</html>",
        b'{"choices": [{"message": {"content": "caf\xe9"}}]}',
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b'{"choices": null, "content": null, "stop_reason": "end_turn"}',
        b'{"choices": [7], "content": [7], "stop_reason": "end_turn"}',
        b'{"choices": [{"message": "no"}], "content": "no", "stop_reason": null}',
        b'{"error": "out of memory"}',
    ],
)
def test_a_200_that_holds_no_answer_is_unreadable_and_its_beginning_is_kept(vendor: str, content: bytes) -> None:
    outcome = outcome_of(vendor, httpx2.Response(200, content=content))
    assert isinstance(outcome, Failure)
    assert outcome.kind == "unreadable"
    assert len(outcome.text) <= 2_000
    assert not content or outcome.text[:10] == content[:10].decode() or outcome.text.startswith("{")


@pytest.mark.parametrize("vendor", BOTH)
def test_an_answer_of_five_megabytes_is_unreadable_and_cut(vendor: str) -> None:
    outcome = outcome_of(vendor, httpx2.Response(200, content=b'{"x": "' + b"a" * 5_000_000 + b'"}'))
    assert isinstance(outcome, Failure)
    assert (outcome.kind, len(outcome.text)) == ("unreadable", 2_000)


@pytest.mark.parametrize("vendor", BOTH)
def test_an_error_hidden_under_status_200_keeps_its_real_status(vendor: str) -> None:
    outcome = outcome_of(vendor, httpx2.Response(200, json={"error": {"code": 429, "message": "Slow down"}}))
    assert isinstance(outcome, Failure)
    assert (outcome.kind, outcome.status) == ("rate_limited", 429)


@pytest.mark.parametrize("vendor", BOTH)
def test_a_missing_usage_is_unknown_and_not_zero(vendor: str) -> None:
    outcome = outcome_of(vendor, httpx2.Response(200, json={**good(vendor), "usage": None}))
    assert isinstance(outcome, Reply)
    assert outcome.usage is None


@pytest.mark.parametrize(
    ("vendor", "changes", "kind"),
    [
        ("openai", {"finish_reason": "length"}, "truncated"),
        ("openai", {"finish_reason": "content_filter"}, "refused"),
        ("openai", {"message": {"content": None, "refusal": "I cannot help with that."}}, "refused"),
        ("openai", {"finish_reason": "phase_of_the_moon"}, "unreadable"),
        ("openai", {"message": {"content": " \n"}}, "unreadable"),
        ("openai", {"finish_reason": "tool_calls", "message": {"content": None}}, "unreadable"),
        ("anthropic", {"stop_reason": "max_tokens"}, "truncated"),
        ("anthropic", {"stop_reason": "model_context_window_exceeded"}, "truncated"),
        ("anthropic", {"stop_reason": "refusal", "content": []}, "refused"),
        ("anthropic", {"stop_reason": "phase_of_the_moon"}, "unreadable"),
        ("anthropic", {"content": []}, "unreadable"),
        ("anthropic", {"stop_reason": "tool_use"}, "unreadable"),
    ],
)
def test_refused_truncated_empty_and_unknown_endings_are_told_apart_and_still_paid_for(
    vendor: str, changes: dict[str, Any], kind: str
) -> None:
    outcome = outcome_of(vendor, httpx2.Response(200, json=good(vendor, **changes)))
    assert isinstance(outcome, Failure)
    assert outcome.kind == kind
    assert outcome.usage == Usage(input_tokens=100, output_tokens=7, cached_input_tokens=64)


def test_the_refusal_is_told_in_the_models_own_words() -> None:
    answer = good("openai", message={"content": None, "refusal": "I cannot help with that."})
    outcome = outcome_of("openai", httpx2.Response(200, json=answer))
    assert isinstance(outcome, Failure)
    assert "I cannot help with that." in outcome.message


def test_a_single_token_that_was_asked_for_is_not_truncated_and_brings_its_alternatives() -> None:
    tokens = [{"token": "A", "logprob": -0.1, "top_logprobs": [{"token": t, "logprob": p} for t, p in LOGPROBS]}]
    answer = good("openai", finish_reason="length", message={"content": "A"}, logprobs={"content": tokens})
    outcome = outcome_of("openai", httpx2.Response(200, json=answer), max_output_tokens=1, top_logprobs=20, schema=None)
    assert isinstance(outcome, Reply)
    assert outcome.token_choices[0].alternatives == (("A", -0.1), ("B", -2.5))


LOGPROBS = [("A", -0.1), ("B", -2.5), ("C", None)]


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "5"}, 5.0),
        ({"retry-after": "100000"}, 100_000.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Sun, 22 Nov 2026 10:01:30 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 90.0),
        ({"retry-after": "Sun, 22 Nov 2026 09:00:00 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
)
def test_how_long_the_server_asks_to_wait_is_passed_on_uncapped(
    vendor: str, headers: dict[str, str], seconds: float | None
) -> None:
    outcome = outcome_of(vendor, httpx2.Response(429, headers=headers, json={"error": {"message": "slow"}}))
    assert isinstance(outcome, Failure)
    assert outcome.retry_after_seconds == seconds


@pytest.mark.parametrize("vendor", BOTH)
def test_text_that_cannot_be_sent_is_a_failure_and_no_exception(vendor: str) -> None:
    outcome = outcome_of(vendor, httpx2.Response(200, json=good(vendor)), user=("half a character: \ud83d",))
    assert isinstance(outcome, Failure)
    assert outcome.kind == "bad_request"


@pytest.mark.parametrize("vendor", BOTH)
def test_nothing_is_retried_inside(vendor: str) -> None:
    asked: list[int] = []

    def overloaded(http_request: httpx2.Request) -> httpx2.Response:
        asked.append(len(http_request.content))
        return httpx2.Response(529, headers={"retry-after": "0"}, content=json.dumps({"error": {"message": "no"}}))

    ask(door(vendor, transport=httpx2.MockTransport(overloaded)), request())
    assert len(asked) == 1
