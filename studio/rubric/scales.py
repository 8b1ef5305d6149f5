"""Scales by name, what a value on them is worth and when it passes; one rule for all scales, said in words."""

from __future__ import annotations

from studio.records import ONE_TO_FIVE, PASS_FAIL, Scale, Value

YES_NO = Scale(values=("no", "yes"), level="ordinal")
NAMED_SCALES = {"pass_fail": PASS_FAIL, "yes_no": YES_NO, "one_to_five": ONE_TO_FIVE}
MIDDLE = 0.5


def scale_name(scale: Scale) -> str | None:
    """The short name a rubric file has for this scale, if it has one."""
    return next((name for name, known in NAMED_SCALES.items() if known == scale), None)


def is_ordered(scale: Scale) -> bool:
    """Whether one value can be better than another."""
    return scale.level != "nominal"


def worth(scale: Scale, value: Value) -> float | None:
    """Where the value stands between the worst (0) and the best (1); None off the scale or without an order.

    Interval scales keep their distances; ordinal values stand in equal steps, since only their order is known.
    """
    if not is_ordered(scale) or not scale.holds(value) or len(scale.values) == 1:
        return None
    if scale.level == "interval" and not isinstance(value, str):
        worst, best = _ends(scale)
        return (value - worst) / (best - worst)
    return scale.values.index(value) / (len(scale.values) - 1)


def passes(scale: Scale, value: Value) -> bool | None:
    """Whether the value stands above the middle of its scale; None where the scale has no order."""
    found = worth(scale, value)
    return None if found is None else found > MIDDLE


def passing_values(scale: Scale) -> tuple[Value, ...]:
    """The values that count as a pass, worst first; empty for a scale without order or without single values."""
    return tuple(value for value in scale.values if passes(scale, value))


def pass_in_words(scale: Scale) -> str:
    """What it takes to pass on this scale."""
    if not is_ordered(scale):
        return "has no better or worse"
    passing = passing_values(scale)
    if not passing:
        worst, best = _ends(scale)
        return f"{'above' if best > worst else 'below'} {(worst + best) / 2:g}"
    if len(passing) == 1:
        return f"{passing[0]}"
    return f"{passing[0]} or better"


def scale_in_words(scale: Scale) -> str:
    """The scale as a reader of a rubric wants to see it."""
    if not scale.values:
        return f"any number from {scale.minimum:g} to {scale.maximum:g}"
    shown = ", ".join(str(value) for value in scale.values)
    return f"{shown} (worst first)" if is_ordered(scale) else f"{shown} (no order)"


def _ends(scale: Scale) -> tuple[float, float]:
    if scale.minimum is not None and scale.maximum is not None:
        return scale.minimum, scale.maximum
    worst, best = scale.values[0], scale.values[-1]
    if isinstance(worst, str) or isinstance(best, str):
        raise ValueError("an interval scale has numbers only")
    return worst, best
