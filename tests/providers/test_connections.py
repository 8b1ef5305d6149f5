"""The real SDKs and their real transport against a server on this machine that behaves and misbehaves."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator

import pytest

from studio.calls import Failure, Reply
from studio.errors import StudioError
from tests.providers.doors import KEY, ask, door, request
from tests.providers.loopback import TEXT, Loopback, loopback

BOTH = ["openai", "anthropic"]


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


@pytest.mark.parametrize("vendor", BOTH)
def test_a_call_over_a_real_connection_brings_the_answer(vendor: str, server: Loopback) -> None:
    (outcome,) = ask(door(vendor, url=server.url), request())
    assert isinstance(outcome, Reply)
    assert outcome.text == TEXT
    assert server.headers[-1]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("vendor", BOTH)
def test_a_client_that_was_closed_opens_again(vendor: str, server: Loopback) -> None:
    provider = door(vendor, url=server.url)
    first, second = ask(provider, request()), ask(provider, request())
    assert isinstance(first[0], Reply) and isinstance(second[0], Reply)


def test_256_calls_are_in_flight_at_once(server: Loopback) -> None:
    provider = door("openai", url=server.url, max_in_flight=256)

    async def all_at_once() -> list[Reply | Failure]:
        calls = [provider.ask(request(model="half-a-second", user=(str(number),))) for number in range(256)]
        outcomes = await asyncio.gather(*calls)
        await provider.close()
        return outcomes

    server.most_at_once = 0
    outcomes = asyncio.run(all_at_once())
    assert [type(outcome) for outcome in outcomes] == [Reply] * 256
    assert server.most_at_once > 128


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("html", "unreadable"),
        ("not-utf8", "unreadable"),
        ("five-megabytes", "unreadable"),
        ("hang-up", "connection"),
        ("no-http", "connection"),
        ("redirect", "bad_request"),
        ("echo-key", "key_refused"),
    ],
)
def test_what_a_broken_server_does_has_a_name(vendor: str, model: str, kind: str, server: Loopback) -> None:
    asked = len(server.bodies)
    (outcome,) = ask(door(vendor, url=server.url), request(model=model))
    assert isinstance(outcome, Failure)
    assert outcome.kind == kind
    assert len(outcome.text) <= 2_000
    assert len(server.bodies) == asked + 1


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize("model", ["silence", "trickle"])
def test_silence_and_a_trickle_both_end_at_the_time_limit(vendor: str, model: str, server: Loopback) -> None:
    started = time.monotonic()
    (outcome,) = ask(door(vendor, url=server.url), request(model=model, timeout_seconds=0.5))
    assert isinstance(outcome, Failure)
    assert outcome.kind == "timeout"
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("vendor", BOTH)
def test_a_call_can_be_cancelled_at_once(vendor: str, server: Loopback) -> None:
    async def cancelled() -> float:
        provider = door(vendor, url=server.url)
        call = asyncio.create_task(provider.ask(request(model="silence")))
        await asyncio.sleep(1.5)
        started = time.monotonic()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await provider.close()
        return time.monotonic() - started

    assert asyncio.run(cancelled()) < 0.5


@pytest.mark.parametrize("vendor", BOTH)
def test_nobody_at_the_address_is_a_connection_failure(vendor: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        (outcome,) = ask(door(vendor, url=f"http://127.0.0.1:{free.getsockname()[1]}"), request())
    assert isinstance(outcome, Failure)
    assert outcome.kind == "connection"


@pytest.mark.parametrize("vendor", BOTH)
def test_an_address_that_is_none_is_a_failure_and_no_exception(vendor: str) -> None:
    (outcome,) = ask(door(vendor, url="http://no such host"), request())
    assert isinstance(outcome, Failure)


@pytest.mark.parametrize("vendor", BOTH)
def test_the_models_on_offer_are_listed_by_name(vendor: str, server: Loopback) -> None:
    async def listed() -> list[str]:
        provider = door(vendor, url=server.url)
        names = await provider.models()
        await provider.close()
        return names

    assert asyncio.run(listed()) == ["a", "b"]


@pytest.mark.parametrize("vendor", BOTH)
def test_models_that_cannot_be_listed_are_explained_in_words(vendor: str) -> None:
    async def listed() -> None:
        await door(vendor, url="http://127.0.0.1:1").models()

    with pytest.raises(StudioError) as told:
        asyncio.run(listed())
    assert "could not be reached" in told.value.happened
    assert "127.0.0.1:1" in told.value.to_do


def test_a_proxy_in_the_environment_is_not_asked_about_this_machine(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    (outcome,) = ask(door("vllm", url=server.url), request())
    assert isinstance(outcome, Reply)
