"""How long agreement takes: 2,000 redraws of every coefficient over 10,000 rated samples, 4 judges, 6 criteria."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from studio.agreement.report import agreement_report
from studio.agreement.resampling import multipliers
from tests.bench.figure import Figure

SAMPLES, JUDGES, CRITERIA = 10_000, 4, 6
ONE_TO_FIVE = (1, 2, 3, 4, 5)
SAMPLES_AN_INPUT = (1, 4, 20)


def figures() -> Iterator[Figure]:
    """Seconds for all judges and criteria, by how many samples an input has."""
    for size in SAMPLES_AN_INPUT:
        seconds = min(_seconds(size) for _ in range(3))
        name = f"all coefficients, {SAMPLES:,} ratings x {JUDGES} judges x {CRITERIA} criteria, {size} an input"
        yield Figure(name=name, value=seconds, unit="s", at_most=3)


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
