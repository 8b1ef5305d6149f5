"""How far she is and how fast: "45 of 100, about 6 min left"; pauses longer than a minute do not count as work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import fmean

from studio.ui.formats import duration, of

PAUSE_SECONDS = 60.0
FEWEST_GAPS = 5
LAST_ANSWERS = 50
BREAK_EVERY = 25


def pace_words(moments: Sequence[str], *, wanted: int, more: int | None) -> tuple[str, float]:
    """The quiet line and the share that is done, of all that could be answered or of what the decision takes."""
    given = len(moments)
    left = max(wanted - given, 0) if more is None else more
    words = [f"{of(given, total=wanted)} answers"]
    seconds = seconds_an_answer(moments[-LAST_ANSWERS:])
    if seconds:
        words.append(f"{3600 / seconds:,.0f} an hour")
        if left:
            words.append(f"about {duration(seconds * left)} left")
    if given and given % BREAK_EVERY == 0:
        words.append("a good moment for a break")
    return " · ".join(words), given / (given + left) if given + left else 0.0


def seconds_an_answer(moments: Sequence[str]) -> float | None:
    """The mean time between answers, oldest first; None before there are enough of them."""
    times = sorted(datetime.fromisoformat(moment) for moment in moments)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    worked = [gap for gap in gaps if 0.0 < gap <= PAUSE_SECONDS]
    return fmean(worked) if len(worked) >= FEWEST_GAPS else None
