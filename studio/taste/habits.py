"""What a model looks at, in words: her own habits, length among them; it tells what goes together, not why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from studio.taste.arrays import Matrix
from studio.taste.feature_space import STATISTIC_COUNT, FeatureSpace
from studio.taste.fitting import Fitted
from studio.taste.problem import FOREMOST, JUDGE, Problem
from studio.taste.text_statistics import STATISTICS

MOST_HABITS = 6
MOST_WORDS = 6
CLEAR = 0.3
"""A number on the texts is told of when it goes with the model's answers this closely (Pearson)."""
SAME_THING = 0.7
"""Of two numbers that go together this closely only the first is told of."""
LENGTH = "log_words"
CLEAR_LENGTH = 0.15
FEWEST_INPUTS_SAID = 8


def habits(fitted: Fitted, problem: Problem) -> list[str]:
    """What counts in favour, each as what a good answer does, the clearest first."""
    if fitted.weights.shape[0] > 1:
        return []
    seen = fitted.seen(problem.rows)
    answer = seen @ fitted.weights[0]
    closeness = np.array([_correlation(seen[:, place], answer) for place in range(STATISTIC_COUNT)])
    told: list[int] = []
    for place in np.argsort(-np.abs(closeness)):
        is_new = all(abs(_correlation(seen[:, place], seen[:, other])) < SAME_THING for other in told)
        if abs(closeness[place]) >= CLEAR and is_new and len(told) < MOST_HABITS:
            told.append(int(place))
    return [_habit(place, positive=bool(closeness[place] > 0)) for place in told]


def _habit(place: int, *, positive: bool) -> str:
    one = STATISTICS[place]
    return one.more if positive else one.less


def length_habit(problem: Problem, *, sizes: Matrix) -> str:
    """How her own ratings go with length, whatever any model says; `sizes` are words, or those of A minus B's."""
    if problem.kind == "preference":
        decided = problem.answers != 1
        longer = (sizes > 0) == (problem.answers == 2)
        uneven = decided & (sizes != 0)
        if not uneven.any():
            return ""
        share = float(longer[uneven].mean())
        return f"The longer answer is preferred in {100 * share:.0f} % of {int(uneven.sum()):,} pairs."
    if problem.kind == "names" or np.ptp(problem.answers) < FOREMOST:
        return ""
    closeness = _correlation(sizes.argsort().argsort().astype(float), problem.answers)
    middle = np.median(problem.answers)
    high = problem.answers > middle if (problem.answers > middle).any() else problem.answers >= middle
    better, worse = np.median(sizes[high]), np.median(sizes[~high])
    told = f"What is rated higher has {better:.0f} words in the middle, the rest {worse:.0f}"
    return f"{told}{': length hardly matters' if abs(closeness) < CLEAR_LENGTH else ''}."


def telling_words(space: FeatureSpace, fitted: Fitted, *, spread: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Words that go with higher and with lower ratings in this model, as far as they matter in it.

    `spread` tells about how many inputs each word is said: a word of a few topics is no habit.
    """
    if fitted.weights.shape[0] > 1 or not space.terms:
        return [], []
    width = space.term_directions.shape[1]
    own = slice(STATISTIC_COUNT, STATISTIC_COUNT + width)
    pull = space.term_directions @ (fitted.weights[0, own] / fitted.spread[own]) * space.term_rarity
    common = [
        place for place, term in enumerate(space.terms) if len(term) > 2 and spread.get(term, 0) >= FEWEST_INPUTS_SAID
    ]
    order = sorted(common, key=lambda place: -abs(pull[place]))[: 2 * MOST_WORDS]
    strongest = abs(pull[order[0]]) if order else 0.0
    kept = [place for place in order if abs(pull[place]) > max(FOREMOST, strongest / 4)]
    good = [space.terms[place] for place in kept if pull[place] > 0][:MOST_WORDS]
    return good, [space.terms[place] for place in kept if pull[place] < 0][:MOST_WORDS]


def reasons(fitted: Fitted, rows: Matrix, *, blocks: Sequence[int], most: int = 2) -> list[str]:
    """For each row the statistics that speak most for and against it, as sentences."""
    if fitted.weights.shape[0] > 1:
        return [""] * len(rows)
    parts = fitted.seen(rows) * fitted.weights[0]
    statistics = parts[:, :STATISTIC_COUNT]
    raised = statistics * np.sign(fitted.weights[0, :STATISTIC_COUNT]) > 0
    # Every number as the place of its sentence, so that a row is worded by looking up.
    worded = 2 * np.arange(STATISTIC_COUNT) + raised
    good, bad = (_foremost(side * statistics, worded, most=most) for side in (1, -1))
    others = parts[:, np.asarray(blocks) == JUDGE].sum(axis=1).tolist()
    return [_reason(*found) for found in zip(good, bad, others, strict=True)]


def _foremost(parts: Matrix, worded: Matrix, *, most: int) -> list[list[int]]:
    """For each row the places in _WORDED of the largest parts that are above nothing, the largest first."""
    order = np.argsort(-parts, axis=1, kind="stable")[:, :most]
    counted = (np.take_along_axis(parts, order, axis=1) > FOREMOST).sum(axis=1).tolist()
    places = np.take_along_axis(worded, order, axis=1).tolist()
    return [row[:count] for row, count in zip(places, counted, strict=True)]


_WORDED = [worded for one in STATISTICS for worded in (one.less, one.more)]


def _reason(good: Sequence[int], bad: Sequence[int], others: float) -> str:
    told = [f"For it: {', '.join([_WORDED[place] for place in good])}."] if good else []
    told += [f"Against it: {', '.join([_WORDED[place] for place in bad])}."] if bad else []
    told += [f"The other judges speak {'for' if others > 0 else 'against'} it."] if abs(others) >= FOREMOST else []
    return " ".join(told)


def _correlation(one: Matrix, other: Matrix) -> float:
    if one.std() < FOREMOST or other.std() < FOREMOST:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
