"""Trains a taste from rated texts: the space, a model a criterion, and what can be told of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from studio.records import Scale, Value
from studio.taste.arrays import Integers, Matrix
from studio.taste.choosing import Tried, choose, out_of_fold, trained, tried
from studio.taste.feature_space import FeatureSpace, Text, described, fit_space
from studio.taste.gains import juror_gains, meaning_gain
from studio.taste.habits import habits, length_habit, reasons, telling_words
from studio.taste.learning_curve import learning_curve
from studio.taste.meaning import WordVectors
from studio.taste.novelty import Familiar, familiar
from studio.taste.one_thread import one_thread
from studio.taste.problem import FEWEST_RATINGS, JUDGE, Kind, Problem, what_is_missing
from studio.taste.taste_model import CriterionTaste, Opinion, TasteModel, opinions_of
from studio.taste.words import words_in

MOST_TEXTS = 6_000
"""Texts that the space is fitted on: the rated ones first, then others of the project."""
PREFERENCE_PLACES: Mapping[Value, int] = {"B": 0, "tie": 1, "A": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """One rated sample or pair."""

    subject: str
    group: str
    """The input it belongs to."""
    text: Text
    other: Text | None = None
    """Output B of a pair."""
    values: Mapping[str, Value]
    """Her value by criterion."""
    jurors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """For a criterion, each judge's verdict from -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A taste, and its opinion of each rated subject by models that never saw that subject's input."""

    model: TasteModel
    out_of_fold: Mapping[str, Mapping[str, Opinion]]
    """Criterion -> subject -> opinion."""


@one_thread
def train(
    rated: Sequence[Rated],
    *,
    scales: Mapping[str, Scale],
    more_texts: Sequence[str] = (),
    jurors: Sequence[str] = (),
    vectors: WordVectors | None = None,
) -> Trained:
    """Learns every criterion of which enough is rated; the same ratings and texts give the same model.

    With `vectors` of words it reads what texts are about too, and heeds it where that clearly helps.
    """
    rated = sorted(rated, key=lambda one: one.subject)
    if len(rated) < FEWEST_RATINGS:
        missing = f"It needs {FEWEST_RATINGS} ratings and has {len(rated)}. Rate {FEWEST_RATINGS - len(rated)} more."
        empty = {name: CriterionTaste(values=(), missing=missing, ratings=len(rated)) for name in scales}
        return Trained(model=TasteModel(space=None, familiar=None, criteria=empty), out_of_fold={})
    space, near, rows = _described(rated, more_texts, vectors)
    criteria, unseen = {}, {}
    for name, scale in scales.items():
        chosen = [place for place, one in enumerate(rated) if name in one.values]
        taste, unseen[name] = _learn(
            [rated[place] for place in chosen], rows[chosen], space=space, name=name, scale=scale, jurors=jurors
        )
        criteria[name] = taste
    return Trained(model=TasteModel(space=space, familiar=near, criteria=criteria), out_of_fold=unseen)


def _described(
    rated: Sequence[Rated], more_texts: Sequence[str], vectors: WordVectors | None
) -> tuple[FeatureSpace, Familiar, Matrix]:
    outputs = [side.output for one in rated for side in (one.text, one.other) if side is not None]
    space = fit_space(list(dict.fromkeys([*outputs, *more_texts]))[:MOST_TEXTS], vectors=vectors)
    rows, unknown = described(space, [one.text for one in rated], vectors=vectors)
    others = [one.other for one in rated if one.other is not None]
    if not others:
        return space, familiar(rows, unknown), rows
    other_rows, other_unknown = described(space, others, vectors=vectors)
    near = familiar(np.vstack([rows, other_rows]), np.concatenate([unknown, other_unknown]))
    return space, near, rows - other_rows


def _learn(
    rated: Sequence[Rated], rows: Matrix, *, space: FeatureSpace, name: str, scale: Scale, jurors: Sequence[str]
) -> tuple[CriterionTaste, dict[str, Opinion]]:
    kind, values = _kind(scale, [one.values[name] for one in rated], is_pair=bool(rated and rated[0].other))
    columns = np.array([[one.jurors.get(name, {}).get(judge, 0.0) for judge in jurors] for one in rated])
    whole = np.hstack([rows, columns]) if jurors and len(rated) else rows
    problem = Problem(
        kind=kind,
        rows=whole,
        answers=np.array([_place(one.values[name], values) for one in rated], dtype=float),
        groups=_numbered([one.group for one in rated]),
        blocks=np.concatenate([space.blocks, np.full(len(jurors), JUDGE)]),
        value_count=len(values),
    )
    missing = what_is_missing(problem, names=[str(value) for value in values])
    if missing:
        return CriterionTaste(values=values, missing=missing, ratings=len(rated)), {}
    found, unseen = tried(problem), out_of_fold(problem)
    taste = _taste(problem, found, unseen, rated=rated, space=space, values=values, scale=scale, jurors=jurors)
    because = reasons(taste.fitted, whole, blocks=taste.blocks) if taste.fitted else []
    said = opinions_of(taste, unseen, because=because)
    return taste, {one.subject: opinion for one, opinion in zip(rated, said, strict=True)}


def _taste(
    problem: Problem,
    found: Tried,
    unseen: Matrix,
    *,
    rated: Sequence[Rated],
    space: FeatureSpace,
    values: tuple[Value, ...],
    scale: Scale,
    jurors: Sequence[str],
) -> CriterionTaste:
    choice = choose(found)
    fitted = trained(problem, choice)
    sizes = np.array([len(words_in(one.text.output)) for one in rated], dtype=float)
    sizes -= np.array([len(words_in(one.other.output)) if one.other else 0 for one in rated])
    on_length = length_habit(problem, sizes=sizes)
    good, bad = telling_words(space, fitted, spread=_spread(rated))
    return CriterionTaste(
        values=values,
        ends=_ends(scale) if not values else None,
        ratings=len(rated),
        fitted=fitted,
        blocks=tuple(int(block) for block in problem.blocks),
        juror_columns=tuple(jurors),
        curve=tuple(learning_curve(problem, out_of_fold=unseen)),
        on_length=on_length,
        habits=tuple(habits(fitted, problem)),
        words_for=tuple(good),
        words_against=tuple(bad),
        gains=juror_gains(problem, unseen, jurors=jurors),
        meaning=meaning_gain(found),
        heeds_meaning=choice.setting.meaning_share > 0,
        always=_always(problem, values),
    )


def _spread(rated: Sequence[Rated]) -> Mapping[str, int]:
    """For each word about how many inputs it is said."""
    said: dict[str, set[str]] = {}
    for one in rated:
        sides = [side.output for side in (one.text, one.other) if side is not None]
        said.setdefault(one.group, set()).update(word for side in sides for word in words_in(side))
    return Counter(word for words in said.values() for word in words)


def _kind(scale: Scale, found: Sequence[Value], *, is_pair: bool) -> tuple[Kind, tuple[Value, ...]]:
    if is_pair:
        return "preference", tuple(PREFERENCE_PLACES)
    if not scale.values or not all(value in scale.values for value in found):
        return "number", ()
    if scale.level == "nominal" and len(scale.values) > 2:
        return "names", scale.values
    return "ordered", scale.values


def _place(value: Value, values: tuple[Value, ...]) -> float:
    return float(values.index(value)) if values else float(value)


def _numbered(groups: Sequence[str]) -> Integers:
    return np.unique(np.array(groups, dtype=str), return_inverse=True)[1].astype(np.int64)


def _always(problem: Problem, values: tuple[Value, ...]) -> tuple[str, float] | None:
    if not values:
        return None
    [(place, count)] = Counter(int(answer) for answer in problem.answers).most_common(1)
    return str(values[place]), count / len(problem.answers)


def _ends(scale: Scale) -> tuple[float, float]:
    numbers = [float(value) for value in scale.values if not isinstance(value, str)]
    ends = [float(end) for end in (scale.minimum, scale.maximum) if end is not None] or numbers
    return (min(ends), max(ends)) if ends else (-np.inf, np.inf)
