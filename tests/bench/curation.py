"""How long a real database of 100,000 samples takes to become a dataset of each format; near-duplicates of 20,000."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.curation.candidate import Candidate
from studio.curation.duplicates import near_duplicates
from studio.curation.formats import FORMATS
from studio.records import Input, Sample
from tests.bench.figure import Figure
from tests.bench.large_project import RECIPE, SAMPLES, fill
from tests.curation.planted import KINDS, inputs

ROOT = Path(__file__).resolve().parents[2]
TEXTS = 20_000
TWICE = "jsonl"
"""The format that is written a second time: it holds everything there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One export: wall clock and processor seconds, and the most memory it held."""

    seconds: float
    processor_seconds: float
    megabytes: float


def exported(workspace: Path, *, format: str, out: Path) -> Measured:
    """Runs `studio export` as a person would, in a process of its own."""
    what = ["--project", "large", "--recipe", RECIPE.recipe, "--format", format, "--out", str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "studio", "export", "--workspace", str(workspace), *what],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    # Of this process alone; not on Windows, where only this bench is missing.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"the export to {format} failed"
    return Measured(
        seconds=time.perf_counter() - began,
        processor_seconds=used.ru_utime + used.ru_stime,
        megabytes=used.ru_maxrss / 1024,
    )


def different_files(one: Path, other: Path) -> int:
    """How many files of two folders are not the same to the byte."""
    names = {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    return sum(not _same(one / name, other / name) for name in names)


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def figures() -> Iterator[Figure]:
    """Seconds, processor time and peak memory for each format, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, out = Path(folder) / "workspace", Path(folder) / "out"
        workspace.mkdir()
        fill(workspace)
        # Of the others: these samples are whole answers, and that format is made of steps.
        for known in (one for one in FORMATS if not one.in_steps):
            yield from _of(
                f"{SAMPLES:,} samples to {known.name}", exported(workspace, format=known.name, out=out / known.name)
            )
        exported(workspace, format=TWICE, out=out / "again")
        differ = different_files(out / TWICE, out / "again")
        yield Figure(name=f"{SAMPLES:,} samples to {TWICE} twice, files that differ", value=differ, unit="", at_most=0)
    seconds, processor_seconds = _near_duplicates()
    yield Figure(name=f"near-duplicates among {TEXTS:,}", value=seconds, unit="s", at_most=30)
    yield Figure(name=f"near-duplicates among {TEXTS:,}: processor time", value=processor_seconds, unit="s")


def _of(name: str, found: Measured) -> Iterator[Figure]:
    yield Figure(name=name, value=found.seconds, unit="s", at_most=20)
    yield Figure(name=f"{name}: processor time", value=found.processor_seconds, unit="s")
    yield Figure(name=f"{name}: most memory", value=found.megabytes, unit="MB", at_most=400)


def _near_duplicates() -> tuple[float, float]:
    """Seconds of the hygiene step over different texts of which one in five is nearly another one."""
    rng, words = random.Random(0), sorted({word for text in inputs() for word in text.split()})
    texts = [" ".join(rng.choices(words, k=rng.randrange(8, 60))) for _ in range(TEXTS * 4 // 5)]
    texts += [KINDS["one word changed"](text, rng) for text in texts[: TEXTS // 5]]
    asked = Input(id="i", project="bench", text="Where is it?")
    samples = [
        Candidate(sample=Sample(id=f"s{n}", project="bench", input_id="i", output=text), input=asked)
        for n, text in enumerate(texts)
    ]
    check = near_duplicates(threshold=0.9, of="output")
    began, used = time.perf_counter(), time.process_time()
    found = sum(bool(check(sample)) for sample in samples)
    assert found > TEXTS // 10, "the planted near-duplicates were not found"
    return time.perf_counter() - began, time.process_time() - used
