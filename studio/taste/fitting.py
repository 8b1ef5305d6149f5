"""A regularised model of ratings: logistic where there are values, ridge where there are only numbers.

Ordered values share one direction and have a cut between each two of them (proportional odds, McCullagh 1980, fitted as
one logistic regression over "is it above this cut?", Li and Lin 2007). Preferences are the same with the direction
turned round when A and B change places (Rao and Kupper 1967), so neither side can be favoured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from studio.taste.arrays import Matrix
from studio.taste.problem import FOREMOST, JUDGE, LETTERS, MEANING, STATISTIC, Kind, Problem

WIDEST = 2.5
"""Standard deviations beyond which a number counts as this far, so that one text of 200 kB cannot decide."""
CUT_SCALE = 10.0
JUDGE_SHARE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How strongly a model is held back."""

    strength: float
    """The larger, the closer to the ratings; scikit-learn's C."""
    word_share: float
    """How much words and letters count beside the statistics."""
    meaning_share: float = 0.0
    """How much meaning counts; at 0 not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A trained model."""

    kind: Kind
    center: Matrix
    spread: Matrix
    weights: Matrix
    """Directions x columns; one direction but for names."""
    cuts: Matrix
    """One a cut or a name; for a number what it is when nothing speaks for more or less."""

    def logits(self, rows: Matrix) -> Matrix:
        """Rows x cuts (or names): the log-odds to stand above each cut (or to bear each name); or the number."""
        found: Matrix = self.seen(rows) @ self.weights.T + self.cuts
        return found

    def seen(self, rows: Matrix) -> Matrix:
        """The rows in standard deviations from the usual, cut off where they are extreme."""
        return np.clip((rows - self.center) / self.spread, -WIDEST, WIDEST)

    def sharpened(self, slope: float) -> Fitted:
        """The same order of answers, surer (or less sure) of each."""
        return replace(self, weights=self.weights * slope, cuts=self.cuts * slope)


def fit(problem: Problem, setting: Setting) -> Fitted:
    """The model of all these ratings; the same ratings give the same model."""
    center, spread = _usual(problem)
    seen = np.clip((problem.rows - center) / spread, -WIDEST, WIDEST)
    by_block = {STATISTIC: 1.0, LETTERS: setting.word_share, JUDGE: JUDGE_SHARE, MEANING: setting.meaning_share}
    shares = np.array([by_block[block] for block in range(len(by_block))])[problem.blocks]
    weights, cuts = _LEARNERS[problem.kind](seen * shares, problem, setting.strength)
    return Fitted(kind=problem.kind, center=center, spread=spread, weights=weights * shares, cuts=cuts)


def chances(logits: Matrix, *, kind: Kind) -> Matrix:
    """Rows x values: the probability of each value, adding up to one; for numbers the numbers themselves."""
    if kind == "number":
        return logits
    above = 1 / (1 + np.exp(-np.clip(logits, -35, 35)))
    if kind == "names":
        shares: Matrix = above / above.sum(axis=1, keepdims=True)
        return shares
    # Cuts that few ratings stand between may cross by a hair.
    falling = np.minimum.accumulate(above, axis=1)
    ends = np.ones((len(falling), 1))
    return np.abs(np.diff(np.hstack([ends, falling, 0 * ends]), axis=1))


def _usual(problem: Problem) -> tuple[Matrix, Matrix]:
    if problem.kind == "preference":
        center = np.zeros(problem.rows.shape[1])
        spread = np.sqrt((problem.rows**2).mean(axis=0))
    else:
        center, spread = problem.rows.mean(axis=0), problem.rows.std(axis=0)
    return center, np.where(spread > FOREMOST, spread, 1.0)


def _learn_ordered(seen: Matrix, problem: Problem, strength: float) -> tuple[Matrix, Matrix]:
    cuts = range(problem.value_count - 1)
    rows = np.vstack([np.hstack([seen, _marks(len(seen), cut, of=len(cuts))]) for cut in cuts])
    above = np.concatenate([problem.answers > cut for cut in cuts])
    found = _logistic(rows, above, strength)
    return found[None, : seen.shape[1]], found[seen.shape[1] :] * CUT_SCALE


def _learn_preference(seen: Matrix, problem: Problem, strength: float) -> tuple[Matrix, Matrix]:
    # A pair turned round would be the same rows with both signs changed, and tell nothing new.
    sure = np.full((len(seen), 1), CUT_SCALE)
    rows = np.vstack([np.hstack([seen, tie * sure]) for tie in (1, -1)])
    found = _logistic(rows, np.concatenate([problem.answers > cut for cut in (0, 1)]), strength)
    tie = max(0.0, found[-1] * CUT_SCALE)
    return found[None, :-1], np.array([tie, -tie])


def _learn_names(seen: Matrix, problem: Problem, strength: float) -> tuple[Matrix, Matrix]:
    rows = np.hstack([seen, np.full((len(seen), 1), CUT_SCALE)])
    found = np.stack([_logistic(rows, problem.answers == place, strength) for place in range(problem.value_count)])
    return found[:, :-1], found[:, -1] * CUT_SCALE


def _learn_number(seen: Matrix, problem: Problem, strength: float) -> tuple[Matrix, Matrix]:
    middle, spread = problem.answers.mean(), max(float(problem.answers.std()), FOREMOST)
    wanted = (problem.answers - middle) / spread
    squares = seen.T @ seen + np.eye(seen.shape[1]) / strength
    return np.linalg.solve(squares, seen.T @ wanted)[None, :] * spread, np.array([middle])


_LEARNERS = {
    "ordered": _learn_ordered,
    "preference": _learn_preference,
    "names": _learn_names,
    "number": _learn_number,
}


def _logistic(rows: Matrix, wanted: Any, strength: float) -> Matrix:
    from sklearn.linear_model import LogisticRegression

    if wanted.all() or not wanted.any():
        # A fold in which everybody agrees: the cut alone, as sure as the rows are many.
        found = np.zeros(rows.shape[1])
        found[-1] = np.log(2 * len(rows) + 1) / CUT_SCALE * (1 if wanted.all() else -1)
        return found
    # Under so strong a penalty the dual is nearer to the end in less time than any other way (Yu, Huang and Lin 2011).
    model = LogisticRegression(
        C=strength, fit_intercept=False, solver="liblinear", dual=True, tol=0.03, max_iter=300, random_state=0
    )
    return np.asarray(model.fit(rows, wanted).coef_[0])


def _marks(count: int, place: int, *, of: int) -> Matrix:
    marks = np.zeros((count, of))
    marks[:, place] = CUT_SCALE
    return marks
