"""A planted key is forced through every kind of failure; afterwards it stands in no message, text, log or traceback."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import traceback
from collections.abc import Iterator

import httpx2
import pytest

from studio.calls import Failure
from studio.errors import StudioError
from studio.redaction import guard_logs, remember_secret
from tests.providers.doors import KEY, ask, door, request
from tests.providers.loopback import loopback

PLAIN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
BOTH = ["openai", "anthropic"]


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """Everything that is logged, at the most talkative level."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    guard_logs()
    yield written
    root.setLevel(before)
    root.removeHandler(handler)
    logging.setLogRecordFactory(logging.LogRecord)


@pytest.fixture(autouse=True)
def known_key() -> None:
    remember_secret(PLAIN)


ECHOES = [
    httpx2.Response(status, json={"error": {"message": f"bad {key} in Bearer {key}", "param": key, "code": key}})
    for status in (400, 401, 403, 404, 422, 429, 500, 503)
    for key in (KEY, PLAIN)
] + [
    httpx2.Response(200, text=f"<html>{KEY} {PLAIN}</html>"),
    httpx2.Response(200, json={"error": f"{KEY} {PLAIN}"}),
    httpx2.Response(200, json={"choices": [], "content": [], "note": f"{KEY} {PLAIN}"}),
    httpx2.Response(502, text="x" * 1_995 + KEY + PLAIN),
]


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize("answer", ECHOES, ids=range(len(ECHOES)))
def test_a_server_that_echoes_the_key_does_not_spread_it(
    vendor: str, answer: httpx2.Response, logs: io.StringIO
) -> None:
    provider = door(vendor, transport=httpx2.MockTransport(lambda _: answer))
    (outcome,) = ask(provider, request())
    assert isinstance(outcome, Failure)
    logging.getLogger("studio").warning("failed: %r", outcome)
    shown = f"{outcome!r} {outcome.message} {outcome.text} {provider!r} {logs.getvalue()}"
    assert KEY not in shown and PLAIN not in shown
    assert KEY[7:20] not in shown and PLAIN[:16] not in shown


@pytest.mark.parametrize("vendor", BOTH)
def test_a_refused_model_list_is_explained_without_the_key_or_the_sdks_error(vendor: str, logs: io.StringIO) -> None:
    answer = httpx2.Response(401, json={"error": {"message": f"Incorrect API key provided: {KEY}"}})
    provider = door(vendor, transport=httpx2.MockTransport(lambda _: answer))
    with pytest.raises(StudioError) as told:
        asyncio.run(provider.models())
    shown = "".join(traceback.format_exception(told.value)) + logs.getvalue()
    assert KEY not in shown
    assert told.value.__cause__ is None
    assert "refused the key (401)" in told.value.happened
    assert told.value.to_do == "Check the key on the Settings page."


@pytest.mark.parametrize("vendor", BOTH)
def test_the_sdks_own_debug_log_holds_no_key(vendor: str, logs: io.StringIO) -> None:
    with loopback() as server:
        ask(door(vendor, url=server.url), request(), request(model="echo-key"), request(model="hang-up"))
        assert KEY in json.dumps(server.headers)
    assert "HTTP" in logs.getvalue()
    assert KEY not in logs.getvalue()
