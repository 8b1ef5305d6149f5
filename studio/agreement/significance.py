"""Exact tests for paired verdicts and corrections for asking many questions; it refuses to test unpaired scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from studio.agreement.arrays import IntArray


def turned_round_p(nets: IntArray) -> float:
    """Two-sided p of so large a sum of the inputs' numbers, if each were as likely to be turned round (Fisher 1935).

    P(|Σ ± net| >= |Σ net|) over all signs, exactly; 1 where nothing changed. With fixed minus broken by input it is
    McNemar's test for samples that hang together; where no input has two changes, its exact form (McNemar 1947).
    """
    steps = np.abs(nets[nets != 0])
    reach = int(steps.sum())
    law = np.zeros(2 * reach + 1)
    law[reach] = 1.0
    for step in steps.tolist():
        law = (np.roll(law, step) + np.roll(law, -step)) / 2
    return min(1.0, float(law[np.abs(np.arange(-reach, reach + 1)) >= abs(int(nets.sum()))].sum()))


def always_valid_p(fixed: int, broken: int) -> float:
    """p of the same question that stays honest however often she looks while rating (Robbins 1970).

    min(1, (n + 1) C(n, fixed) / 2^n): one over the evidence of a uniform mixture against even odds.
    """
    n = fixed + broken
    log_choices = math.lgamma(n + 1) - math.lgamma(fixed + 1) - math.lgamma(broken + 1)
    return min(1.0, math.exp(math.log(n + 1) + log_choices - n * math.log(2)))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """p-values adjusted for asking several questions (criteria) at once: any below 0.05 still stands (Holm 1979)."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for place, key in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[key]))
        adjusted[key] = highest
    return {key: adjusted[key] for key in p_values}


def benjamini_yekutieli(p_values: Sequence[float], *, rate: float) -> list[bool]:
    """Which hypotheses fall if this share of falls may be false, dependent or not (Benjamini & Yekutieli 2001)."""
    count = len(p_values)
    order = sorted(range(count), key=lambda place: p_values[place])
    unit = rate / (count * sum(1 / rank for rank in range(1, count + 1))) if count else 0.0
    passing = [rank for rank, place in enumerate(order, start=1) if p_values[place] <= rank * unit]
    fallen = set(order[: max(passing, default=0)])
    return [place in fallen for place in range(count)]
