"""Decides what a sample's value on a criterion is: her rating first, checked judges where nobody rated; asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from studio.curation.candidate import Candidate
from studio.curation.checked_judges import checked_judges
from studio.curation.papers import JudgePaper, Papers
from studio.curation.recipe import OVERALL, Recipe
from studio.curation.scale_share import overall_share, scale_share
from studio.records import Rating, Value, Verdict
from studio.rubric.combining import counted_criteria

Source = Literal["rating", "verdict", "mixed"]
Voices = tuple[tuple[str, Value], ...]
"""Judges with a value each gave; one that was asked several times stands here as often."""
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a sample is worth on a criterion, or why that is not known."""

    value: Value | None = None
    source: Source | None = None
    """Mixed: an overall value that rests on ratings and on verdicts."""
    by: tuple[str, ...] = ()
    """The raters or judges it rests on."""
    share: float | None = None
    """Where it stands on the scale, from 0 (worst) to 1 (best)."""
    why: str = ""
    """Why there is no value."""


@dataclass(slots=True, kw_only=True)
class ValueRule:
    """How values are decided for one recipe and rubric; it decides on each sample once and then remembers.

    Judges say the same few things of thousands of samples, so what follows from them is worked out once.
    """

    recipe: Recipe
    papers: Papers
    rubric_id: str = field(init=False)
    judge_ids: frozenset[str] = field(init=False)
    _checked: dict[str, Mapping[str, JudgePaper]] = field(default_factory=dict)
    _known: dict[str, Mapping[str, Decided]] = field(default_factory=dict)
    _equal: dict[tuple[Decided, ...], Mapping[str, Decided]] = field(default_factory=dict)
    _placed: dict[tuple[str, Value, Source, tuple[str, ...]], Decided] = field(default_factory=dict)
    _of_voices: Callable[[str, Voices], Decided] = field(init=False)

    def __post_init__(self) -> None:
        self.rubric_id = self.papers.rubric.id
        self.judge_ids = frozenset(self.papers.judges_by_id())
        self._of_voices = lru_cache(_REMEMBERED)(self._by_verdicts)

    def decided(self, candidate: Candidate, *, criterion: str) -> Decided:
        """The value of a sample on a criterion, or overall."""
        return self.all_decided(candidate).get(criterion) or Decided(why="the rubric has no such criterion")

    def all_decided(self, candidate: Candidate) -> Mapping[str, Decided]:
        """The value on every criterion of the rubric, and overall."""
        known = self._known.get(candidate.id)
        if known is None:
            known = self._known[candidate.id] = self._decide(candidate)
        return known

    def _decide(self, candidate: Candidate) -> Mapping[str, Decided]:
        voices = voices_of(candidate.verdicts, least_confidence=self.recipe.values.least_confidence)
        names = [criterion.id for criterion in self.papers.rubric.criteria]
        parts = tuple(self._on_criterion(name, candidate, voices=voices.get(name, ())) for name in names)
        if parts not in self._equal:
            decided = dict(zip(names, parts, strict=True))
            self._equal[parts] = {**decided, OVERALL: self._combined(decided)}
        return self._equal[parts]

    def _on_criterion(self, name: str, candidate: Candidate, *, voices: Sequence[tuple[str, Value]]) -> Decided:
        given = [rating for rating in candidate.ratings if rating.criterion == name and rating.value is not None]
        heard = _heard(given, raters=self.recipe.values.raters)
        current = [rating for rating in heard if rating.rubric_id == self.rubric_id]
        if current:
            return self._by_ratings(current, criterion=name)
        decided = self._of_voices(name, tuple(voices))
        if decided.value is None and heard:
            return Decided(why="rated only under another version of the rubric")
        return decided

    def checked(self, criterion: str) -> Mapping[str, JudgePaper]:
        """The judges whose verdicts may stand in on a criterion, by id."""
        if criterion not in self._checked:
            self._checked[criterion] = checked_judges(self.recipe.values, papers=self.papers, criterion=criterion)
        return self._checked[criterion]

    def _by_ratings(self, ratings: Sequence[Rating], *, criterion: str) -> Decided:
        values = [rating.value for rating in ratings if rating.value is not None]
        value = _joint(values, how=self.recipe.values.several_raters)
        if value is None:
            return Decided(why="the raters disagree")
        by = tuple(rating.rater for rating in ratings)
        return self._place(value, criterion=criterion, source="rating", by=by)

    def _by_verdicts(self, criterion: str, voices: Voices) -> Decided:
        rule = self.recipe.values
        if not rule.judges:
            return Decided(why="not rated, and the recipe lets no judge stand in")
        checked = self.checked(criterion)
        if not checked:
            return Decided(why="not rated, and no judge is checked well enough to stand in")
        said = judge_values(voices, judges=checked)
        if len(said) < rule.least_judges:
            return Decided(why="not rated, and too few checked judges gave a usable verdict")
        value = _joint(list(said.values()), how="majority")
        agreeing = list(said.values()).count(value) / len(said) if value is not None else 0.0
        if value is None or (agreeing <= rule.least_judge_share and agreeing < 1):
            return Decided(why="not rated, and the judges disagree")
        return self._place(value, criterion=criterion, source="verdict", by=tuple(said))

    def _place(self, value: Value, *, criterion: str, source: Source, by: tuple[str, ...]) -> Decided:
        """The value with its place on the scale; the same one is made once, since a few stand for thousands."""
        key = (criterion, value, source, by)
        if key not in self._placed:
            known = self.papers.rubric.criterion(criterion)
            share = None if known is None else scale_share(value, scale=known.scale)
            self._placed[key] = Decided(value=value, source=source, by=by, share=share)
        return self._placed[key]

    def _combined(self, decided: Mapping[str, Decided]) -> Decided:
        parts = [decided[c.id] for c in counted_criteria(self.papers.rubric)]
        for part in parts:
            if part.value is None:
                return part
        share = overall_share({name: one.share for name, one in decided.items()}, rubric=self.papers.rubric)
        if share is None:
            return Decided(why="the rubric has no ordered criterion to make an overall value of")
        sources = {part.source for part in parts}
        by = tuple(dict.fromkeys(who for part in parts for who in part.by))
        return Decided(value=share, share=share, source=sources.pop() if len(sources) == 1 else "mixed", by=by)


def voices_of(
    verdicts: Iterable[Verdict], *, least_confidence: float | None
) -> Mapping[str, Sequence[tuple[str, Value]]]:
    """By criterion who said what, of the verdicts that have a value and are sure enough of it."""
    found: dict[str, list[tuple[str, Value]]] = {}
    for verdict in verdicts:
        if verdict.value is not None and _sure(verdict, least_confidence=least_confidence):
            found.setdefault(verdict.criterion, []).append((verdict.judge_id, verdict.value))
    return found


def judge_values(voices: Iterable[tuple[str, Value]], *, judges: Container[str]) -> dict[str, Value]:
    """What each of these judges said, one value a judge: the most frequent one of its repeats."""
    said: dict[str, list[Value]] = {}
    for judge, value in voices:
        if judge in judges:
            said.setdefault(judge, []).append(value)
    joint = {judge: _joint(values, how="majority") for judge, values in said.items()}
    return {judge: value for judge, value in joint.items() if value is not None}


def _sure(verdict: Verdict, *, least_confidence: float | None) -> bool:
    return least_confidence is None or (verdict.probabilities or {}).get(str(verdict.value), 0.0) >= least_confidence


def _heard(ratings: Sequence[Rating], *, raters: tuple[str, ...]) -> list[Rating]:
    """The ratings that count, in the order in which the recipe names the raters."""
    if not raters:
        return list(ratings)
    return sorted((r for r in ratings if r.rater in raters), key=lambda rating: raters.index(rating.rater))


def _joint(values: Sequence[Value], *, how: str) -> Value | None:
    """One value of several: the first, the mean of numbers, or the most frequent; None where two are level."""
    if not values:
        return None
    if how == "first" or len(values) == 1 or values.count(values[0]) == len(values):
        return values[0]
    numbers = [value for value in values if not isinstance(value, str)]
    if how == "mean" and len(numbers) == len(values):
        mean = sum(numbers) / len(numbers)
        return int(mean) if mean == int(mean) else mean
    ranked = Counter(values).most_common(2)
    return None if len(ranked) == 2 and ranked[0][1] == ranked[1][1] else ranked[0][0]
