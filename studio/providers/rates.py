"""What an answer says of its provider's limits, in OpenAI's and Anthropic's headers; it holds nobody to them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime

from studio.calls import Allowance, Rates

_UNIT_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_OPENAI = "x-ratelimit-{what}-{of}"
_ANTHROPIC = "anthropic-ratelimit-{of}-{what}"


def rates_in(headers: Mapping[str, str], *, now: float) -> Rates | None:
    """The limits that an answer reports, `now` in seconds since 1970; None when it reports none."""
    for form in (_OPENAI, _ANTHROPIC):
        requests = _allowance(headers, form=form, of="requests", now=now)
        tokens = _allowance(headers, form=form, of="tokens", now=now)
        if requests or tokens:
            return Rates(requests=requests, tokens=tokens)
    return None


def _allowance(headers: Mapping[str, str], *, form: str, of: str, now: float) -> Allowance | None:
    said = headers.get(form.format(what="limit", of=of))
    if said is None:
        return None
    limit, remaining = _number(said), _number(headers.get(form.format(what="remaining", of=of)))
    full_in = _seconds_until(headers.get(form.format(what="reset", of=of)) or "", now=now)
    if limit is None or remaining is None or full_in is None or limit <= 0.0:
        return None
    return Allowance(limit=limit, remaining=max(0.0, remaining), full_in_seconds=full_in)


def _seconds_until(said: str, *, now: float) -> float | None:
    """OpenAI says `6m0s` or `12ms`, some servers a plain number of seconds, Anthropic a moment."""
    spans = _SPAN.findall(said)
    if spans and "".join(number + unit for number, unit in spans) == said:
        return sum(float(number) * _UNIT_SECONDS[unit] for number, unit in spans)
    number = _number(said)
    if number is not None:
        return max(0.0, number)
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - now) if moment.tzinfo else None


def _number(said: str | None) -> float | None:
    try:
        number = float(said or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
