"""Whose ratings the judges are held against: one person, or several taken together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Literal

from studio.errors import NotFound
from studio.records import Level, Rater, Rating, Value

TIMED = re.compile(r"(?P<who>.+) (?P<when>since|before) (?P<day>\d{4}-\d{2}-\d{2})")
RaterKind = Literal["person", "majority", "mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterChoice:
    """The rater of a comparison."""

    id: str
    kind: RaterKind
    name: str = ""
    since: str = ""
    """One person: only what she last said on this day or later."""
    before: str = ""
    """One person: only what she last said before this day."""

    @property
    def asked(self) -> str:
        """What `chosen_rater` makes this choice from."""
        return f"{self.id}{self.time}"

    @property
    def time(self) -> str:
        """When its ratings were given, in words; empty for any time."""
        return f" since {self.since}" if self.since else f" before {self.before}" if self.before else ""

    def gave(self, rating: Rating) -> bool:
        """Whether this rating is one of its own."""
        if self.kind != "person":
            return True
        day = rating.rated_at[:10]
        return rating.rater == self.id and day >= self.since and (not self.before or day < self.before)


def chosen_rater(who: str | None, *, raters: Sequence[Rater], level: Level = "ordinal") -> RaterChoice:
    """The rater of this id or name, `majority` or `mean`; with None the only person, or else all of them together.

    One person at a time is asked for as `ada since 2026-05-01` or `ada before 2026-05-01`.
    """
    if who in ("majority", "mean"):
        return RaterChoice(id=who, kind="majority" if who == "majority" else "mean", name=f"the {who} of all raters")
    if who is not None:
        return _person(who, raters)
    if len(raters) == 1:
        return RaterChoice(id=raters[0].id, kind="person", name=raters[0].name)
    kind: RaterKind = "majority" if level == "nominal" else "mean"
    return RaterChoice(id=kind, kind=kind, name=f"the {kind} of all raters")


def _person(who: str, raters: Sequence[Rater]) -> RaterChoice:
    found, timed = _called(who, raters), TIMED.fullmatch(who)
    if found is None and timed and (person := _called(timed["who"], raters)):
        day = timed["day"]
        choice = RaterChoice(id=person.id, kind="person", name=f"{person.name}, {timed['when']} {day}")
        return replace(choice, since=day) if timed["when"] == "since" else replace(choice, before=day)
    if found is None:
        known = ", ".join(r.name for r in raters) or "nobody yet"
        raise NotFound(
            happened=f"Nobody called {who!r} has rated here.",
            to_do=f"Choose one of: {known}, majority, mean. For a time, add “since 2026-05-01” or “before 2026-05-01”.",
        )
    return RaterChoice(id=found.id, kind="person", name=found.name)


def _called(who: str, raters: Sequence[Rater]) -> Rater | None:
    by_id = next((rater for rater in raters if rater.id == who), None)
    return by_id or next((rater for rater in raters if rater.name == who), None)


def values_of(choice: RaterChoice, ratings: Iterable[Rating]) -> dict[str, Value]:
    """The chosen rater's value for each subject; skipped ones are left out, and so is a majority that is a tie."""
    by_subject: defaultdict[str, list[Value]] = defaultdict(list)
    for rating in ratings:
        if rating.value is not None and choice.gave(rating):
            by_subject[rating.subject].append(rating.value)
    if choice.kind == "mean":
        return {subject: fmean(numbers) for subject, values in by_subject.items() if (numbers := _numbers(values))}
    if choice.kind == "majority":
        together = {subject: _most_common(values) for subject, values in by_subject.items()}
        return {subject: value for subject, value in together.items() if value is not None}
    return {subject: values[-1] for subject, values in by_subject.items()}


def weights_of(choice: RaterChoice, ratings: Iterable[Rating]) -> Mapping[str, float]:
    """One divided by the chance each subject had of being picked, where the queue stored that chance."""
    return {
        rating.subject: 1.0 / rating.inclusion
        for rating in ratings
        if rating.inclusion and (choice.kind != "person" or rating.rater == choice.id)
    }


def _numbers(values: Sequence[Value]) -> list[float]:
    return [float(value) for value in values if not isinstance(value, str)]


def _most_common(values: Sequence[Value]) -> Value | None:
    ranked = Counter(values).most_common(2)
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]
