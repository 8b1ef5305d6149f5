"""How often the weighted interval of a share holds the truth when the queue picks on purpose; in simulation."""

from __future__ import annotations

import numpy as np

from studio.agreement.draw_weights import draw_weights
from studio.agreement.proportions import grouped_share
from studio.rating.draw import drawn

SHARE_RIGHT = 0.8


def missed(*, samples: int, ratings: int, random_share: float, repeats: int) -> float:
    """The share of 95 % intervals that leave out the agreement over all samples.

    Of what the judge gets wrong the judges disagree on 70 %, of what it gets right on 10 %; `random_share` of the picks
    are random, the others fall where the judges disagree.
    """
    random = np.random.default_rng(samples + ratings)
    right = random.random(samples) < SHARE_RIGHT
    disagree = np.where(right, random.random(samples) < 0.1, random.random(samples) < 0.7).astype(float)
    strengths = {"random": np.ones(samples), "disagree": disagree}
    shares = {"random": random_share, "disagree": 1 - random_share}
    outside = 0
    for repeat in range(repeats):
        open_, places, chances = np.ones(samples, dtype=bool), [], []
        for number in range(ratings):
            pick = drawn(strengths, shares, open_=open_, seed=f"{repeat}/{number}")
            assert pick is not None
            open_[pick.place] = False
            places.append(pick.place)
            chances.append(pick.chance)
        weights = draw_weights(chances, population=samples)
        found = grouped_share(weights * right[places], weights, n=ratings, confidence=0.95, why="")
        assert found.low is not None and found.high is not None
        outside += not found.low <= right.mean() <= found.high
    return outside / repeats
