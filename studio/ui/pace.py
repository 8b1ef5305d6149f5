"""How far she is and how fast: "45 of 100, about 6 min left"; pauses longer than a minute do not count as work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import fmean

from studio.store import rating_queue, ratings, subjects
from studio.store.rating_queue import Desk
from studio.ui.formats import duration, of
from studio.workspace import Workspace

PAUSE_SECONDS = 60.0
FEWEST_GAPS = 5
BREAK_EVERY = 25


def pace_words(workspace: Workspace, desk: Desk) -> tuple[str, float]:
    """The line above the sample, and the share that is done."""
    with workspace.reading() as database:
        given = rating_queue.given_answers(database, desk)
        samples = subjects.subject_count(database, desk.project, mode="direct")
        moments = ratings.rating_moments(database, desk.project, rater=desk.rater)
    wanted = samples * len(desk.criteria)
    words = [of(given, total=wanted) + " answers"]
    seconds = seconds_an_answer(moments)
    if seconds:
        words.append(f"{3600 / seconds:.0f} an hour")
        words.append(f"about {duration(seconds * (wanted - given))} left")
    if given and given % BREAK_EVERY == 0:
        words.append("a good moment for a break")
    return " · ".join(words), min(1.0, given / wanted) if wanted else 0.0


def seconds_an_answer(moments: Sequence[str]) -> float | None:
    """The mean time between her last answers, newest first; None before there are enough of them."""
    times = [datetime.fromisoformat(moment) for moment in moments]
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(times)]
    worked = [gap for gap in gaps if 0.0 < gap <= PAUSE_SECONDS]
    return fmean(worked) if len(worked) >= FEWEST_GAPS else None
