"""A server on this machine that speaks both vendors' batch protocols, and fails in the ways a test asks for."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MUMBLING = "mumbling"


@dataclass(slots=True)
class Handed:
    """One batch that was handed in."""

    id: str
    requests: list[tuple[str, dict[str, Any]]]
    metadata: dict[str, str]
    created_at: float
    looks: int = 0
    state: str = "working"


@dataclass(slots=True)
class Vendor:
    """What the server has been asked, and how it shall behave."""

    url: str = ""
    looks_until_done: int = 1
    answers_share: float = 1.0
    """How much of a batch is answered before it expires."""
    breaks_after_making: int = 0
    """So many batches are made without the answer arriving."""
    holds_after_making: int = 0
    """So many batches are made whose answer is held back until `release`."""
    release: threading.Event = field(default_factory=threading.Event)
    mumbles: int = 0
    """So many answers of the first batch cannot be read."""
    refuses: str = ""
    """A model's name that is unknown."""
    batches: dict[str, Handed] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    asked_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def requests(self) -> list[str]:
        """The names of all requests of all batches."""
        return [name for batch in self.batches.values() for name, _ in batch.requests]


def judged(body: dict[str, Any]) -> str:
    """A pass on every criterion that the schema asks for; words where the request was marked to be mumbled at."""
    if body["model"] == MUMBLING:
        return "I would rather not say."
    form = body.get("response_format", {}).get("json_schema", {}) or body.get("output_config", {}).get("format", {})
    names = form.get("schema", {}).get("properties", {})
    return json.dumps({name: {"reason": "It does.", "value": "pass"} for name in names})


def chat(body: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": judged(body)}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [choice],
        "usage": usage,
    }


def said(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "m",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [{"type": "text", "text": judged(body)}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1000, "output_tokens": 100},
    }


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: BatchServer

    def do_GET(self) -> None:
        path, seen = self.path.split("?")[0], self.server.seen
        last = path.rstrip("/").split("/")
        if "/files/" in path:
            self.send_bytes(seen.files[last[-2]])
        elif path.endswith("/results"):
            self.send_bytes(results(seen.batches[last[-2]], seen))
        elif path.endswith("/batches"):
            newest = sorted(seen.batches.values(), key=lambda one: -one.created_at)
            found = [self.shown(one) for one in newest]
            self.send_json({"object": "list", "data": found, "has_more": False, "first_id": None, "last_id": None})
        else:
            batch = seen.batches[last[-1]]
            batch.looks += 1
            if batch.looks >= seen.looks_until_done and batch.state in ("working", "cancelling"):
                batch.state = (
                    "cancelled" if batch.state == "cancelling" else "done" if seen.answers_share == 1 else "expired"
                )
            self.send_json(self.shown(batch))

    def do_POST(self) -> None:
        seen, path = self.server.seen, self.path
        body = self.rfile.read(int(self.headers["content-length"]))
        if path.endswith("/cancel"):
            batch = seen.batches[path.split("/")[-2]]
            batch.state = "cancelling" if batch.state == "working" else batch.state
            self.send_json(self.shown(batch))
        elif path.endswith("/files"):
            name = f"file-{len(seen.files)}"
            seen.files[name] = body[body.index(b'{"custom_id"') : body.rindex(b"\r\n--")]
            self.send_json(
                {"id": name, "object": "file", "bytes": 1, "created_at": 1, "filename": "f", "purpose": "batch"}
            )
        elif path.endswith("/batches"):
            self.make(json.loads(body))
        else:
            seen.asked_at_once += 1
            asked = json.loads(body)
            if asked["model"] == seen.refuses:
                self.send_json({"error": {"message": "no such model", "code": "model_not_found"}}, status=404)
            else:
                self.send_json(said(asked) if path.endswith("/messages") else chat(asked))

    def make(self, asked: dict[str, Any]) -> None:
        seen = self.server.seen
        if "requests" in asked:
            requests = [(one["custom_id"], one["params"]) for one in asked["requests"]]
        else:
            lines = seen.files[asked["input_file_id"]].splitlines()
            requests = [(one["custom_id"], one["body"]) for one in map(json.loads, lines)]
        for _, request in requests[: seen.mumbles]:
            request["model"] = MUMBLING
        seen.mumbles = 0
        with seen.lock:
            batch = Handed(f"batch_{len(seen.batches)}", requests, asked.get("metadata", {}), time.time())
            seen.batches[batch.id] = batch
            seen.breaks_after_making -= 1
            seen.holds_after_making -= 1
        if seen.holds_after_making >= 0:
            seen.release.wait(30)
        if seen.breaks_after_making >= 0:
            self.close_connection = True
            self.connection.close()
            return
        self.send_json(self.shown(batch))

    def shown(self, batch: Handed) -> dict[str, Any]:
        seen, is_anthropic = self.server.seen, "messages" in self.path
        if is_anthropic:
            return as_message_batch(batch, answered=answered(batch, seen))
        ended = batch.state in ("done", "expired", "cancelled")
        if ended:
            for kind, content in chat_results(batch, seen).items():
                seen.files[f"{kind}-{batch.id}"] = content
        return {
            "id": batch.id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
            "created_at": int(batch.created_at),
            "input_file_id": "file-0",
            "metadata": batch.metadata,
            "status": {"working": "in_progress", "done": "completed"}.get(batch.state, batch.state),
            "output_file_id": f"out-{batch.id}" if ended else None,
            "error_file_id": f"err-{batch.id}" if ended else None,
            "request_counts": {"total": len(batch.requests), "completed": answered(batch, seen), "failed": 0},
        }

    def send_json(self, content: Any, *, status: int = 200) -> None:
        self.send_bytes(json.dumps(content).encode(), status=status)

    def send_bytes(self, body: bytes, *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def answered(batch: Handed, seen: Vendor) -> int:
    if batch.state == "cancelled":
        return len(batch.requests) // 2
    return round(len(batch.requests) * seen.answers_share) if batch.state in ("done", "expired") else 0


def as_message_batch(batch: Handed, *, answered: int) -> dict[str, Any]:
    ended, left = batch.state in ("done", "expired", "cancelled"), len(batch.requests) - answered
    made = datetime.fromtimestamp(batch.created_at, UTC).isoformat()
    return {
        "id": batch.id,
        "type": "message_batch",
        "created_at": made,
        "expires_at": made,
        "ended_at": made if ended else None,
        "cancel_initiated_at": None,
        "archived_at": None,
        "processing_status": "ended" if ended else "canceling" if batch.state == "cancelling" else "in_progress",
        "request_counts": {
            "processing": 0 if ended else len(batch.requests),
            "succeeded": answered if ended else 0,
            "errored": 0,
            "canceled": left if batch.state == "cancelled" else 0,
            "expired": left if batch.state == "expired" else 0,
        },
        "results_url": f"/v1/messages/batches/{batch.id}/results" if ended else None,
    }


def chat_results(batch: Handed, seen: Vendor) -> dict[str, bytes]:
    """The file of answers and the file of errors, both backwards: their order promises nothing."""
    count = answered(batch, seen)
    code = "batch_cancelled" if batch.state == "cancelled" else "batch_expired"
    done = [
        {
            "id": "r",
            "custom_id": name,
            "error": None,
            "response": {"status_code": 200, "request_id": "q", "body": chat(body)},
        }
        for name, body in batch.requests[:count]
    ]
    left = [
        {"id": "r", "custom_id": name, "response": None, "error": {"code": code, "message": "It ran out of time."}}
        for name, _ in batch.requests[count:]
    ]
    return {kind: "\n".join(map(json.dumps, lines[::-1])).encode() for kind, lines in (("out", done), ("err", left))}


def results(batch: Handed, seen: Vendor) -> bytes:
    count = answered(batch, seen)
    left = "canceled" if batch.state == "cancelled" else "expired"
    lines = [
        {"custom_id": name, "result": {"type": "succeeded", "message": said(body)} if place < count else {"type": left}}
        for place, (name, body) in enumerate(batch.requests)
    ]
    return "\n".join(map(json.dumps, lines[::-1])).encode()


class BatchServer(ThreadingHTTPServer):
    daemon_threads = True
    seen: Vendor

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections that break are part of the tests."""


@contextmanager
def batch_server(**behaviour: Any) -> Iterator[Vendor]:
    """The server, running in a thread until the block ends."""
    server = BatchServer(("127.0.0.1", 0), Handler)
    server.seen = Vendor(url=f"http://127.0.0.1:{server.server_address[1]}", **behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def subject_of(name: str) -> str:
    """Which sample a request is about."""
    return re.split("-", name)[1]
