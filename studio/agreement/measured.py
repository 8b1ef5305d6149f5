"""Evidence turned into figures, each with its interval or the reason why there is none; it refuses NaN."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.coefficients import possible_coefficients, why_impossible, why_undefined
from studio.agreement.evidence import Evidence
from studio.agreement.figures import NO_SPREAD, Figure, defined, undefined
from studio.agreement.perfect import bounds_of_perfection
from studio.agreement.proportions import grouped_mean, grouped_share
from studio.agreement.resampling import Coefficient, Resampling, bca_interval, redrawn, redrawn_sums
from studio.agreement.within import centred_sums, pair_sums, rows_in_company, within_correlation

BRIEF = ("mae", "spearman")
"""What stands for agreement in a sentence where values are not on the scale."""


def coefficient_draws(evidence: Evidence, resampling: Resampling) -> dict[str, FloatArray]:
    """Each coefficient that scale and values allow: observed, redrawn, with blocks left out; none without rows."""
    return redrawn(evidence, possible_coefficients(evidence), resampling) if evidence.n else {}


def figures_of(evidence: Evidence, draws: Mapping[str, FloatArray], resampling: Resampling) -> dict[str, Figure]:
    """All figures of the evidence, by key; those the scale or the values rule out carry the reason."""
    figures = {key: undefined(why, n=evidence.n) for key, why in why_impossible(evidence).items()}
    figures |= _coefficient_figures(evidence, draws, resampling, possible=possible_coefficients(evidence))
    figures |= _simple_figures(evidence, resampling)
    return figures | (_within_figures(evidence, resampling) if evidence.ladder.level != "nominal" else {})


def brief_figures(evidence: Evidence, resampling: Resampling, *, also: Collection[str] = ()) -> dict[str, Figure]:
    """Agreement and leaning, which need no redraws; distance and rank correlation where values are off the scale.

    `also` names coefficients that are wanted beside them.
    """
    figures = {key: undefined(why, n=evidence.n) for key, why in why_impossible(evidence).items()}
    keys = {*also} if evidence.cells.square else {*also, *BRIEF}
    wanted = {key: coefficient for key, coefficient in possible_coefficients(evidence).items() if key in keys}
    draws = redrawn(evidence, wanted, resampling) if evidence.n and wanted else {}
    figures |= _coefficient_figures(evidence, draws, resampling, possible=wanted)
    return figures | _simple_figures(evidence, resampling)


def _simple_figures(evidence: Evidence, resampling: Resampling) -> dict[str, Figure]:
    figures = {"accuracy": accuracy(evidence, resampling)} if evidence.cells.square else {}
    if evidence.ladder.level != "nominal":
        figures["bias"] = bias(evidence, resampling)
    return figures


def bootstrap_figure(draws: FloatArray, resampling: Resampling, *, units: float, n: int, why: str) -> Figure:
    """A coefficient's draws (observed, redrawn, left out) as a figure; `why` is the reason when it is undefined."""
    value = defined(draws[0])
    if value is None:
        return undefined(why, n=n)
    low, high = (defined(end) for end in bca_interval(draws, resampling, units=units))
    return Figure(value=value, low=low, high=high, n=n, method="bootstrap", why=NO_SPREAD if low is None else None)


def accuracy(evidence: Evidence, resampling: Resampling) -> Figure:
    """Share of rows where rating and verdict are the same value, with Wilson's interval by input."""
    same = (evidence.x == evidence.y).astype(float)
    hits, totals = evidence.by_unit(same, np.ones(evidence.n)).T
    return grouped_share(
        hits,
        totals,
        n=evidence.n,
        confidence=resampling.confidence,
        why=why_undefined(evidence),
        heaviest=evidence.heaviest,
    )


def bias(evidence: Evidence, resampling: Resampling) -> Figure:
    """Mean of verdict minus rating, with Student's interval by input: redraws of a mean add nothing to it."""
    sums, totals = evidence.by_unit(evidence.y - evidence.x, np.ones(evidence.n)).T
    return grouped_mean(sums, totals, n=evidence.n, confidence=resampling.confidence, why=why_undefined(evidence))


def _coefficient_figures(
    evidence: Evidence,
    draws: Mapping[str, FloatArray],
    resampling: Resampling,
    *,
    possible: Mapping[str, Coefficient],
) -> dict[str, Figure]:
    why = why_undefined(evidence)
    possible = {key: coefficient for key, coefficient in possible.items() if key != "f1_by_value"}
    if evidence.n == 0:
        return {key: undefined(why, n=0) for key in possible}
    units, n = evidence.worth, evidence.n
    figures = {key: bootstrap_figure(draws[key], resampling, units=units, n=n, why=why) for key in possible}
    if bool(np.all(evidence.x == evidence.y)):
        figures |= bounds_of_perfection(evidence, possible, figures)
    return figures


def _within_figures(evidence: Evidence, resampling: Resampling) -> dict[str, Figure]:
    n = rows_in_company(evidence)
    if n == 0:
        alone = "No input has two rated samples, so nothing can be compared inside an input."
        return {key: undefined(alone, n=0) for key in ("within_pearson", "within_kendall")}
    why = "Inside each input the ratings or the verdicts are all the same."
    draws = redrawn_sums(np.hstack([centred_sums(evidence), pair_sums(evidence)]), resampling)
    found = {"within_pearson": within_correlation(draws[:, :3]), "within_kendall": within_correlation(draws[:, 3:])}
    units = evidence.worth
    return {key: bootstrap_figure(drawn, resampling, units=units, n=n, why=why) for key, drawn in found.items()}
