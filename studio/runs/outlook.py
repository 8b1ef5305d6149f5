"""What a run will probably take, reckoned before it begins: calls, tokens, money, time; it calls nobody."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from studio.providers.address import parse_address
from studio.providers.prices import CostRange, Guess, estimate

# Where a model has not been called yet: from a quick answer to one that thinks first.
UNKNOWN_SECONDS = (1.0, 8.0)
# The embedded model writes 20 to 100 tokens a second, after a moment for what it reads.
LOCAL_START_SECONDS = (0.2, 2.0)
LOCAL_TOKENS_A_SECOND = (100.0, 20.0)
USUAL_IN_FLIGHT = 64
# Most batches are answered within the hour; the vendors promise a day.
BATCH_SECONDS = (60.0, 86_400.0)
SPREAD = (0.8, 1.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What one judge, or one prompt with one model, will probably take."""

    label: str
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost: CostRange | None
    """None when the price is unknown."""
    seconds: tuple[float, float]
    """Low and high."""


def outlook(
    *,
    label: str,
    model: str,
    calls: int,
    guess: Guess,
    seconds_a_call: float | None = None,
    in_flight: int = USUAL_IN_FLIGHT,
    base_url: str | None = None,
    is_batch: bool = False,
) -> Outlook:
    """What so many calls like this one will take; `seconds_a_call` is what the model took lately, None if unknown.

    `base_url` finds the price list of a server of hers. A batch takes up to a day, whatever its size.
    """
    rounds = max(float(bool(calls)), calls / in_flight)
    low, high = _a_call(model, guess, measured=seconds_a_call)
    return Outlook(
        label=label,
        model=model,
        calls=calls,
        input_tokens=calls * guess.input_tokens,
        output_tokens=calls * guess.expected_output_tokens,
        cost=estimate(model, calls=calls, guess=guess, base_url=base_url, is_batch=is_batch),
        seconds=BATCH_SECONDS if is_batch and calls else (low * rounds, high * rounds),
    )


def together_usd(outlooks: Sequence[Outlook]) -> tuple[float, float, float] | None:
    """Low, expected and high cost of all of them; None when one of their prices is unknown."""
    known = [one.cost for one in outlooks if one.cost is not None]
    if len(known) < len(outlooks):
        return None
    return (
        sum(cost.low.usd for cost in known),
        sum(cost.expected.usd for cost in known),
        sum(cost.high.usd for cost in known),
    )


def together_seconds(outlooks: Sequence[Outlook]) -> tuple[float, float]:
    """Low and high for all of them at once: models of one provider wait for each other, providers do not."""
    by_provider: dict[str, list[tuple[float, float]]] = {}
    for one in outlooks:
        by_provider.setdefault(parse_address(one.model).provider, []).append(one.seconds)
    sums = [tuple(map(sum, zip(*seconds, strict=True))) for seconds in by_provider.values()]
    return max((low for low, _ in sums), default=0.0), max((high for _, high in sums), default=0.0)


def _a_call(model: str, guess: Guess, *, measured: float | None) -> tuple[float, float]:
    if measured is not None:
        return SPREAD[0] * measured, SPREAD[1] * measured
    if not model.startswith("local:"):
        return UNKNOWN_SECONDS
    low, high = (guess.expected_output_tokens / speed for speed in LOCAL_TOKENS_A_SECOND)
    return LOCAL_START_SECONDS[0] + low, LOCAL_START_SECONDS[1] + high


def mean(numbers: Sequence[int]) -> int:
    """The mean of token counts, rounded up; 0 for none."""
    return math.ceil(sum(numbers) / len(numbers)) if numbers else 0
