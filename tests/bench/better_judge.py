"""How often fifty ratings name the better of two published judges: picked by the queue, and picked at random."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.rating.judge_pairs import SHARED, JudgePair, judge_pairs

SURE = 0.95
QUEUE_REPEATS = 100
NOISE_IN_POINTS = 12.0
"""By how much luck may set the worst of 90 figures from 100 repeats below what it measures."""
RANDOM_REPEATS = 1_000


def figures() -> Iterator[Figure]:
    """The better of every two judges of the shared pairwise sets."""
    if not SHARED.is_dir():
        return
    pairs = list(judge_pairs())
    random = {
        ratings: {one.name: one.found_at_random(ratings=ratings, repeats=RANDOM_REPEATS) for one in pairs}
        for ratings in (50, 100)
    }
    queue = {one.name: one.found_by_the_queue(ratings=50, repeats=QUEUE_REPEATS) for one in pairs}
    possible = {one.name: one.best_possible(ratings=50) for one in pairs}
    hard = [one.name for one in pairs if random[100][one.name] < SURE]
    yield _count("pairs of judges", len(pairs))
    yield _count("better judge found (95 %) by 50 random ratings", sum(v >= SURE for v in random[50].values()))
    yield _count("better judge found by 100 random ratings", sum(v >= SURE for v in random[100].values()))
    yield _count("better judge found by 50 ratings of the queue", sum(v >= SURE for v in queue.values()))
    yield _count("pairs where 100 random ratings do not do", len(hard))
    yield _count("of these found by 50 ratings of the queue", sum(queue[name] >= SURE for name in hard))
    yield _count("of these that the best possible method finds", sum(possible[name] >= SURE for name in hard))
    for one in sorted(pairs, key=lambda pair: possible[pair.name]):
        if one.name in hard and min(possible[one.name], queue[one.name]) < SURE:
            yield Figure(name=_open(one, possible[one.name]), value=100 * queue[one.name], unit="of 100 by the queue")
    room = max(possible[one.name] - queue[one.name] for one in pairs)
    yield Figure(
        name="largest lead of the best possible method", value=100 * room, unit="points", at_most=NOISE_IN_POINTS
    )
    lost = sum(queue[one.name] < SURE <= random[50][one.name] for one in pairs)
    yield Figure(name="pairs where 50 random ratings do and the queue's do not", value=lost, unit="pairs", at_most=0)


def _count(name: str, value: int) -> Figure:
    return Figure(name=name, value=value, unit="pairs")


def _open(pair: JudgePair, possible: float) -> str:
    told = f"{pair.name}, {100 * abs(pair.difference):.1f} points apart on {int(pair.differs.sum())} differences"
    return f"{told}: at best {100 * possible:.0f}"
