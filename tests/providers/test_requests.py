"""What is sent: the constant part first, only what the model takes, and to each server only what is its business."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx2
import pytest

from studio.calls import Failure, Reply
from tests.providers.doors import KEY, SCHEMA, Recorded, ask, door, request
from tests.providers.loopback import chat_answer, message_answer

FINE = httpx2.Response(200, json=chat_answer())
FINE_MESSAGE = httpx2.Response(200, json=message_answer())


def refusal(message: str, status: int = 400, **words: Any) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": message, **words}})


def test_openai_gets_the_rubric_first_then_the_parts_of_the_user_turn_and_the_strict_schema() -> None:
    sent = Recorded(lambda _: FINE)
    ask(door("openai", transport=sent.transport), request(temperature=0.0, effort="low", seed=7, top_logprobs=50))
    (body,) = sent.bodies
    assert body == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Judge."},
            {"role": "user", "content": [{"type": "text", "text": "INPUT"}, {"type": "text", "text": "OUTPUT"}]},
        ],
        "max_completion_tokens": 1024,
        "temperature": 0.0,
        "reasoning_effort": "low",
        "seed": 7,
        "logprobs": True,
        "top_logprobs": 20,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": dict(SCHEMA)},
        },
    }
    assert sent.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_compatible_server_gets_one_text_and_the_older_name_of_the_length_limit() -> None:
    sent = Recorded(lambda _: FINE)
    ask(door("ollama", transport=sent.transport), request(schema=None, system=""))
    assert sent.bodies[0]["messages"] == [{"role": "user", "content": "INPUT\n\nOUTPUT"}]
    assert sent.bodies[0]["max_tokens"] == 1024
    assert set(sent.bodies[0]) == {"model", "messages", "max_tokens"}


def test_anthropic_gets_a_cached_system_part_and_a_schema_without_what_it_refuses() -> None:
    sent = Recorded(lambda _: FINE_MESSAGE)
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1, "maximum": 5}}, "required": ["n"]}
    ask(door("anthropic", transport=sent.transport), request(schema=schema, effort="low", temperature=0.5))
    (body,) = sent.bodies
    assert body["system"] == [{"type": "text", "text": "Judge.", "cache_control": {"type": "ephemeral"}}]
    assert [part["text"] for part in body["messages"][0]["content"]] == ["INPUT", "OUTPUT"]
    assert body["output_config"]["effort"] == "low"
    assert body["temperature"] == 0.5
    number = body["output_config"]["format"]["schema"]["properties"]["n"]
    assert "minimum" not in number and "minimum: 1" in number["description"]


def test_what_anthropic_never_takes_is_left_out_and_said() -> None:
    sent = Recorded(lambda _: FINE_MESSAGE)
    (reply,) = ask(door("anthropic", transport=sent.transport), request(seed=1, top_logprobs=5))
    assert isinstance(reply, Reply)
    assert reply.left_out == ("logprobs", "seed")
    assert not {"seed", "logprobs", "top_logprobs"} & set(sent.bodies[0])


def test_openais_account_headers_from_the_environment_go_to_openai_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Tenant: acme\nAuthorization: Bearer of-another-gate")
    hers, vendors = Recorded(lambda _: FINE), Recorded(lambda _: FINE)
    ask(door("gateway", transport=hers.transport), request())
    ask(door("openai", transport=vendors.transport), request())
    assert not {"openai-organization", "openai-project", "x-tenant"} & set(hers.requests[0].headers)
    assert hers.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert vendors.requests[0].headers["openai-organization"] == "org-1"
    assert vendors.requests[0].headers["x-tenant"] == "acme"


REFUSALS = [
    (
        "openai",
        {"temperature": 0.0},
        refusal("Unsupported value: 'temperature' does not support 0 with this model.", param="temperature"),
        "temperature",
        "temperature",
    ),
    (
        "openai",
        {"effort": "low"},
        refusal("Unsupported parameter: 'reasoning_effort' is not supported with this model."),
        "reasoning_effort",
        "effort",
    ),
    (
        "vllm",
        {"effort": "low"},
        httpx2.Response(
            422, json={"detail": [{"loc": ["body", "reasoning_effort"], "msg": "Extra inputs not permitted"}]}
        ),
        "reasoning_effort",
        "effort",
    ),
    (
        "openai",
        {"top_logprobs": 3},
        refusal("You are not allowed to request logprobs from this model", status=403),
        "logprobs",
        "logprobs",
    ),
    (
        "anthropic",
        {"temperature": 0.0},
        refusal("temperature: this parameter is deprecated for this model"),
        "temperature",
        "temperature",
    ),
    (
        "anthropic",
        {"effort": "low"},
        refusal("output_config.effort: this model does not support the effort parameter"),
        "effort",
        "effort",
    ),
]


@pytest.mark.parametrize(("vendor", "wish", "answer", "parameter", "setting"), REFUSALS)
def test_a_setting_that_a_model_refuses_is_left_out_once_and_remembered(
    vendor: str, wish: dict[str, Any], answer: httpx2.Response, parameter: str, setting: str
) -> None:
    fine = FINE_MESSAGE if vendor == "anthropic" else FINE
    sent = Recorded(lambda body: answer if f'"{parameter}"' in json.dumps(body) else fine)
    first, second = ask(door(vendor, transport=sent.transport), request(**wish), request(**wish))
    assert isinstance(first, Reply) and isinstance(second, Reply)
    assert first.left_out == second.left_out == (setting,)
    # With it, without it, and the second call without it at once.
    assert [f'"{parameter}"' in json.dumps(body) for body in sent.bodies] == [True, False, False]


def test_many_first_calls_at_once_each_leave_out_what_is_refused_and_no_more() -> None:
    def answer(body: dict[str, Any]) -> httpx2.Response:
        kind = body.get("response_format", {}).get("type")
        return refusal("response_format: json_schema is not supported") if kind == "json_schema" else FINE

    sent = Recorded(answer)
    provider = door("vllm", transport=sent.transport)

    async def all_at_once() -> list[Reply | Failure]:
        return await asyncio.gather(*(provider.ask(request(user=(str(number),))) for number in range(40)))

    outcomes = asyncio.run(all_at_once())
    assert {outcome.left_out for outcome in outcomes if isinstance(outcome, Reply)} == {("schema",)}
    assert {body["response_format"]["type"] for body in sent.bodies} == {"json_schema", "json_object"}
    assert len(sent.bodies) <= 80


def test_one_model_that_refuses_a_setting_teaches_nothing_about_another() -> None:
    sent = Recorded(
        lambda body: refusal("'seed' is not supported") if body["model"] == "m" and "seed" in body else FINE
    )
    _, other = ask(door("openai", transport=sent.transport), request(seed=1), request(seed=1, model="n"))
    assert isinstance(other, Reply)
    assert other.left_out == ()


def test_a_server_without_schemas_is_asked_for_json_then_in_words_alone() -> None:
    def answer(body: dict[str, Any]) -> httpx2.Response:
        kind = body.get("response_format", {}).get("type")
        return refusal(f"response_format '{kind}' is unavailable now") if kind else FINE

    sent = Recorded(answer)
    (reply,) = ask(door("deepseek", transport=sent.transport), request())
    assert isinstance(reply, Reply)
    assert reply.left_out == ("schema",)
    assert [body.get("response_format", {}).get("type") for body in sent.bodies] == ["json_schema", "json_object", None]
    assert '"enum": ["fail", "pass"]' in sent.bodies[-1]["messages"][0]["content"]


def test_fewer_alternatives_are_tried_before_none() -> None:
    def answer(body: dict[str, Any]) -> httpx2.Response:
        return refusal("top_logprobs must be less than or equal to 5") if body.get("top_logprobs", 0) > 5 else FINE

    sent = Recorded(answer)
    (reply,) = ask(door("azure", transport=sent.transport), request(top_logprobs=20))
    assert isinstance(reply, Reply)
    assert [body["top_logprobs"] for body in sent.bodies] == [20, 5]
    assert reply.left_out == ("more than 5 logprobs",)


def test_an_older_openai_interface_gets_the_older_name_of_the_length_limit() -> None:
    sent = Recorded(
        lambda body: refusal("Unrecognized request argument: max_completion_tokens") if len(sent.bodies) == 1 else FINE
    )
    (reply,) = ask(door("openai", transport=sent.transport), request())
    assert isinstance(reply, Reply)
    assert reply.left_out == ()
    assert sent.bodies[1]["max_tokens"] == 1024 and "max_completion_tokens" not in sent.bodies[1]


def test_a_model_that_refuses_everything_is_asked_a_bounded_number_of_times() -> None:
    sent = Recorded(lambda body: refusal(f"unsupported: {', '.join(body)}"))
    (outcome,) = ask(
        door("openai", transport=sent.transport), request(temperature=1.0, effort="low", seed=1, top_logprobs=20)
    )
    assert isinstance(outcome, Failure)
    assert outcome.kind == "bad_request"
    assert len(sent.bodies) == 9


def test_an_error_that_names_a_setting_by_chance_teaches_nothing() -> None:
    wrong = refusal("Invalid request: 'what is the temperature of soup' is not allowed")
    sent = Recorded(lambda body: wrong if body["messages"][-1]["content"] == "soup" else FINE)
    provider = door("vllm", transport=sent.transport)
    soup, fine = ask(provider, request(user=("soup",), temperature=0.0), request(user=("salad",), temperature=0.0))
    assert isinstance(soup, Failure)
    assert isinstance(fine, Reply)
    assert fine.left_out == ()
    assert sent.bodies[-1]["temperature"] == 0.0


def test_a_schema_that_openai_calls_invalid_is_our_mistake_and_not_worked_around() -> None:
    answer = refusal("Invalid schema for response_format 'reply'", param="response_format", code="invalid_json_schema")
    sent = Recorded(lambda _: answer)
    (outcome,) = ask(door("openai", transport=sent.transport), request())
    assert isinstance(outcome, Failure)
    assert (outcome.kind, len(sent.bodies)) == ("bad_request", 1)
