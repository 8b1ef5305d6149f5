"""How far several people agree with each other, the ceiling for any judge; it refuses to treat positions as people."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from studio.agreement.alpha import alpha_interval, alpha_nominal, alpha_ordinal, pairs_of_units
from studio.agreement.arrays import FloatArray
from studio.agreement.evidence import paired_rows
from studio.agreement.figures import Figure, undefined
from studio.agreement.fleiss import fleiss_kappa, fleiss_sums
from studio.agreement.grouping import Grouping, grouping
from studio.agreement.intraclass import item_sums, one_way, two_way
from studio.agreement.ladder import Ladder
from studio.agreement.measured import bootstrap_figure
from studio.agreement.raters import Ratings, rating_table
from studio.agreement.report import agreement_report
from studio.agreement.report_shape import AgreementReport
from studio.agreement.resampling import Coefficient, Resampling, redrawn, redrawn_sums
from studio.records import Level, Value

NOT_PEOPLE = "These are positions that different people filled, so one column cannot be compared with another."
NO_TWO = "Too few samples have two ratings. Ask somebody to rate the same samples."
ALL_THE_SAME = "Every rating has the same value."
NO_ORDER = "The values of this scale have no order."
NO_DISTANCE = "The values of this scale are words; the distance between them is unknown."
ALPHAS = ("alpha_nominal", "alpha_ordinal", "alpha_interval")
TWO_WAY = {"icc2": (False, False), "icc2k": (False, True), "icc3": (True, False), "icc3k": (True, True)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleReport:
    """How far people agree with each other."""

    raters: tuple[str, ...]
    n: int
    """Rows with at least two ratings."""
    figures: dict[str, Figure]
    """Alpha, Fleiss' kappa and intraclass correlations of all raters together."""
    pairs: dict[tuple[str, str], AgreementReport]
    """Each two people; empty where the columns are not people."""

    def __getitem__(self, key: str) -> Figure:
        return self.figures[key]


def people_report(
    ratings: Ratings,
    *,
    values: Sequence[Value],
    level: Level,
    groups: Sequence[Hashable] | None = None,
    are_people: bool = True,
    resampling: Resampling | None = None,
) -> PeopleReport:
    """Agreement of two and more raters, rows aligned, None for missing; with fewer, figures say what is lacking.

    With `are_people=False` (crowd positions filled by different people) only coefficients without columns are given.
    """
    ladder, resampling = Ladder(values=tuple(values), level=level), resampling or Resampling()
    table = rating_table(ratings, ladder=ladder)
    shared = (~np.isnan(table)).sum(axis=0) >= 2
    grouped = grouping(groups, counts=shared, seed=resampling.seed)
    compare = partial(agreement_report, values=values, level=level, groups=groups, resampling=resampling)
    figures = _alphas(table, ladder, grouped, resampling)
    figures["fleiss_kappa"] = _fleiss(table, ladder, grouped, resampling)
    figures |= _intraclass(table, ladder, grouped, resampling, are_people=are_people)
    pairs = combinations(ratings, 2) if are_people else ()
    return PeopleReport(
        raters=tuple(ratings),
        n=int(shared.sum()),
        figures=figures,
        pairs={(a, b): compare(ratings[a], ratings[b]) for a, b in pairs},
    )


def _alphas(table: FloatArray, ladder: Ladder, grouped: Grouping, resampling: Resampling) -> dict[str, Figure]:
    rows, x, y, weights = pairs_of_units(table)
    n = len(np.unique(rows))
    wanted: dict[str, Coefficient] = {"alpha_nominal": alpha_nominal}
    if ladder.level != "nominal":
        wanted["alpha_ordinal"] = alpha_ordinal
    if ladder.level != "nominal" and ladder.numeric:
        wanted["alpha_interval"] = alpha_interval
    impossible = {key: NO_ORDER if ladder.level == "nominal" else NO_DISTANCE for key in ALPHAS if key not in wanted}
    if n == 0:
        return {key: undefined(impossible.get(key, NO_TWO), n=0) for key in ALPHAS}
    evidence = paired_rows(x, y, weights, ladder=ladder, groups=grouped.of_rows(rows), place=rows)
    figures = {key: undefined(why, n=n) for key, why in impossible.items()}
    for key, draws in redrawn(evidence, wanted, resampling).items():
        figures[key] = bootstrap_figure(draws, resampling, units=grouped.units, n=n, why=ALL_THE_SAME)
    return figures


def _fleiss(table: FloatArray, ladder: Ladder, grouped: Grouping, resampling: Resampling) -> Figure:
    places = np.stack([ladder.places(row) for row in table]) if len(table) else np.empty((0, 0), dtype=np.int64)
    n = int(((~np.isnan(table)).sum(axis=0) >= 2).sum())
    if n == 0:
        return undefined(NO_TWO, n=0)
    if bool((places[~np.isnan(table)] < 0).any()):
        return undefined("Some values are not on the scale, and nothing is rounded.", n=n)
    sums = grouped.by_unit(fleiss_sums(places, size=len(ladder.values)))
    draws = fleiss_kappa(redrawn_sums(sums, resampling))
    return bootstrap_figure(draws, resampling, units=grouped.units, n=n, why=ALL_THE_SAME)


def _intraclass(
    table: FloatArray, ladder: Ladder, grouped: Grouping, resampling: Resampling, *, are_people: bool
) -> dict[str, Figure]:
    shared = (~np.isnan(table)).sum(axis=0) >= 2
    n, complete = int(shared.sum()), bool((~np.isnan(table))[:, shared].all())
    keys = ("icc1", "icc1k", *TWO_WAY)
    if ladder.level == "nominal" or n < 2:
        return {key: undefined(NO_ORDER if ladder.level == "nominal" else NO_TWO, n=n) for key in keys}
    draws = redrawn_sums(grouped.by_unit(item_sums(np.where(shared, table, np.nan))), resampling)
    measure = partial(bootstrap_figure, resampling=resampling, units=grouped.units, n=n, why=ALL_THE_SAME)
    figures = {"icc1": measure(one_way(draws, averaged=False)), "icc1k": measure(one_way(draws, averaged=True))}
    why = NOT_PEOPLE if not are_people else "" if complete else "Not every rater rated every one of these samples."
    for key, (fixed, averaged) in TWO_WAY.items():
        found = two_way(draws, raters=len(table), fixed=fixed, averaged=averaged)
        figures[key] = undefined(why, n=n) if why else measure(found)
    return figures
