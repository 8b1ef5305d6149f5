"""Which coefficients a scale and its values allow, and in words why not the others; it refuses to bend a scale."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from studio.agreement import chance, classes
from studio.agreement.alpha import alpha_interval, alpha_nominal, alpha_ordinal
from studio.agreement.arrays import FloatArray
from studio.agreement.distances import mean_absolute_error, pearson, root_mean_square_error, signed_bias
from studio.agreement.evidence import Evidence
from studio.agreement.ladder import Ladder
from studio.agreement.ranks import kendall, spearman
from studio.agreement.resampling import Coefficient

BY_VALUE = ("kappa", "ac1", "alpha_nominal", "mcc", "precision", "recall", "f1", "specificity")
ABOVE = ("above_constant", "above_coin")
BY_STEP = ("kappa_linear", "kappa_quadratic", "ac2")
BY_ORDER = ("alpha_ordinal", "spearman", "kendall", "mae", "rmse", "bias", "within_pearson", "within_kendall")
BY_NUMBER = ("alpha_interval", "pearson")


def on_table(formula: Callable[[FloatArray], FloatArray]) -> Coefficient:
    """A formula on tables as a coefficient of cells."""
    return lambda cells: formula(cells.table)


def on_macro(formula: Callable[[FloatArray], FloatArray]) -> Coefficient:
    """A formula per value as the mean over the values in use."""
    return lambda cells: classes.macro(formula(cells.table), cells.table)


def possible_coefficients(evidence: Evidence) -> dict[str, Coefficient]:
    """The coefficients that this scale and these values allow, by key."""
    ladder, possible = evidence.ladder, dict[str, Coefficient]()
    if evidence.cells.square:
        possible |= _by_value()
    if evidence.cells.square and ladder.level != "nominal":
        possible |= _by_step(ladder)
    if ladder.level != "nominal":
        possible |= _by_order()
    if ladder.level != "nominal" and ladder.numeric:
        possible |= {"alpha_interval": alpha_interval, "pearson": pearson}
    return possible


def _by_value() -> dict[str, Coefficient]:
    return {
        "kappa": on_table(chance.cohen_kappa),
        "ac1": on_table(chance.gwet_ac1),
        "alpha_nominal": alpha_nominal,
        "mcc": on_table(classes.matthews),
        "precision": on_macro(classes.precision),
        "recall": on_macro(classes.recall),
        "f1": on_macro(classes.f1),
        "f1_by_value": on_table(classes.f1),
        "specificity": on_macro(classes.specificity),
        "above_constant": on_table(chance.above_constant),
        "above_coin": on_table(chance.above_coin),
    }


def _by_step(ladder: Ladder) -> dict[str, Coefficient]:
    steps = ladder.steps
    return {
        "kappa_linear": on_table(partial(chance.weighted_kappa, steps=steps, power=1)),
        "kappa_quadratic": on_table(partial(chance.weighted_kappa, steps=steps, power=2)),
        "ac2": on_table(partial(chance.gwet_ac2, steps=steps)),
    }


def _by_order() -> dict[str, Coefficient]:
    return {
        "alpha_ordinal": alpha_ordinal,
        "spearman": spearman,
        "kendall": kendall,
        "mae": mean_absolute_error,
        "rmse": root_mean_square_error,
        "bias": signed_bias,
    }


def why_impossible(evidence: Evidence) -> dict[str, str]:
    """The coefficients that cannot be had whatever is rated, each with the reason."""
    ladder, reasons = evidence.ladder, dict[str, str]()
    if not evidence.cells.square:
        reasons |= dict.fromkeys(("accuracy", *BY_VALUE, *ABOVE, *BY_STEP), _why_not_square(evidence))
    if ladder.level == "nominal":
        words = "The values of this scale have no order, so one cannot be nearer than another."
        reasons |= dict.fromkeys((*BY_STEP, *BY_ORDER, *BY_NUMBER), words)
    elif not ladder.numeric:
        reasons |= dict.fromkeys(BY_NUMBER, "The values of this scale are words; the distance between them is unknown.")
    return reasons


def _why_not_square(evidence: Evidence) -> str:
    if not evidence.ladder.values:
        return "A continuous scale has no separate values to count; see the correlations and distances."
    odd = ", ".join(f"{value:.4g}" for value in evidence.off_scale[:3])
    known = ", ".join(str(value) for value in evidence.ladder.values)
    return (
        f"Values such as {odd} are not on the scale ({known}) and are not rounded, so equal values cannot be counted; "
        "see the correlations and distances."
    )


def why_undefined(evidence: Evidence) -> str:
    """Why a coefficient that the scale allows has no value on these rows, with the next step."""
    if evidence.n == 0:
        return "No sample has both a rating and a verdict yet. Rate some samples that this judge has judged."
    if evidence.n == 1:
        return "Only one sample has both a rating and a verdict. Rate more."
    sides = (("rating", evidence.cells.row_weights), ("verdict", evidence.cells.column_weights))
    constant = [name for name, weights in sides if np.count_nonzero(weights) == 1]
    if not constant:
        return "Too little varies in these ratings and verdicts. Rate samples you expect to differ."
    return f"Every {' and every '.join(constant)} has the same value. Rate samples you expect to differ."
