"""How long agreement takes: 2,000 redraws of every coefficient over 10,000 rated samples, and a large set compared."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from studio.agreement.report import agreement_report
from studio.agreement.resampling import multipliers
from studio.settings import child_environment
from tests.bench.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
HANNA = ROOT.parent / "shared" / "data" / "hanna"
SAMPLES, JUDGES, CRITERIA = 10_000, 4, 6
ONE_TO_FIVE = (1, 2, 3, 4, 5)
SAMPLES_AN_INPUT = (1, 4, 20)


def figures() -> Iterator[Figure]:
    """Seconds for all judges and criteria, by how many samples an input has; then `studio compare` from a shell."""
    # In a process of its own, where numpy keeps to one thread as it does in every command of the studio.
    command = [sys.executable, "-m", "tests.bench.agreement"]
    environment = child_environment(OPENBLAS_NUM_THREADS="1")
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    for size, seconds in json.loads(done.stdout).items():
        name = f"all coefficients, {SAMPLES:,} ratings x {JUDGES} judges x {CRITERIA} criteria, {size} an input"
        yield Figure(name=name, value=seconds, unit="s", at_most=3)
    if HANNA.is_dir():
        yield from _compared()


def _compared() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as workspace:
        _studio("import", str(HANNA), "--project", "hanna", "--workspace", workspace)
        started = time.perf_counter()
        _studio("compare", "--project", "hanna", "--json", "--workspace", workspace)
        seconds = time.perf_counter() - started
    yield Figure(name="studio compare --json on the hanna set (120 comparisons)", value=seconds, unit="s", at_most=5)


def _studio(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "studio", *words], cwd=ROOT, capture_output=True, check=True)


def _seconds(size: int) -> float:
    random = np.random.default_rng(0)
    inputs = [f"input-{number // size}" for number in range(SAMPLES)]
    ratings = [random.integers(1, 6, SAMPLES) for _ in range(CRITERIA)]
    verdicts = [
        [np.clip(hers + random.integers(-1, 2, SAMPLES), 1, 5).tolist() for _ in range(JUDGES)] for hers in ratings
    ]
    multipliers.cache_clear()
    started = time.perf_counter()
    for hers, judges in zip(ratings, verdicts, strict=True):
        for theirs in judges:
            agreement_report(hers.tolist(), theirs, values=ONE_TO_FIVE, level="ordinal", groups=inputs)
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps({size: min(_seconds(size) for _ in range(3)) for size in SAMPLES_AN_INPUT}))
