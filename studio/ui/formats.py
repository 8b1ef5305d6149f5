"""Numbers, times, durations and money in words a person reads; an unknown number is a word, never zero."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

UNKNOWN = "unknown"
MINUS = "−"


def number(value: float | None, *, digits: int = 0) -> str:
    """1,234 or 0.71; an undefined number is a dash."""
    return "–" if value is None else f"{round(value, digits) or 0.0:,.{digits}f}".replace("-", MINUS)


def counted(count: int, singular: str, *, plural: str | None = None) -> str:
    """One sample, 1,234 samples."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def of(done: int, *, total: int) -> str:
    """45 of 100."""
    return f"{done:,} of {total:,}"


def percent(share: float | None, *, digits: int = 0) -> str:
    """84 %, from a share between 0 and 1."""
    return "–" if share is None else f"{share * 100:.{digits}f} %"


def percent_interval(share: float | None, *, low: float | None, high: float | None) -> str:
    """84 % [77–89], from shares between 0 and 1."""
    if share is None:
        return "–"
    return percent(share) + ("" if low is None or high is None else f" [{low * 100:.0f}–{high * 100:.0f}]")


def coefficient_interval(value: float | None, *, low: float | None, high: float | None) -> str:
    """0.62 [0.51, 0.73]."""
    if value is None:
        return "–"
    interval = "" if low is None or high is None else f" [{number(low, digits=2)}, {number(high, digits=2)}]"
    return number(value, digits=2) + interval


def duration(seconds: float | None) -> str:
    """A few seconds, 45 s, 6 min, 1 h 20 min, 3 days."""
    if seconds is None:
        return UNKNOWN
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return counted(round(hours / 24), "day")


def duration_range(low: float, high: float) -> str:
    """About 6 min, or 4 to 9 min where the two ends read differently."""
    shortest, longest = duration(low), duration(high)
    if shortest == longest:
        return shortest if shortest.startswith("a ") else f"about {shortest}"
    amount, _, unit = shortest.partition(" ")
    same_unit = longest.partition(" ")[2] == unit and amount.isdigit()
    return f"{amount if same_unit else shortest} to {longest}"


def money(usd: float | None) -> str:
    """About 0.42 USD; below a cent says so; an unknown price is "price unknown", never zero."""
    if usd is None:
        return "price unknown"
    if usd == 0:
        return "no cost"
    if usd < 0.01:
        return "under 0.01 USD"
    return f"about {usd:,.2f} USD" if usd < 100 else f"about {usd:,.0f} USD"


def byte_size(count: int) -> str:
    """812 bytes, 1.4 MB."""
    size = float(count)
    if size < 1000:
        return counted(count, "byte")
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 1000 or unit == "GB":
            break
    return f"{size:.1f} {unit}" if size < 10 else f"{size:,.0f} {unit}"


def her_time(utc_text: str | None, *, now: datetime | None = None) -> str:
    """A stored UTC time in her time zone: 14:05 today, 3 Nov 14:05, or 3 Nov 2025 14:05."""
    if not utc_text:
        return UNKNOWN
    zone = her_zone()
    moment = datetime.fromisoformat(utc_text)
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)
    today = (now or datetime.now(UTC)).astimezone(zone)
    clock = f"{local:%H:%M}"
    if local.date() == today.date():
        return clock
    return f"{local.day} {local:%b} " + (clock if local.year == today.year else f"{local.year} {clock}")


def her_zone() -> ZoneInfo:
    """Her browser's time zone, or UTC where it is not known."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ValueError, KeyError, OSError):
        return ZoneInfo("UTC")
