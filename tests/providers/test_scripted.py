"""The one fake: it says the same to the same request, what any schema allows, and misbehaves on demand."""

from __future__ import annotations

import asyncio
import json
import math
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.calls import Failure, Reply, Request
from studio.providers.base import Provider
from studio.providers.scripted import BEHAVIOURS, ScriptedProvider
from tests.providers.doors import SCHEMA, request

ROOT = Path(__file__).resolve().parents[2]


def asked(model: str, *, provider: Provider | None = None, **changes: Any) -> Reply | Failure:
    return asyncio.run((provider or ScriptedProvider()).ask(request(model=model, **changes)))


def fenced(text: str, *, nonce: int) -> tuple[str, ...]:
    return (
        f"<<<OUTPUT {nonce:016d}>>>\n{text}\n<<<END OUTPUT {nonce:016d}>>>",
        "Now reply with the JSON object alone.",
    )


def value_of(model: str, text: str, *, nonce: int = 1, size: int = 100) -> int:
    schema = {"type": "object", "properties": {"v": {"type": "integer", "enum": list(range(size))}}, "required": ["v"]}
    reply = asked(model, user=fenced(text, nonce=nonce), schema=schema)
    return int(json.loads(reply.text)["v"])


SAMPLES = [f"This is the sample number {number}, long enough to be judged at all." for number in range(300)]


def test_the_same_request_gets_the_same_answer_from_another_process_too() -> None:
    program = (
        "import asyncio; from studio.providers.scripted import ScriptedProvider;"
        "from tests.providers.doors import request;"
        "print(asyncio.run(ScriptedProvider().ask(request(model='fair'))).text)"
    )
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert elsewhere.stdout.strip() == asked("fair").text == asked("fair").text


def test_a_sample_is_about_as_good_under_another_nonce() -> None:
    # A quarter of a verdict comes from nowhere, so that repeats differ; the rest is the sample's own.
    for text in SAMPLES[:20]:
        assert abs(value_of("fair", text, nonce=1) - value_of("fair", text, nonce=2)) <= 25


def test_the_kind_judge_gives_more_than_the_fair_one_and_the_strict_one_less() -> None:
    means = {model: sum(value_of(model, text) for text in SAMPLES[:80]) / 80 for model in ("strict", "fair", "kind")}
    assert means["strict"] + 10 < means["fair"] < means["kind"] - 10


def test_fair_kind_and_strict_agree_far_more_than_a_coin_does() -> None:
    def agreement(one: str, other: str) -> float:
        return sum(value_of(one, t, size=2) == value_of(other, t, size=2) for t in SAMPLES) / len(SAMPLES)

    assert agreement("fair", "kind") > 0.65
    assert 0.4 < agreement("fair", "coin") < 0.6


def test_a_verdicts_reason_goes_with_its_value() -> None:
    replies = [json.loads(asked("fair", user=fenced(text, nonce=1)).text) for text in SAMPLES[:40]]
    assert {reply["value"] for reply in replies if reply["reason"].startswith("It answers what")} == {"pass"}
    assert {reply["value"] for reply in replies if reply["reason"].startswith("It does not")} == {"fail"}


SCHEMAS: list[dict[str, Any]] = [
    dict(SCHEMA),
    {"type": "object", "properties": {"n": {"type": "integer", "minimum": 3, "maximum": 4}}, "required": ["n"]},
    {"type": "object", "properties": {"x": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}}, "required": ["x"]},
    {"type": "object", "properties": {"b": {"type": "boolean"}, "z": {"type": "null"}}, "required": ["b", "z"]},
    {"type": "object", "properties": {"s": {"type": "string", "minLength": 200, "maxLength": 210}}, "required": ["s"]},
    {"type": "object", "properties": {"s": {"type": ["null", "string"], "maxLength": 3}}, "required": ["s"]},
    {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}, "minItems": 5}}},
    {"type": "object", "properties": {"a": {"type": "array", "maxItems": 0}}, "required": ["a"]},
    {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1, 2]}]},
    {
        "$defs": {"value": {"enum": ["no", "yes"]}},
        "type": "object",
        "properties": {"v": {"$ref": "#/$defs/value"}, "c": {"const": 7}},
        "required": ["v", "c"],
    },
]


@pytest.mark.parametrize("model", ["fair", "kind", "strict", "coin"])
@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_reply_follows_whatever_schema_is_asked(model: str, schema: dict[str, Any]) -> None:
    for number in range(20):
        jsonschema.validate(json.loads(asked(model, user=(f"sample {number}",), schema=schema).text), schema)


@given(low=st.integers(-1000, 1000), width=st.integers(0, 1000), text=st.text())
def test_whole_numbers_stay_in_their_range(low: int, width: int, text: str) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": low, "maximum": low + width}}}
    assert low <= json.loads(asked("fair", user=(text,), schema=schema).text)["n"] <= low + width


def test_one_letter_comes_with_a_distribution_over_the_letters_offered() -> None:
    closing = "Is it good? Answer with one of these alone: A, B, C."
    reply = asked(
        "fair", user=(*fenced(SAMPLES[0], nonce=1)[:1], closing), schema=None, max_output_tokens=1, top_logprobs=20
    )
    assert isinstance(reply, Reply)
    (choice,) = reply.token_choices
    assert {token for token, _ in choice.alternatives} == {"A", "B", "C"}
    assert choice.alternatives[0][0] == choice.token == reply.text
    assert sum(math.exp(logprob) for _, logprob in choice.alternatives) == pytest.approx(0.9)


def test_without_a_schema_it_writes_about_what_it_was_asked() -> None:
    texts = {asked("fair", user=(f"Where is my {thing}?",), schema=None).text for thing in THINGS}
    assert len(texts) > len(THINGS) / 2
    assert sum(any(thing in text for thing in THINGS) for text in texts) > len(THINGS) / 2


THINGS = ("parcel", "refund", "lamp", "invoice", "password", "coupon", "chair", "subscription")


def test_prepared_answers_come_first_and_in_order() -> None:
    failed = Failure(kind="server", message="prepared")
    provider = ScriptedProvider(["one", failed, lambda asked_for: asked_for.user[0]])
    outcomes = [asked("fair", provider=provider, user=(str(number),), schema=None) for number in range(4)]
    assert [type(outcome).__name__ for outcome in outcomes] == ["Reply", "Failure", "Reply", "Reply"]
    assert (outcomes[0].text, outcomes[2].text) == ("one", "2")
    assert [one.user for one in provider.asked] == [("0",), ("1",), ("2",), ("3",)]


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("refusing", "refused"),
        ("cut-off", "truncated"),
        ("rambling", "unreadable"),
        ("locked", "key_refused"),
        ("nobody", "model_not_found"),
    ],
)
def test_some_models_fail_always_and_each_in_its_way(model: str, kind: str) -> None:
    outcome = asked(model)
    assert isinstance(outcome, Failure)
    assert outcome.kind == kind


def test_the_flaky_model_fails_at_about_its_rates_and_another_try_draws_again() -> None:
    async def outcomes() -> tuple[list[Reply | Failure], list[Reply | Failure]]:
        provider = ScriptedProvider()
        requests = [request(model="flaky", user=(str(number),)) for number in range(600)]
        first = [await provider.ask(one) for one in requests]
        failed = [one for one, outcome in zip(requests, first, strict=True) if isinstance(outcome, Failure)]
        return first, [await provider.ask(one) for one in failed]

    first, again = asyncio.run(outcomes())
    kinds = Counter(outcome.kind for outcome in first if isinstance(outcome, Failure))
    assert 35 <= kinds["rate_limited"] <= 90
    assert 10 <= kinds["server"] <= 55
    assert {outcome.retry_after_seconds for outcome in first if isinstance(outcome, Failure)} == {0.05, None}
    assert sum(isinstance(outcome, Reply) for outcome in again) > 0.6 * len(again)


def test_the_slow_model_is_slow_and_times_out_like_any_other() -> None:
    started = time.monotonic()
    outcome = asked("slow", timeout_seconds=0.2)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "timeout"
    assert 0.2 <= time.monotonic() - started < 1.5


def test_every_behaviour_is_listed() -> None:
    assert asyncio.run(ScriptedProvider().models()) == sorted(BEHAVIOURS)


def test_requests_do_not_pile_up_in_memory() -> None:
    provider = ScriptedProvider()

    async def many() -> None:
        for number in range(10_050):
            await provider.ask(Request(model="fair", user=(str(number),)))

    asyncio.run(many())
    assert len(provider.asked) == 10_000
