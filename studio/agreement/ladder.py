"""The values of a scale as places on a line; it refuses values of another kind and never rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.arrays import FloatArray, IntArray
from studio.records import Level, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The values of a scale and where each stands; no values for a continuous scale."""

    values: tuple[Value, ...]
    level: Level

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers (those of a continuous scale are)."""
        return not any(isinstance(value, str) for value in self.values)

    @property
    def numbers(self) -> FloatArray:
        """The values themselves, or 0, 1, 2 ... for words."""
        return np.array(self.values, dtype=float) if self.numeric else np.arange(len(self.values), dtype=float)

    @property
    def steps(self) -> FloatArray:
        """Where values stand for weighted kappa: by rank on an ordinal scale, by number on an interval scale."""
        return self.numbers if self.level == "interval" else np.arange(len(self.values), dtype=float)

    def read(self, values: Sequence[Value | None] | FloatArray) -> FloatArray:
        """Values as numbers on this ladder, NaN for missing ones (None or NaN)."""
        return self._read_numbers(values) if self.numeric else self._read_words(values)

    def _read_numbers(self, values: Sequence[Value | None] | FloatArray) -> FloatArray:
        if str in set(map(type, values)):
            stranger = next(value for value in values if isinstance(value, str))
            raise ValueError(f"{stranger!r} is a word on a scale of numbers; such verdicts are errors, left out first.")
        return np.array(values, dtype=float)

    def _read_words(self, values: Sequence[Value | None] | FloatArray) -> FloatArray:
        places: dict[object, float] = {value: float(place) for place, value in enumerate(self.values)}
        places[None] = float("nan")
        found = [places.get(value, -1.0) for value in values]
        if min(found, default=0) < 0 or -1.0 in found:
            found = [_nan_or_refused(value) if place < 0 else place for value, place in zip(values, found, strict=True)]
        return np.array(found, dtype=float)

    def places(self, numbers: FloatArray) -> IntArray:
        """Which value of the scale each number is, -1 where it is none of them."""
        known = self.numbers
        if not len(known):
            return np.full(len(numbers), -1, dtype=np.int64)
        order = np.argsort(known)
        nearest = order[np.minimum(np.searchsorted(known[order], numbers), len(known) - 1)]
        return np.where(known[nearest] == numbers, nearest, -1)


def _nan_or_refused(value: Value | None) -> float:
    if isinstance(value, float) and np.isnan(value):
        return float("nan")
    raise ValueError(f"{value!r} is not a value of this scale; such verdicts are errors, left out first.")
