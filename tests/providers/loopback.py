"""A small server on this machine that speaks OpenAI's and Anthropic's protocols, and misbehaves by model name."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TEXT = '{"value": "pass"}'


@dataclass(slots=True)
class Loopback:
    """What the running server was asked, and where it is."""

    url: str
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def chat_answer(**choice: Any) -> dict[str, Any]:
    """A chat completion as OpenAI writes it."""
    return {
        "id": "c1",
        "object": "chat.completion",
        "model": "model-2026-11-01",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": TEXT}} | choice],
        "usage": {"prompt_tokens": 100, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 64}},
    }


def message_answer(**message: Any) -> dict[str, Any]:
    """A message as Anthropic writes it."""
    usage = {"input_tokens": 30, "cache_read_input_tokens": 64, "cache_creation_input_tokens": 6, "output_tokens": 7}
    return {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "model-2026-11-01",
        "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": TEXT}],
        "stop_reason": "end_turn",
        "usage": usage,
    } | message


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: LoopbackServer

    def do_GET(self) -> None:
        self._send(200, json.dumps({"data": [{"id": "b"}, {"id": "a"}], "has_more": False}).encode())

    def do_POST(self) -> None:
        seen = self.server.seen
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with seen.lock:
            seen.bodies.append(body)
            seen.headers.append({name.lower(): value for name, value in self.headers.items()})
            seen.at_once += 1
            seen.most_at_once = max(seen.most_at_once, seen.at_once)
        try:
            BEHAVIOURS.get(body["model"], fine)(self, body)
        finally:
            with seen.lock:
                seen.at_once -= 1

    def fine_answer(self) -> bytes:
        """The good answer in the protocol that was spoken."""
        return json.dumps(message_answer() if self.path.endswith("/messages") else chat_answer()).encode()

    def _send(
        self, status: int, body: bytes, *, headers: Mapping[str, str] | None = None, kind: str = "application/json"
    ) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    send = _send

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512
    seen: Loopback

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave early are part of the tests."""


def fine(handler: Handler, body: Mapping[str, Any]) -> None:
    handler.send(200, handler.fine_answer())


def _half_a_second(handler: Handler, body: Mapping[str, Any]) -> None:
    time.sleep(0.5)
    handler.send(200, handler.fine_answer())


def _silence(handler: Handler, body: Mapping[str, Any]) -> None:
    time.sleep(30)


def _trickle(handler: Handler, body: Mapping[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def _hang_up(handler: Handler, body: Mapping[str, Any]) -> None:
    handler.close_connection = True
    handler.connection.close()


def _no_http(handler: Handler, body: Mapping[str, Any]) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    handler.close_connection = True


def _echo_key(handler: Handler, body: Mapping[str, Any]) -> None:
    key = handler.headers["authorization"].removeprefix("Bearer ")
    error = {
        "message": f"Incorrect API key provided: {key}.",
        "type": "invalid_request_error",
        "code": "invalid_api_key",
    }
    handler.send(401, json.dumps({"error": error}).encode())


def _redirect(handler: Handler, body: Mapping[str, Any]) -> None:
    handler.send(307, b"", headers={"location": f"{handler.server.seen.url}/elsewhere"})


def _answer(
    status: int, body: bytes, *, kind: str = "application/json"
) -> Callable[[Handler, Mapping[str, Any]], None]:
    return lambda handler, _: handler.send(status, body, kind=kind)


BEHAVIOURS: Mapping[str, Callable[[Handler, Mapping[str, Any]], None]] = {
    "half-a-second": _half_a_second,
    "silence": _silence,
    "trickle": _trickle,
    "hang-up": _hang_up,
    "no-http": _no_http,
    "echo-key": _echo_key,
    "redirect": _redirect,
    "html": _answer(200, b"<html><title>Sign in to the hotel network</title></html>", kind="text/html"),
    "not-utf8": _answer(200, b'{"choices": [{"message": {"content": "caf\xe9"}}]}'),
    "five-megabytes": _answer(200, b'{"x": "' + b"a" * 5_000_000 + b'"}'),
}


@contextmanager
def loopback() -> Iterator[Loopback]:
    """The server, running in a thread until the block ends."""
    server = LoopbackServer(("127.0.0.1", 0), Handler)
    server.seen = Loopback(url=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
