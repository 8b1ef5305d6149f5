"""How good a judge's probabilities are: ranking, sharpness and calibration; it refuses to invent missing ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from studio.agreement.arrays import FloatArray, marginal, ratio
from studio.agreement.evidence import Evidence
from studio.agreement.figures import Figure, undefined
from studio.agreement.measured import bootstrap_figure
from studio.agreement.proportions import grouped_mean, grouped_share
from studio.agreement.resampling import MOST_CELLS_AT_ONCE, Resampling, multipliers
from studio.records import Value

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Samples whose probability for a value was about the same."""

    low: float
    high: float
    said: float
    """Mean probability given."""
    happened: Figure
    """Share where her rating is the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RocCurve:
    """True against false alarms as the threshold on the probability falls."""

    thresholds: tuple[float, ...]
    false_alarms: tuple[float, ...]
    found: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueProbability:
    """How good the probabilities for one value are."""

    value: Value
    auc: Figure
    roc: RocCurve
    calibration: tuple[CalibrationBin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbabilityReport:
    """How good the judge's probabilities are on rated samples."""

    n: int
    auc: Figure
    """Of the last value where there are two, else the mean over values."""
    brier: Figure
    overconfidence: Figure
    """Mean probability of the likeliest value minus the share where it was right."""
    per_value: tuple[ValueProbability, ...]


def probability_report(
    evidence: Evidence, probabilities: Sequence[Sequence[float] | None] | FloatArray, resampling: Resampling
) -> ProbabilityReport | None:
    """Probabilities `[rows, K]` (None or NaN where a verdict has none) against her ratings; None where no row has any.

    Each row is brought to add up to 1. For ratings that are not on the scale nothing can be said: None.
    """
    size = len(evidence.ladder.values)
    rated = evidence.ladder.places(evidence.x)
    table = _table(probabilities, size)[evidence.place]
    known = np.isfinite(table).all(axis=1) & (rated >= 0)
    if not known.any() or size < 2:
        return None
    kept = _kept(evidence, known)
    given = table[known] / table[known].sum(axis=1, keepdims=True)
    happened = np.eye(size)[rated[known]]
    per_value = tuple(_of_value(kept, given, happened, place, resampling) for place in range(size))
    return ProbabilityReport(
        n=kept.n,
        auc=per_value[-1].auc if size == 2 else _mean_auc(kept, given, happened, resampling),
        brier=_mean_figure(kept, _squared_errors(given, happened), resampling),
        overconfidence=_mean_figure(kept, given.max(axis=1) - _top_is_right(given, happened), resampling),
        per_value=per_value,
    )


def _table(probabilities: Sequence[Sequence[float] | None] | FloatArray, size: int) -> FloatArray:
    nothing = [float("nan")] * size
    return np.array([nothing if row is None else row for row in probabilities], dtype=float).reshape(-1, size)


def _kept(evidence: Evidence, known: NDArray[np.bool_]) -> Evidence:
    rows = np.flatnonzero(known)
    chosen = {name: getattr(evidence, name)[rows] for name in ("cell", "weight", "place")}
    return replace(evidence, groups=evidence.groups.of_rows(rows), **chosen)


def _squared_errors(given: FloatArray, happened: FloatArray) -> FloatArray:
    """Brier (1950): Σ (p - outcome)² over values, halved for two values as usual."""
    total = np.asarray(((given - happened) ** 2).sum(axis=1))
    return total / 2 if given.shape[1] == 2 else total


def _top_is_right(given: FloatArray, happened: FloatArray) -> FloatArray:
    return np.asarray(happened[np.arange(len(given)), given.argmax(axis=1)])


def _mean_figure(evidence: Evidence, amount: FloatArray, resampling: Resampling) -> Figure:
    sums, totals = evidence.by_unit(amount, np.ones(evidence.n)).T
    return grouped_mean(sums, totals, n=evidence.n, confidence=resampling.confidence, why="No row has probabilities.")


def area_under_curve(probability: FloatArray, happened: FloatArray, weights: FloatArray) -> FloatArray:
    """Chance that a sample with the value got a higher probability than one without, ties half (Hanley & McNeil 1982).

    `probability` and `happened` `[rows]`, weights `[..., rows]`; 0 to 1, NaN where all or none have the value.
    """
    levels, codes = np.unique(probability, return_inverse=True)
    with_value = marginal(weights * happened, codes, len(levels))
    without = marginal(weights * (1 - happened), codes, len(levels))
    below = np.cumsum(without, axis=-1) - without / 2
    return ratio((with_value * below).sum(axis=-1), with_value.sum(axis=-1) * without.sum(axis=-1))


def _auc_draws(evidence: Evidence, given: FloatArray, happened: FloatArray, resampling: Resampling) -> FloatArray:
    """Area under the curve of one value in every redraw, a few redraws at a time."""
    counts = multipliers(evidence.units, resampling.redraws, resampling.seed)
    size = max(1, MOST_CELLS_AT_ONCE // evidence.n)
    parts = (counts[start : start + size][:, evidence.groups.unit] for start in range(0, len(counts), size))
    return np.concatenate([area_under_curve(given, happened, part * evidence.weight) for part in parts])


def _mean_auc(evidence: Evidence, given: FloatArray, happened: FloatArray, resampling: Resampling) -> Figure:
    """Mean area over the values that some but not all ratings have."""
    used = [place for place in range(given.shape[1]) if 0 < happened[:, place].sum() < len(happened)]
    if not used:
        return undefined("Every rating has the same value.", n=evidence.n)
    draws = [_auc_draws(evidence, given[:, place], happened[:, place], resampling) for place in used]
    mean, why = np.mean(draws, axis=0), "Every rating has the same value."
    return bootstrap_figure(mean, resampling, units=evidence.worth, n=evidence.n, why=why)


def _of_value(
    evidence: Evidence, given: FloatArray, happened: FloatArray, place: int, resampling: Resampling
) -> ValueProbability:
    said, true = given[:, place], happened[:, place]
    draws = _auc_draws(evidence, said, true, resampling)
    value, units = evidence.ladder.values[place], evidence.units
    return ValueProbability(
        value=value,
        auc=bootstrap_figure(draws, resampling, units=units, n=evidence.n, why=f"All ratings or none are {value}."),
        roc=roc_curve(said, true, evidence.weight),
        calibration=_calibration(evidence, said, true, resampling),
    )


def roc_curve(probability: FloatArray, happened: FloatArray, weights: FloatArray) -> RocCurve:
    """Shares found and falsely alarmed at every threshold, from none to all; empty where all or none have the value."""
    levels = np.unique(probability)[::-1]
    found, alarms = (weights * happened).sum(), (weights * (1 - happened)).sum()
    if found == 0 or alarms == 0:
        return RocCurve(thresholds=(), false_alarms=(), found=())
    place = np.searchsorted(-levels, -probability)
    true = np.cumsum(np.bincount(place, weights=weights * happened)) / found
    false = np.cumsum(np.bincount(place, weights=weights * (1 - happened))) / alarms
    return RocCurve(
        thresholds=(1.0, *levels.tolist()), false_alarms=(0.0, *false.tolist()), found=(0.0, *true.tolist())
    )


def _calibration(
    evidence: Evidence, said: FloatArray, true: FloatArray, resampling: Resampling
) -> tuple[CalibrationBin, ...]:
    """Ten bins of equal width; those without a sample are left out."""
    place = np.minimum((said * BINS).astype(int), BINS - 1)
    return tuple(
        CalibrationBin(
            low=chosen / BINS,
            high=(chosen + 1) / BINS,
            said=float(np.average(said[place == chosen], weights=evidence.weight[place == chosen])),
            happened=_share_in(evidence, place == chosen, true, resampling),
        )
        for chosen in sorted(set(place.tolist()))
    )


def _share_in(evidence: Evidence, chosen: NDArray[np.bool_], true: FloatArray, resampling: Resampling) -> Figure:
    hits, totals = evidence.by_unit(true * chosen, chosen.astype(float)).T
    n, heaviest = int(chosen.sum()), evidence.heaviest
    return grouped_share(hits, totals, n=n, confidence=resampling.confidence, why="No sample.", heaviest=heaviest)
