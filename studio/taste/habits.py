"""What a model looks at, in words: her own habits, length among them; it tells what goes together, not why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from studio.taste.feature_space import STATISTIC_COUNT, FeatureSpace, Matrix
from studio.taste.fitting import Fitted
from studio.taste.problem import FOREMOST, Problem
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
    order = np.argsort(statistics, axis=1)
    raised = fitted.seen(rows)[:, :STATISTIC_COUNT] > 0
    return [
        _reason(statistics[at], order[at], raised[at], others=_others(parts[at], blocks), most=most)
        for at in range(len(rows))
    ]


def _reason(parts: Matrix, order: Matrix, raised: Matrix, *, others: str, most: int) -> str:
    def worded(place: int) -> str:
        one = STATISTICS[place]
        return one.more if raised[place] else one.less

    good = [worded(int(place)) for place in order[::-1][:most] if parts[place] > FOREMOST]
    bad = [worded(int(place)) for place in order[:most] if parts[place] < -FOREMOST]
    told = [f"For it: {', '.join(good)}."] if good else []
    told += [f"Against it: {', '.join(bad)}."] if bad else []
    return " ".join([*told, others]).strip()


def _others(parts: Matrix, blocks: Sequence[int]) -> str:
    marks = np.asarray(blocks)
    judges = float(parts[marks == 2].sum())
    if not (marks == 2).any() or abs(judges) < FOREMOST:
        return ""
    return f"The other judges speak {'for' if judges > 0 else 'against'} it."


def _correlation(one: Matrix, other: Matrix) -> float:
    if one.std() < FOREMOST or other.std() < FOREMOST:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
