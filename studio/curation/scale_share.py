"""Where a value stands on its scale and how the criteria combine, both from 0 (worst) to 1 (best); keeps no values."""

from __future__ import annotations

from collections.abc import Mapping

from studio.records import Rubric, Scale, Value

PASSING_SHARE = 0.5
"""A criterion passes above this share of its scale, as in studio.rubric.scales: 4 of 5 passes, 3 does not."""


def scale_share(value: Value, *, scale: Scale) -> float | None:
    """(value - lowest) / (highest - lowest), by rank where values are words; None where the scale has no order."""
    if scale.level == "nominal":
        return None
    if isinstance(value, str):
        return scale.values.index(value) / max(len(scale.values) - 1, 1) if value in scale.values else None
    numbers = [known for known in scale.values if not isinstance(known, str)]
    low = scale.minimum if scale.minimum is not None else min(numbers, default=None)
    high = scale.maximum if scale.maximum is not None else max(numbers, default=None)
    return (value - low) / (high - low) if low is not None and high is not None and high > low else None


def overall_share(shares: Mapping[str, float | None], *, rubric: Rubric) -> float | None:
    """All ordered criteria as the rubric combines them: weighted mean, minimum, or 1 when all pass and else 0.

    0 as soon as a criterion that must be passed is failed; None when an ordered criterion has no share.
    """
    ordered = [criterion for criterion in rubric.criteria if criterion.scale.level != "nominal"]
    known = [share for criterion in ordered if (share := shares.get(criterion.id)) is not None]
    if not known or len(known) < len(ordered):
        return None
    if any(c.must_pass and share <= PASSING_SHARE for c, share in zip(ordered, known, strict=True)):
        return 0.0
    if rubric.combine == "minimum":
        return min(known)
    if rubric.combine == "all_must_pass":
        return float(all(share > PASSING_SHARE for share in known))
    total = sum(criterion.weight for criterion in ordered)
    weighted = sum(criterion.weight * share for criterion, share in zip(ordered, known, strict=True))
    return weighted / total if total > 0 else None
