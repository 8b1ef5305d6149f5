"""How fast samples are made beside verdicts, and how quickly near-duplicates are found."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from studio.curation.near_duplicates import NearDuplicates, near_duplicates
from tests.bench.bench_judge import SECONDS_A_CALL, Took, timed
from tests.bench.figure import Figure
from tests.commands.studio_command import RUBRIC, items, lines, studio
from tests.curation.planted import inputs
from tests.runs.answering_server import answering_process

INPUTS, PROMPTS, IN_FLIGHT = 1_000, 4, 128
ROUNDS = 2
MANY, SET, CHECKS = 20_000, 5_000, 200


def figures() -> Iterator[Figure]:
    """Seconds for 4,000 samples and for 4,000 verdicts, taken in turn; then the checks for near-duplicates."""
    with answering_process(seconds=SECONDS_A_CALL) as url:
        rounds = [(_judged(url), _generated(url)) for _ in range(ROUNDS)]
    judged, generated = (min(side, key=lambda one: one.seconds) for side in zip(*rounds, strict=True))
    name = f"{INPUTS * PROMPTS:,} {{}}, {IN_FLIGHT} in flight"
    yield Figure(name=name.format("verdicts: studio judge"), value=judged.seconds, unit="s")
    yield Figure(name=name.format("samples: studio generate"), value=generated.seconds, unit="s")
    yield Figure(name="samples to verdicts", value=generated.seconds / judged.seconds, unit="x", at_most=1.2)
    yield Figure(name="samples to verdicts, processor time", value=generated.cpu_seconds / judged.cpu_seconds, unit="x")
    yield from _near_duplicates()


def _judged(url: str) -> Took:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "reply.yaml").write_text(RUBRIC)
        studio("import", items(folder, count=INPUTS * PROMPTS), "--project", "shop", "--workspace", folder)
        words = ["judge", "--project", "shop", "--rubric", str(folder / "reply.yaml"), "--judge", "openai:fine"]
        return timed(_command(words, folder), url=url)


def _generated(url: str) -> Took:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = lines(folder / "inputs.jsonl", [{"item_id": f"i{n}", "input": f"Question {n}?"} for n in range(INPUTS)])
        studio("import", asked, "--project", "shop", "--workspace", folder)
        words = ["generate", "--project", "shop", "--model", "openai:fine"]
        for number in range(PROMPTS):
            prompt = folder / f"prompt{number}.txt"
            prompt.write_text(f"Answer customers in manner {number}. {'Be exact. ' * 40}")
            words += ["--prompt", str(prompt)]
        return timed(_command(words, folder), url=url)


def _command(words: list[str], folder: Path) -> list[str]:
    return [sys.executable, "-m", "studio", *words, "--concurrency", str(IN_FLIGHT), "--workspace", str(folder)]


def _near_duplicates() -> Iterator[Figure]:
    texts = _texts(MANY)
    index = NearDuplicates()
    for number, text in enumerate(texts):
        index.add(text_id=str(number), text=text)
    took = []
    for text in _texts(CHECKS, seed=1):
        began = process_time()
        index.closest(text)
        took.append((process_time() - began) * 1000)
    yield Figure(name=f"one input against {MANY:,}, slowest of {CHECKS}", value=max(took), unit="ms", at_most=20)
    began = process_time()
    near_duplicates({str(number): text for number, text in enumerate(texts[:SET])})
    took_all = process_time() - began
    yield Figure(name=f"near-duplicates of a set of {SET:,}, processor time", value=took_all, unit="s", at_most=10)


def _texts(count: int, *, seed: int = 0) -> list[str]:
    """Inputs put together from the sentences of the planted set, which people wrote."""
    chance, sentences = random.Random(seed), inputs()
    return [f"{' '.join(chance.sample(sentences, 2))} ({number})" for number in range(count)]
