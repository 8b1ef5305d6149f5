"""Takes the values of several judges on one subject together into one; a missing voice is never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median_low

from studio.judge_settings import JuryRule
from studio.records import Scale, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class JuryOpinion:
    """What a jury says of one subject: a value, or why it has none."""

    value: Value | None = None
    why_none: str = ""
    shares: Mapping[str, float] | None = None
    """Each value's share of the voices that were heard; None on a continuous scale."""


def jury_opinion(
    said: Sequence[Value | None], *, scale: Scale, rule: JuryRule, weights: Sequence[float] = ()
) -> JuryOpinion:
    """The members' values taken together; None is a member without one.

    A jury speaks when more than half of its members do. `any_fail` takes the worst value: it needs every member, unless
    one has already said the worst there is. On a scale without order every rule counts voices; on one without steps
    `majority` is the median. A draw goes to the worse value, on a scale without order to a tie or to nobody.
    """
    voices = [(value, weights[place] if weights else 1.0) for place, value in enumerate(said) if value is not None]
    heard = f"{len(voices)} of {len(said)} judges gave a value"
    is_settled = rule == "any_fail" and scale.level != "nominal" and _worst_is_said(voices, scale=scale)
    needed = len(said) if rule == "any_fail" and scale.level != "nominal" else len(said) // 2 + 1
    if len(voices) < needed and not is_settled:
        return JuryOpinion(why_none=f"{heard}; {needed} are needed.")
    value = _together(voices, scale=scale, rule=rule)
    if value is None:
        return JuryOpinion(why_none="The judges are split, and the scale has no order to decide by.")
    return JuryOpinion(value=value, shares=_shares(voices, scale=scale))


def _together(voices: Sequence[tuple[Value, float]], *, scale: Scale, rule: JuryRule) -> Value | None:
    if scale.level == "nominal":
        return _most_voices(voices, scale=scale)
    numbers = [(_number(value, scale=scale), weight) for value, weight in voices]
    if rule == "any_fail":
        return _value(min(number for number, _ in numbers), scale=scale)
    if rule in ("mean", "weighted"):
        return _value(sum(n * weight for n, weight in numbers) / sum(weight for _, weight in numbers), scale=scale)
    if rule == "median" or not scale.values:
        return _value(median_low([number for number, _ in numbers]), scale=scale)
    return _most_voices(voices, scale=scale)


def _most_voices(voices: Sequence[tuple[Value, float]], *, scale: Scale) -> Value | None:
    counts: defaultdict[Value, float] = defaultdict(float)
    for value, weight in voices:
        counts[value] += weight
    most = max(counts.values())
    first = [value for value in scale.values if counts.get(value) == most]
    if len(first) == 1 or scale.level != "nominal":
        return first[0] if first else None
    return "tie" if "tie" in scale.values else None


def _number(value: Value, *, scale: Scale) -> float:
    """A value as a number; of ordered words their place from 0."""
    return float(value) if not isinstance(value, str) else float(scale.values.index(value))


def _value(number: float, *, scale: Scale) -> Value:
    """The way back: numbers stay as they are, places are rounded to a word, halves to the worse one."""
    if any(isinstance(value, str) for value in scale.values):
        return scale.values[ceil(number - 0.5)]
    return next((value for value in scale.values if value == number), number)


def _worst_is_said(voices: Sequence[tuple[Value, float]], *, scale: Scale) -> bool:
    worst = scale.values[0] if scale.values else scale.minimum
    return any(value == worst for value, _ in voices)


def _shares(voices: Sequence[tuple[Value, float]], *, scale: Scale) -> Mapping[str, float] | None:
    if not scale.values:
        return None
    total = sum(weight for _, weight in voices)
    return {str(value): sum(weight for said, weight in voices if said == value) / total for value in scale.values}
