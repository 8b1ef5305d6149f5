"""How often fifty ratings name the better of two published judges: picked by the queue, and picked at random."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figure import Figure
from tests.rating.judge_pairs import SHARED, judge_pairs

SURE = 0.95
QUEUE_REPEATS = 40
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
    hard = [one.name for one in pairs if random[100][one.name] < SURE]
    yield _count("pairs of judges", len(pairs))
    yield _count("better judge found (95 %) by 50 random ratings", sum(v >= SURE for v in random[50].values()))
    yield _count("better judge found by 100 random ratings", sum(v >= SURE for v in random[100].values()))
    yield _count("better judge found by 50 ratings of the queue", sum(v >= SURE for v in queue.values()))
    yield _count("pairs where 100 random ratings do not do", len(hard))
    yield _count("of these found by 50 ratings of the queue", sum(queue[name] >= SURE for name in hard))
    lost = sum(queue[one.name] < SURE <= random[50][one.name] for one in pairs)
    yield Figure(name="pairs where 50 random ratings do and the queue's do not", value=lost, unit="pairs", at_most=0)


def _count(name: str, value: int) -> Figure:
    return Figure(name=name, value=value, unit="pairs")
