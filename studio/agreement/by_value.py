"""How well each single value of a scale is found; it refuses to call one of them the positive one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from studio.agreement.arrays import FloatArray, IntArray
from studio.agreement.evidence import Evidence
from studio.agreement.figures import NO_SPREAD, Figure, undefined
from studio.agreement.measured import bootstrap_figure
from studio.agreement.proportions import grouped_share
from studio.agreement.resampling import Resampling
from studio.records import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFigures:
    """How well one value of the scale is found."""

    value: Value
    rated: int
    """How many ratings have it."""
    judged: int
    """How many verdicts have it."""
    precision: Figure
    recall: Figure
    f1: Figure
    specificity: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often which rating met which verdict: rows are the rater's values, columns the judge's."""

    values: tuple[Value, ...]
    counts: tuple[tuple[int, ...], ...]


def confusion_of(evidence: Evidence) -> Confusion | None:
    """Plain counts of the rows, whatever their weights; None where values are not on the scale."""
    if not evidence.cells.square:
        return None
    return Confusion(values=evidence.ladder.values, counts=tuple(map(tuple, _counts(evidence).tolist())))


def _counts(evidence: Evidence) -> IntArray:
    size = len(evidence.ladder.values)
    return np.bincount(evidence.cell, minlength=size * size).reshape(size, size)


def value_figures(
    evidence: Evidence, draws: Mapping[str, FloatArray], resampling: Resampling
) -> tuple[ValueFigures, ...]:
    """Precision, recall, F1 and specificity of each value; none where values are not on the scale."""
    if not evidence.cells.square:
        return ()
    counts, size = _counts(evidence), len(evidence.ladder.values)
    by_unit = evidence.unit_table.reshape(evidence.units, size, size)
    return tuple(
        ValueFigures(
            value=value,
            rated=int(counts[place].sum()),
            judged=int(counts[:, place].sum()),
            f1=_f1_figure(evidence, draws, resampling, counts=counts, place=place),
            **_shares_of_value(
                by_unit,
                counts,
                place=place,
                value=value,
                share=partial(grouped_share, confidence=resampling.confidence, heaviest=evidence.heaviest),
            ),
        )
        for place, value in enumerate(evidence.ladder.values)
    )


def _f1_figure(
    evidence: Evidence, draws: Mapping[str, FloatArray], resampling: Resampling, *, counts: IntArray, place: int
) -> Figure:
    n = int(counts[place].sum() + counts[:, place].sum() - counts[place, place])
    if n == 0:
        return undefined("Neither the ratings nor the verdicts have this value.", n=0)
    return bootstrap_figure(draws["f1_by_value"][:, place], resampling, units=evidence.worth, n=n, why=NO_SPREAD)


def _shares_of_value(
    by_unit: FloatArray, counts: IntArray, *, place: int, value: Value, share: Callable[..., Figure]
) -> dict[str, Figure]:
    """Precision, recall and specificity of one value, from tables by unit `[units, K, K]`."""
    hits, rated, judged = by_unit[:, place, place], by_unit[:, place].sum(axis=1), by_unit[:, :, place].sum(axis=1)
    others = by_unit.sum(axis=(1, 2)) - rated
    n_rated, n_judged, n = (int(part.sum()) for part in (counts[place], counts[:, place], counts))
    every = f"Every rating is {value}." if n else "Nothing is rated yet."
    return {
        "precision": share(hits, judged, n=n_judged, why=f"The judge never says {value}."),
        "recall": share(hits, rated, n=n_rated, why=f"No rating is {value}."),
        "specificity": share(others - judged + hits, others, n=n - n_rated, why=every),
    }
