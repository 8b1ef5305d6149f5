"""Rating only what changed: the exact difference from a part of the samples; it refuses to count unchanged verdicts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.agreement.distributions import normal_quantile
from studio.agreement.figures import Figure, undefined
from studio.agreement.significance import always_valid_p

DOUBT = 0.05
ALL_RATED = "all changes are rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedOnly:
    """What the rated changes say about the difference in agreement on all samples."""

    difference: Figure
    """Second minus first share of agreement over all `total` samples."""
    left: int
    """Changed verdicts that are not rated yet."""
    doubt: float
    """p that stays honest however often she looks."""
    clear: bool
    """Whether it is settled which one is better."""
    more: int | None
    """About how many of the `left` ratings settle it if it goes on like this; None if even all would hardly do."""


def difference_from_changes(*, total: int, fixed: int, broken: int, moved: int, unrated: int) -> ChangedOnly:
    """Difference in agreement over `total` samples judged by both, from the rated among the changed verdicts.

    An unchanged verdict adds exactly nothing, so only changed ones need a rating; the rated ones must be a random pick
    of the changed. (changed / total) · (fixed - broken) / rated, with Bonett and Price's (2012) interval, narrowed as
    the changed ones run out (Cochran 1977); exact once all are rated.
    """
    rated = fixed + broken + moved
    doubt = always_valid_p(fixed, broken)
    clear = doubt < DOUBT or (unrated == 0 and fixed != broken)
    return ChangedOnly(
        difference=_difference(total=total, fixed=fixed, broken=broken, rated=rated, unrated=unrated),
        left=unrated,
        doubt=doubt,
        clear=clear,
        more=0 if clear else _more_until_clear(fixed=fixed, broken=broken, rated=rated, unrated=unrated),
    )


def _difference(*, total: int, fixed: int, broken: int, rated: int, unrated: int) -> Figure:
    if total == 0:
        return undefined("No sample was judged by both.", n=0)
    net, changed = fixed - broken, rated + unrated
    if unrated == 0:
        return Figure(value=net / total, low=net / total, high=net / total, n=rated, method=ALL_RATED)
    if rated == 0:
        return undefined(f"{changed} verdicts changed and none of them is rated yet.", n=0)
    reach = _reach(fixed=fixed, broken=broken, rated=rated, changed=changed)
    middle = (net / (rated + 2)) * changed
    low, high = max(middle - reach * changed, net - unrated), min(middle + reach * changed, net + unrated)
    value = net / rated * changed
    return Figure(value=value / total, low=low / total, high=high / total, n=rated, method="Bonett–Price")


def _reach(*, fixed: int, broken: int, rated: int, changed: int) -> float:
    """Half the interval of the mean step (+1, -1 or 0) of a changed verdict."""
    better, worse = (fixed + 1) / (rated + 2), (broken + 1) / (rated + 2)
    spread = (better + worse - (better - worse) ** 2) / (rated + 2)
    unseen = (changed - rated) / max(changed - 1, 1)
    return normal_quantile(0.975) * math.sqrt(spread * unseen)


def _more_until_clear(*, fixed: int, broken: int, rated: int, unrated: int) -> int | None:
    """The fewest further ratings that settle it if fixes and breaks go on at the rate so far (all fixed, with none)."""
    better, worse = (fixed / rated, broken / rated) if rated else (1.0, 0.0)
    for more in range(1, unrated + 1):
        if always_valid_p(round(fixed + better * more), round(broken + worse * more)) < DOUBT:
            return more
    return None
