"""A quick server on this machine that passes every sample under the test's rubric, in OpenAI's protocol, and counts."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ANSWER = json.dumps({"answers": {"reason": "It says so.", "value": "pass"}})
BODY = json.dumps(
    {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "fine-2026-11-01",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": ANSWER}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107},
    }
).encode()
HEAD = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(BODY)}\r\n\r\n".encode()


class Answering:
    """What the server was asked."""

    def __init__(self, *, seconds: float) -> None:
        self.seconds = seconds
        self.bodies: Counter[bytes] = Counter()
        self.url = ""

    @property
    def asked(self) -> int:
        """How many requests came."""
        return self.bodies.total()

    async def serve(self) -> asyncio.Server:
        """Begins to listen on a free port."""
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, backlog=1024)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return server

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                size = int(head.partition(b"content-length:")[2].partition(b"\r")[0])
                self.bodies[await reader.readexactly(size)] += 1
                await asyncio.sleep(self.seconds)
                writer.write(HEAD + BODY)
                await writer.drain()
        writer.close()


@contextmanager
def answering(*, seconds: float = 0.02) -> Iterator[Answering]:
    """The server, in a thread until the block ends."""
    loop, seen, ready = asyncio.new_event_loop(), Answering(seconds=seconds), threading.Event()

    def work() -> None:
        loop.run_until_complete(seen.serve())
        ready.set()
        loop.run_forever()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield seen
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@contextmanager
def answering_process(*, seconds: float) -> Iterator[str]:
    """The server in a process of its own, so that it takes no time from the test; its address."""
    words = [sys.executable, "-m", "tests.runs.answering_server", str(seconds)]
    process = subprocess.Popen(words, cwd=Path(__file__).resolve().parents[2], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


async def _serve_alone(seconds: float) -> None:
    seen = Answering(seconds=seconds)
    server = await seen.serve()
    print(seen.url, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve_alone(float(sys.argv[1])))
