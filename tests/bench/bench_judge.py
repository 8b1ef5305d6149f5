"""How long `studio judge` takes for 1,000 verdicts, from start to exit, beside a bare loop over the vendor's SDK."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from tests.bench.figure import Figure
from tests.commands.studio_command import ROOT, RUBRIC, environment, items, studio
from tests.runs.answering_server import answering, answering_process

SAMPLES = 1_000
SECONDS_A_CALL = 0.2
IN_FLIGHT = (128, 32)
ROUNDS = 3

BARE_LOOP = """
import asyncio, sys
from openai import AsyncOpenAI

async def main(count, in_flight):
    places = asyncio.Semaphore(in_flight)
    async with AsyncOpenAI(max_retries=0, timeout=120.0) as client:
        async def ask(number):
            async with places:
                await client.chat.completions.create(model="fine", messages=[
                    {"role": "system", "content": "Judge. " * 200}, {"role": "user", "content": f"Answer {number}."}])
        await asyncio.gather(*(ask(number) for number in range(count)))

asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
"""


@dataclass(frozen=True, slots=True)
class Took:
    """One process from its start to its exit."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def figures() -> Iterator[Figure]:
    """Seconds of both at each number of calls in flight, their ratio, and the processor time of both."""
    for in_flight in IN_FLIGHT:
        with answering_process(seconds=SECONDS_A_CALL) as url:
            rounds = [(_bare(url, in_flight), _judged(url, in_flight)) for _ in range(ROUNDS)]
        bare, judged = (_median(side) for side in zip(*rounds, strict=True))
        name = f"1,000 verdicts, {in_flight} in flight"
        yield Figure(name=f"{name}: bare SDK loop", value=bare.seconds, unit="s")
        yield Figure(name=f"{name}: studio judge", value=judged.seconds, unit="s")
        yield Figure(name=f"{name}: ratio", value=judged.seconds / bare.seconds, unit="x", at_most=1.15)
        yield Figure(
            name=f"{name}: ratio of processor time", value=judged.cpu_seconds / bare.cpu_seconds, unit="x", at_most=1.0
        )
        yield Figure(name=f"{name}: most memory", value=judged.peak_mb, unit="MB", at_most=200)
    yield Figure(name="studio judge: start to first request", value=_first_request_seconds(), unit="s", at_most=1.0)


def _first_request_seconds() -> float:
    with answering(seconds=0.0) as seen, tempfile.TemporaryDirectory() as name:
        words, variables = _command(Path(name), in_flight=8, count=1), _variables(seen.url)
        began = time.monotonic()
        process = subprocess.Popen(words, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL)
        while not seen.asked and process.poll() is None:
            time.sleep(0.005)
        seconds = time.monotonic() - began
        process.wait()
    return seconds


def _bare(url: str, in_flight: int) -> Took:
    return timed([sys.executable, "-c", BARE_LOOP, str(SAMPLES), str(in_flight)], url=url)


def _judged(url: str, in_flight: int) -> Took:
    with tempfile.TemporaryDirectory() as name:
        return timed(_command(Path(name), in_flight=in_flight, count=SAMPLES), url=url)


def _command(folder: Path, *, in_flight: int, count: int) -> list[str]:
    """The command that judges so many samples, which are in the folder already when it returns."""
    (folder / "reply.yaml").write_text(RUBRIC)
    studio("import", items(folder, count=count), "--project", "shop", "--workspace", folder)
    words = ["judge", "--project", "shop", "--rubric", str(folder / "reply.yaml"), "--workspace", str(folder)]
    return [sys.executable, "-m", "studio", *words, "--judge", "openai:fine", "--concurrency", str(in_flight)]


def _variables(url: str) -> dict[str, str]:
    return environment(OPENAI_API_KEY="sk-bench-0123456789abcdef", OPENAI_BASE_URL=f"{url}/v1")


def timed(words: list[str], *, url: str) -> Took:
    """Runs a command against the server to its end."""
    began = time.monotonic()
    process = subprocess.Popen(words, cwd=ROOT, env=_variables(url), stdout=subprocess.DEVNULL)
    # What this one process took, and no other child of the bench. Its memory is an upper bound: the system counts what
    # the bench itself held at the moment the process was made.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return Took(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _median(rounds: tuple[Took, ...]) -> Took:
    middle = [statistics.median(getattr(one, field.name) for one in rounds) for field in fields(Took)]
    return Took(*middle)
