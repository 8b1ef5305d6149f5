"""How often the 95 % interval from a mixed queue holds the truth, by ratings, random share and judge."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.bench.figure import Figure
from tests.rating.coverage import HELPFUL, USELESS, Field, coverage

REPEATS = 800
RATINGS = (30, 50, 100, 200)
RANDOM_SHARES = (0.1, 0.2, 0.4)
RIGHT = (0.6, 0.8, 0.9, 0.98)
MOST_MISSED = 7.0
"""Five, and two points."""


def figures() -> Iterator[Figure]:
    """Misses of 100 where an estimate is given, and how far the estimate is off on average, in points."""
    for ratings, random_share, where in product(RATINGS, RANDOM_SHARES, (HELPFUL, USELESS)):
        for right in RIGHT:
            field = Field(right=right, disagree_if_right=where[0], disagree_if_wrong=where[1])
            found = coverage(field, ratings=ratings, random_share=random_share, repeats=REPEATS)
            kind = "judges know" if where == HELPFUL else "judges do not"
            name = f"{ratings} ratings, {random_share:.0%} random, right on {right:.0%}, {kind}"
            if found.refused > 0.95:
                yield Figure(name=f"{name}: refused", value=100 * found.refused, unit="of 100")
                continue
            told = (
                f"{name}: off {100 * found.off:+.1f}, wide {100 * found.width:.0f}, refused {found.refused:.0%}; missed"
            )
            yield Figure(name=told, value=100 * (1 - found.held), unit="of 100", at_most=MOST_MISSED)
