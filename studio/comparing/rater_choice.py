"""Whose ratings the judges are held against: one person, or several taken together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from studio.errors import NotFound
from studio.records import Level, Rater, Rating, Value

RaterKind = Literal["person", "majority", "mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterChoice:
    """The rater of a comparison."""

    id: str
    kind: RaterKind
    name: str = ""


def chosen_rater(who: str | None, *, raters: Sequence[Rater], level: Level = "ordinal") -> RaterChoice:
    """The rater of this id or name, `majority` or `mean`; with None the only person, or else all of them together."""
    if who in ("majority", "mean"):
        return RaterChoice(id=who, kind="majority" if who == "majority" else "mean", name=f"the {who} of all raters")
    if who is not None:
        return _person(who, raters)
    if len(raters) == 1:
        return RaterChoice(id=raters[0].id, kind="person", name=raters[0].name)
    kind: RaterKind = "majority" if level == "nominal" else "mean"
    return RaterChoice(id=kind, kind=kind, name=f"the {kind} of all raters")


def _person(who: str, raters: Sequence[Rater]) -> RaterChoice:
    found = next((r for r in raters if r.id == who), None) or next((r for r in raters if r.name == who), None)
    if found is None:
        known = ", ".join(r.name for r in raters) or "nobody yet"
        raise NotFound(
            happened=f"Nobody called {who!r} has rated here.",
            to_do=f"Choose one of: {known}, majority, mean.",
        )
    return RaterChoice(id=found.id, kind="person", name=found.name)


def values_of(choice: RaterChoice, ratings: Iterable[Rating]) -> dict[str, Value]:
    """The chosen rater's value for each subject; skipped ones are left out, and so is a majority that is a tie."""
    by_subject: defaultdict[str, list[Value]] = defaultdict(list)
    for rating in ratings:
        if rating.value is not None and (choice.kind != "person" or rating.rater == choice.id):
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
