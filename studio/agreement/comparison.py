"""Judge A against judge B on the same samples, paired; it refuses to compare them on different ones."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.agreement.arrays import FloatArray, added
from studio.agreement.chance import raw_agreement
from studio.agreement.changes import Change, changed_verdicts
from studio.agreement.coefficients import on_table, possible_coefficients, why_impossible, why_undefined
from studio.agreement.evidence import Evidence, matched
from studio.agreement.figures import Figure, undefined
from studio.agreement.grouping import Grouping, grouping
from studio.agreement.ladder import Ladder
from studio.agreement.measured import bootstrap_figure
from studio.agreement.proportions import wilson_interval
from studio.agreement.resampling import Resampling, redrawn
from studio.agreement.significance import turned_round_p
from studio.records import Level, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a second judge (or rubric, or prompt) does better or worse than the first, on rated samples both judged."""

    n: int
    differences: Mapping[str, Figure]
    """Second minus first, by coefficient; for distances (mae, rmse) below 0 is better."""
    fixed: int
    broken: int
    moved: int
    """Changed but wrong before and after."""
    mcnemar: float
    """p that fixes and breaks are equally likely, those of one input together."""
    sign: float | None
    """p that verdicts moved nearer as often as away; None on a scale without order."""
    changes: tuple[Change, ...]
    """All changed verdicts, rated or not, worst first."""

    @property
    def unrated(self) -> int:
        """Changed verdicts without a rating: the only ones whose rating can still move the difference."""
        return sum(change.kind == "unrated" for change in self.changes)


def compare_judges(
    rater_values: Sequence[Value | None],
    first_values: Sequence[Value | None],
    second_values: Sequence[Value | None],
    *,
    values: Sequence[Value],
    level: Level,
    groups: Sequence[Hashable] | None = None,
    weights: Sequence[float] | FloatArray | None = None,
    resampling: Resampling | None = None,
) -> Comparison:
    """Second against first on the rows that have a rating and both verdicts; arguments as in `agreement_report`."""
    ladder, resampling = Ladder(values=tuple(values), level=level), resampling or Resampling()
    rated, first, second = (ladder.read(side) for side in (rater_values, first_values, second_values))
    counts = ~(np.isnan(rated) | np.isnan(first) | np.isnan(second))
    grouped = grouping(groups, counts=counts, seed=resampling.seed)
    hers = np.where(counts, rated, np.nan)
    before, after = (matched(hers, side, ladder=ladder, groups=grouped, weights=weights) for side in (first, second))
    changes = changed_verdicts(rater_values, first_values, second_values, values=values, level=level)
    fixed, broken, moved = (sum(change.kind == kind for change in changes) for kind in ("fixed", "broken", "moved"))
    return Comparison(
        n=before.n,
        differences=_differences(before, after, resampling),
        fixed=fixed,
        broken=broken,
        moved=moved,
        mcnemar=_luck(_right(second, rated) - _right(first, rated), grouped),
        sign=None if level == "nominal" else _luck(np.sign(np.abs(first - rated) - np.abs(second - rated)), grouped),
        changes=changes,
    )


def _right(side: FloatArray, rated: FloatArray) -> FloatArray:
    return np.asarray((side == rated).astype(float))


def _luck(steps: FloatArray, grouped: Grouping) -> float:
    """p of each row's step up or down, those of one input together; where all are of one input, each by itself."""
    counts = grouped.group >= 0
    together = added(grouped.group[counts], steps[counts]) if grouped.units > 1 else steps[counts]
    return turned_round_p(together.round().astype(np.int64))


def _differences(before: Evidence, after: Evidence, resampling: Resampling) -> dict[str, Figure]:
    """Difference of every coefficient that both sides allow, redrawn together input by input."""
    reasons = why_impossible(before) | why_impossible(after)
    figures = {key: undefined(why, n=before.n) for key, why in reasons.items()}
    wanted = possible_coefficients(before) | {"accuracy": on_table(raw_agreement)}
    wanted = {key: formula for key, formula in wanted.items() if key not in reasons and key != "f1_by_value"}
    if before.n == 0:
        return figures | {key: undefined(why_undefined(before), n=0) for key in wanted}
    earlier, later = (redrawn(side, wanted, resampling) for side in (before, after))
    why, units, n = why_undefined(after), before.worth, before.n
    for key in wanted:
        gap = later[key] - earlier[key]
        figures[key] = bootstrap_figure(gap, resampling, units=units, n=n, why=why)
    if "accuracy" in figures:
        figures["accuracy"] = _bounded_where_nothing_changed(figures["accuracy"])
    return figures


def _bounded_where_nothing_changed(figure: Figure) -> Figure:
    """No change among n samples: at most Wilson's upper share of further samples would change, either way."""
    if figure.value is None or figure.low is not None or abs(figure.value) > 0:
        return figure
    _, most = wilson_interval(0.0, n=figure.n)
    return replace(figure, low=-most, high=most, method="Wilson", why=None)
