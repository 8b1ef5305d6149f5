"""Exact tests for paired verdicts and corrections for asking many questions; it refuses to test unpaired scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from studio.agreement.distributions import even_odds


def mcnemar_exact(fixed: int, broken: int) -> float:
    """Two-sided p of so uneven a split of changed right-wrong verdicts, if a change helped as often as it hurt.

    min(1, 2 P(X <= min | n, 1/2)); 1 where nothing changed (McNemar 1947, exact form).
    """
    return even_odds(fixed, broken)


def sign_test(closer: int, further: int) -> float:
    """Two-sided p that verdicts moved nearer as often as away, ties left out; 1 if none moved (Dixon & Mood 1946)."""
    return even_odds(closer, further)


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
