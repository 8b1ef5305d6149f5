"""The scale behind values that came without one: read off its name, or off the values themselves."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from studio.interchange.limits import LARGEST_NUMBER, MOST_VALUES
from studio.interchange.values import as_number
from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE, Scale, Value
from studio.rubric.scales import YES_NO

_A_OR_B = Scale(values=("A", "B"), level="nominal")
_BY_NAME = {
    "pass_fail": PASS_FAIL,
    "yes_no": YES_NO,
    "one_to_five": ONE_TO_FIVE,
    "preference": PREFERENCE,
    "pairwise_tie": PREFERENCE,
    "pairwise": _A_OR_B,
}
_ENDS = re.compile(r"(?:.*_)?(\d{1,2})_(?:to_)?(\d{1,3})")
_MOST_STEPS = 11
_USUAL_ENDS = ((0, 1), (1, 5), (1, 7), (1, 10), (0, 10))
_USUAL_RANGES = ((0.0, 1.0), (1.0, 5.0), (0.0, 10.0), (0.0, 100.0))


@dataclass(slots=True)
class Given:
    """The values that were given on one scale, as far as its guess needs them."""

    seen: set[Value] = field(default_factory=set)
    """Each different value, up to one more than a scale may have."""
    low: float | None = None
    high: float | None = None
    whole: bool = True
    has_words: bool = False

    def add(self, value: Value) -> None:
        """Takes note of a value."""
        if value in self.seen:
            return
        if len(self.seen) <= MOST_VALUES:
            self.seen.add(value)
        number = as_number(value) if isinstance(value, str) else value
        if number is None:
            self.has_words = True
        elif abs(number) <= LARGEST_NUMBER:
            self._add_number(number)

    def _add_number(self, number: float) -> None:
        self.low = number if self.low is None else min(self.low, number)
        self.high = number if self.high is None else max(self.high, number)
        self.whole = self.whole and float(number).is_integer()

    @property
    def is_free_text(self) -> bool:
        """Whether there are more different words than a scale has."""
        return self.has_words and len(self.seen) > MOST_VALUES


def is_preference(name: str) -> bool:
    """Whether a scale of this name compares two outputs."""
    return name.startswith(("pairwise", "preference"))


def guessed_scale(name: str, given: Given) -> Scale:
    """The narrowest usual scale that the name or the values point to."""
    words = {str(value).casefold() for value in given.seen}
    named = _BY_NAME.get(name) or _by_ends(name)
    if named is _A_OR_B and "tie" in words:
        return PREFERENCE
    if named is not None:
        return named
    if given.low is not None and given.high is not None and not given.has_words:
        return _of_numbers(given.low, given.high, whole=given.whole)
    return _of_words(words, [str(value) for value in given.seen])


def _by_ends(name: str) -> Scale | None:
    match = _ENDS.fullmatch(name)
    if not match:
        return None
    low, high = int(match[1]), int(match[2])
    if 0 < high - low < _MOST_STEPS:
        return Scale(values=tuple(range(low, high + 1)), level="ordinal")
    return Scale(values=(), level="interval", minimum=low, maximum=high) if low < high else None


def _of_numbers(low: float, high: float, *, whole: bool) -> Scale:
    if whole and high - low < _MOST_STEPS:
        ends = next(((a, b) for a, b in _USUAL_ENDS if a <= low and high <= b), (int(low), int(high)))
        return Scale(values=tuple(range(ends[0], ends[1] + 1)), level="ordinal")
    span = next(((a, b) for a, b in _USUAL_RANGES if a <= low and high <= b), (float(low), float(high)))
    return Scale(values=(), level="interval", minimum=span[0], maximum=span[1])


def _of_words(plain: Collection[str], words: Collection[str]) -> Scale:
    known = set(plain)
    if known <= {"pass", "fail", "true", "false"}:
        return PASS_FAIL
    if known <= {"yes", "no"}:
        return YES_NO
    if known <= {"a", "b", "tie"}:
        return PREFERENCE
    # "Good" and "good" are one value; the first in the alphabet gives it its writing.
    first = {word.casefold(): word for word in sorted(words, reverse=True)}
    return Scale(values=tuple(sorted(first.values())), level="nominal")
