"""Chooses how strongly a model is held back and how sure it may be, and rates every row by models that never saw it.

Nested cross-validation (Varma and Simon 2006), grouped by input: an inner round chooses, an outer round is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from studio.taste.arrays import Integers, Matrix
from studio.taste.fitting import Fitted, Setting, chances, fit
from studio.taste.problem import MEANING, Kind, Problem

SETTINGS = (
    Setting(strength=0.03, word_share=0.12),
    Setting(strength=0.01, word_share=0.12),
    Setting(strength=0.06, word_share=0.4),
)
"""The first is the usual one: another is taken only where it is clearly better."""
WITH_MEANING = Setting(strength=0.06, word_share=0.12, meaning_share=0.4)
"""Tried too, and last, where the meaning of texts is read."""
SLOPES = tuple(float(slope) for slope in np.geomspace(0.4, 4.0, 15))
INNER_FOLDS = 3
OUTER_FOLDS = 5
MOST_TO_CHOOSE_BY = 1_500
"""Ratings that a choice is made by; more make it slower and no better."""
LEAST_CHANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Tried:
    """What each setting says of rows that it did not learn from, and how far off it is."""

    problem: Problem
    settings: tuple[Setting, ...]
    logits: tuple[Matrix, ...]
    """Each made as sure as it may be."""
    slopes: tuple[float, ...]
    losses: tuple[Matrix, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What cross-validation chose."""

    setting: Setting
    slope: float
    """How much surer the model may be than its fit alone says; found on rows it was not fitted on."""


def folds(groups: Integers, *, count: int) -> Iterator[tuple[Integers, Integers]]:
    """(rows to learn from, rows to try on), input by input, folds of about the same size; always the same ones."""
    names, sizes = np.unique(groups, return_counts=True)
    order = np.random.default_rng(0).permutation(len(names))
    filled = np.zeros(min(count, len(names)), dtype=np.int64)
    fold_of = np.zeros(len(names), dtype=np.int64)
    for name in order:
        fold_of[name] = int(np.argmin(filled))
        filled[fold_of[name]] += sizes[name]
    fold = fold_of[np.searchsorted(names, groups)]
    for number in range(len(filled)):
        yield np.flatnonzero(fold != number), np.flatnonzero(fold == number)


def tried(problem: Problem) -> Tried:
    """Every setting on rows that it did not learn from."""
    problem = _handful(problem)
    settings = (*SETTINGS, WITH_MEANING) if (problem.blocks == MEANING).any() else SETTINGS
    parts = list(folds(problem.groups, count=INNER_FOLDS))
    raw = [_unseen_logits(problem, setting, parts) for setting in settings]
    slopes = tuple(_slope(problem, one) for one in raw)
    logits = tuple(one * slope for one, slope in zip(raw, slopes, strict=True))
    return Tried(problem, settings, logits, slopes, tuple(_losses(problem, one) for one in logits))


def choose(found: Tried) -> Choice:
    """The setting that is best by more than one standard error; else the usual one."""
    gains = [found.losses[0] - loss for loss in found.losses]
    clear = [max(0.0, float(gain.mean() - gain.std() / np.sqrt(len(gain)))) for gain in gains]
    place = int(np.argmax(clear))
    return Choice(setting=found.settings[place], slope=found.slopes[place])


def trained(problem: Problem, choice: Choice) -> Fitted:
    """The model of all rows under this choice."""
    return fit(problem, choice.setting).sharpened(choice.slope)


def out_of_fold(problem: Problem) -> Matrix:
    """For each row the chances by a model that was chosen, fitted and calibrated without any row of its input."""
    found = None
    for learn, held_out in folds(problem.groups, count=OUTER_FOLDS):
        part = problem.part(learn)
        shares = chances(trained(part, choose(tried(part))).logits(problem.rows[held_out]), kind=problem.kind)
        found = np.zeros((len(problem.answers), shares.shape[1])) if found is None else found
        found[held_out] = shares
    assert found is not None
    return found


def chosen_places(shares: Matrix, *, kind: Kind) -> Matrix:
    """The place on the scale each row of chances stands for: the middle one of an order, the likeliest of others."""
    if kind == "number":
        return np.asarray(shares[:, 0])
    if kind == "ordered":
        below = (np.cumsum(shares, axis=1) < 0.5 - LEAST_CHANCE**2).sum(axis=1)
        return np.asarray(np.minimum(below, shares.shape[1] - 1), dtype=float)
    return np.asarray(shares.argmax(axis=1), dtype=float)


def _unseen_logits(problem: Problem, setting: Setting, parts: Sequence[tuple[Integers, Integers]]) -> Matrix:
    found = None
    for learn, held_out in parts:
        logits = fit(problem.part(learn), setting).logits(problem.rows[held_out])
        found = np.zeros((len(problem.answers), logits.shape[1])) if found is None else found
        found[held_out] = logits
    assert found is not None
    return found


def _slope(problem: Problem, logits: Matrix) -> float:
    if problem.kind == "number":
        return 1.0
    return min(SLOPES, key=lambda slope: float(_losses(problem, logits * slope).mean()))


def _handful(problem: Problem) -> Problem:
    count = len(problem.answers)
    if count <= MOST_TO_CHOOSE_BY:
        return problem
    return problem.part(np.sort(np.random.default_rng(0).permutation(count)[:MOST_TO_CHOOSE_BY]))


def _losses(problem: Problem, logits: Matrix) -> Matrix:
    if problem.kind == "number":
        return np.asarray((logits[:, 0] - problem.answers) ** 2)
    shares = chances(logits, kind=problem.kind)[np.arange(len(logits)), problem.answers.astype(int)]
    return np.asarray(-np.log(np.maximum(shares, LEAST_CHANCE)))
