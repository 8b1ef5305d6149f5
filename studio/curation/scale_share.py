"""Where a value stands on its scale and how the criteria combine, both from 0 (worst) to 1 (best); keeps no values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from studio.records import Rubric, Scale, Value
from studio.rubric.combining import counted_criteria
from studio.rubric.scales import MIDDLE, worth


@lru_cache  # few values, asked of every sample
def scale_share(value: Value, *, scale: Scale) -> float | None:
    """The worth of the value as the rubric knows it, and of a mean between two values what lies between their worths.

    None where the scale has no order or the value is not within it.
    """
    known = worth(scale, value)
    if known is not None or isinstance(value, str) or not scale.spans(value):
        return known
    below = max((v for v in scale.values if not isinstance(v, str) and v < value), default=None)
    above = min((v for v in scale.values if not isinstance(v, str) and v > value), default=None)
    if below is None or above is None:
        return None
    low, high = worth(scale, below), worth(scale, above)
    return None if low is None or high is None else low + (high - low) * (value - below) / (above - below)


def overall_share(shares: Mapping[str, float | None], *, rubric: Rubric) -> float | None:
    """All ordered criteria as the rubric combines them: weighted mean, minimum, or 1 when all pass and else 0.

    0 as soon as a criterion that must be passed is failed; None when an ordered criterion has no share. It takes shares
    and not values, because the mean of several raters is on no scale: the rubric itself would take it for missing.
    """
    ordered = counted_criteria(rubric)
    known = [share for criterion in ordered if (share := shares.get(criterion.id)) is not None]
    if not known or len(known) < len(ordered):
        return None
    if any(c.must_pass and share <= MIDDLE for c, share in zip(ordered, known, strict=True)):
        return 0.0
    if rubric.combine == "minimum":
        return min(known)
    if rubric.combine == "all_must_pass":
        return float(all(share > MIDDLE for share in known))
    total = sum(criterion.weight for criterion in ordered)
    weighted = sum(criterion.weight * share for criterion, share in zip(ordered, known, strict=True))
    return weighted / total if total > 0 else None
