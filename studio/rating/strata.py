"""How strongly each reason speaks for rating each sample next, read from what the judges said; it picks nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from studio.agreement.arrays import FloatArray
from studio.rating.queue_modes import Reason
from studio.records import Scale, Value

UNSURE_BELOW = 0.8
"""A judge that gives its likeliest value less than this is not confident, or its verdict lies near a threshold."""
RARE_AT_MOST = 0.2

Said = Sequence[Value | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """What judges say on one criterion, each row aligned with the same list of subjects."""

    scale: Scale
    values: Mapping[str, Said]
    """By judge; None where a judge has no value."""
    confidence: Mapping[str, Sequence[float | None]] = field(default_factory=dict)
    """By judge: the share of its likeliest value, where the model gave probabilities."""


def strengths(opinions: Sequence[Opinions], *, size: int, a: str = "", b: str = "") -> dict[Reason, FloatArray]:
    """For each reason a number of at least 0 for each of `size` subjects: the largest over the criteria."""
    found: dict[Reason, FloatArray] = {"random": np.ones(size)}
    for one in opinions:
        judged: dict[Reason, FloatArray] = {
            "disagree": disagreement(one, size=size),
            "unsure": doubt(one, size=size),
            "changed": changes(one, size=size, a=a, b=b),
            "rare": rarity(one, size=size),
        }
        for reason, strength in judged.items():
            found[reason] = np.maximum(found.get(reason, 0.0), strength)
    return found


def disagreement(one: Opinions, *, size: int) -> FloatArray:
    """The judges' range on an ordered scale, the share outside the largest camp on another; from 0 to 1."""
    places = _places(one, size=size)
    if len(places) < 2:
        return np.zeros(size)
    known = (~np.isnan(places)).sum(axis=0)
    if one.scale.level == "nominal":
        camps = np.stack([(places == place).sum(axis=0) for place in range(len(one.scale.values))])
        apart = 1.0 - camps.max(axis=0) / np.maximum(known, 1)
    else:
        low, high = np.where(np.isnan(places), np.inf, places), np.where(np.isnan(places), -np.inf, places)
        apart = (high.max(axis=0) - low.min(axis=0)) / max(len(one.scale.values) - 1, 1)
    return np.where(known >= 2, apart, 0.0)


def doubt(one: Opinions, *, size: int) -> FloatArray:
    """One minus the confidence of the least confident judge, where that is below `UNSURE_BELOW`; else 0."""
    least = np.ones(size)
    for shares in one.confidence.values():
        least = np.minimum(least, [1.0 if share is None else share for share in shares])
    return np.where(least < UNSURE_BELOW, 1.0 - least, 0.0)


def changes(one: Opinions, *, size: int, a: str, b: str) -> FloatArray:
    """1 where the two judges both have a value and the values differ, else 0."""
    first, second = one.values.get(a), one.values.get(b)
    if first is None or second is None:
        return np.zeros(size)
    return np.array([float(x is not None and y is not None and x != y) for x, y in zip(first, second, strict=True)])


def rarity(one: Opinions, *, size: int) -> FloatArray:
    """For values that make up at most `RARE_AT_MOST` of a judge's verdicts one divided by their share, else 0."""
    found = np.zeros(size)
    for said in one.values.values():
        counts = Counter(value for value in said if value is not None)
        rare = {value: counts.total() / n for value, n in counts.items() if n <= RARE_AT_MOST * counts.total()}
        found = np.maximum(found, [rare.get(value, 0.0) if value is not None else 0.0 for value in said])
    return found


def thin_coverage(tagged: Sequence[npt.NDArray[np.int_]], *, rated: npt.NDArray[np.bool_]) -> FloatArray:
    """The sum over a subject's tags of 1 / (1 + ratings with that tag); `tagged` has the places of each tag."""
    found = np.zeros(len(rated))
    for places in tagged:
        found[places] += 1.0 / (1 + rated[places].sum())
    return found


def _places(one: Opinions, *, size: int) -> FloatArray:
    """Judges by subjects: each value's place on the scale (the number itself on a continuous one), NaN for none."""
    place = {value: float(number) for number, value in enumerate(one.scale.values)}
    rows = [
        [np.nan if value is None else place.get(value, _number(value)) for value in said]
        for said in one.values.values()
    ]
    return np.array(rows, dtype=float).reshape(len(rows), size)


def _number(value: Value) -> float:
    return np.nan if isinstance(value, str) else float(value)
