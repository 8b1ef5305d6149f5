"""What a run would take, told before it begins (`--dry-run`); nobody is asked and nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from studio.cli import OK, tell
from studio.providers.prices import price_list_version
from studio.runs.outlook import Outlook, together_seconds, together_usd


def told_before(outlooks: Sequence[Outlook], *, as_json: bool) -> int:
    """Prints calls, tokens, cost and time, for each part and together."""
    usd, seconds = together_usd(outlooks), together_seconds(outlooks)
    told = {
        "calls": sum(one.calls for one in outlooks),
        "cost_usd": _range(usd),
        "seconds": {"low": seconds[0], "high": seconds[1]},
        "prices": price_list_version(),
        "parts": [_part(one) for one in outlooks],
    }
    lines = [_words(one) for one in outlooks]
    lines += [f"Together: {told['calls']:,} calls, {_money(usd)}, {seconds[0]:,.0f} to {seconds[1]:,.0f} seconds."]
    lines += [f"Prices: {price_list_version()}."]
    tell(told, as_json=as_json, words="\n".join(lines))
    return OK


def _part(one: Outlook) -> dict[str, Any]:
    usd = (one.cost.low.usd, one.cost.expected.usd, one.cost.high.usd) if one.cost else None
    priced_on = one.cost.expected.priced_on if one.cost else None
    return {
        "name": one.label,
        "model": one.model,
        "calls": one.calls,
        "input_tokens": one.input_tokens,
        "output_tokens": one.output_tokens,
        "cost_usd": _range(usd),
        "priced_on": priced_on.isoformat() if priced_on else None,
        "seconds": {"low": one.seconds[0], "high": one.seconds[1]},
    }


def _range(usd: tuple[float, float, float] | None) -> dict[str, float] | None:
    return dict(zip(("low", "expected", "high"), usd, strict=True)) if usd else None


def _words(one: Outlook) -> str:
    usd = (one.cost.low.usd, one.cost.expected.usd, one.cost.high.usd) if one.cost else None
    tokens = f"about {one.input_tokens:,} tokens in, {one.output_tokens:,} out"
    return f"{one.label}: {one.calls:,} calls, {tokens}, {_money(usd)}"


def _money(usd: tuple[float, float, float] | None) -> str:
    if usd is None:
        return "price unknown"
    low, expected, high = usd
    return "no cost" if high == 0 else f"{expected:,.4f} USD ({low:,.4f} to {high:,.4f})"
