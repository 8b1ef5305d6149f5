"""Who "the rater" is when several people rated: their majority, their mean, all but one; it breaks no ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from studio.agreement.arrays import FloatArray
from studio.agreement.ladder import Ladder
from studio.records import Value

Ratings = Mapping[str, Sequence[Value | None]]
"""By rater, one value per row; None where this person did not rate it."""


def majority_values(ratings: Ratings) -> list[Value | None]:
    """Per row the value that more raters gave than any other; None without ratings or with a tie."""
    return [_most_common(row) for row in zip(*ratings.values(), strict=True)]


def _most_common(row: Sequence[Value | None]) -> Value | None:
    ranked = Counter(value for value in row if value is not None).most_common(2)
    tied = len(ranked) == 2 and ranked[0][1] == ranked[1][1]
    return None if tied or not ranked else ranked[0][0]


def mean_values(ratings: Ratings, *, ladder: Ladder) -> FloatArray:
    """Per row the mean of the raters' numbers, NaN without ratings; a mean need not be a value of the scale."""
    table = rating_table(ratings, ladder=ladder)
    known = ~np.isnan(table)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, table, 0).sum(axis=0) / known.sum(axis=0))


def all_but(ratings: Ratings, *, rater: str) -> Ratings:
    """The ratings of everybody else."""
    return {name: values for name, values in ratings.items() if name != rater}


def rating_table(ratings: Ratings, *, ladder: Ladder) -> FloatArray:
    """Numbers `[raters, rows]` with NaN for missing."""
    return np.stack([ladder.read(values) for values in ratings.values()]) if ratings else np.empty((0, 0))
