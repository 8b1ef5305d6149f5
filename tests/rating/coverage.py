"""How often the weighted interval of a share holds the truth when the queue picks on purpose; in simulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.agreement.draw_weights import draw_weights, too_few_at_random
from studio.agreement.proportions import grouped_share

SAMPLES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A judge to be measured: how often it is right, and where the judges disagree."""

    right: float
    disagree_if_right: float = 0.1
    disagree_if_wrong: float = 0.7


HELPFUL, USELESS = (0.1, 0.7), (0.2, 0.2)
"""How often the judges disagree where this one is right and where it is wrong: they know, or it tells nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What came of many sessions of the queue."""

    held: float
    """The share of 95 % intervals that hold the agreement over all samples."""
    off: float
    """Mean estimate minus the truth."""
    error_of_off: float
    width: float
    refused: float
    """The share of sessions in which the studio gives no estimate."""


def coverage(field: Field, *, ratings: int, random_share: float, repeats: int) -> Coverage:
    """Over sessions in which `random_share` of the picks are random and the others fall where the judges disagree."""
    random = np.random.default_rng([ratings, int(100 * random_share), int(100 * field.right)])
    found, refused = [], 0
    for _ in range(repeats):
        right, disagree = _samples(field, random)
        places, chances, at_random = _session(disagree, count=ratings, random_share=random_share, random=random)
        if random_share < 1 and too_few_at_random(at_random, of=ratings):
            refused += 1
            continue
        weights = draw_weights(chances, population=SAMPLES)
        heaviest = float(weights.max()) if random_share < 1 else None
        hits = weights * right[places]
        share = grouped_share(hits, weights, n=ratings, confidence=0.95, why="", heaviest=heaviest)
        assert share.value is not None and share.low is not None and share.high is not None
        truth = float(right.mean())
        found.append((share.low <= truth <= share.high, share.value - truth, share.high - share.low))
    if not found:
        return Coverage(held=np.nan, off=np.nan, error_of_off=np.nan, width=np.nan, refused=1.0)
    held, off, width = np.array(found, dtype=float).T
    return Coverage(
        held=float(held.mean()),
        off=float(off.mean()),
        error_of_off=float(off.std() / np.sqrt(len(off))),
        width=float(width.mean()),
        refused=refused / repeats,
    )


def _samples(field: Field, random: np.random.Generator) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    right = random.random(SAMPLES) < field.right
    chance = np.where(right, field.disagree_if_right, field.disagree_if_wrong)
    return right.astype(float), random.random(SAMPLES) < chance


def _session(
    disagree: npt.NDArray[np.bool_], *, count: int, random_share: float, random: np.random.Generator
) -> tuple[list[int], list[float], int]:
    """The picks of `studio.rating.draw`, with one random number instead of a seed in words, for speed."""
    orders = {True: iter(random.permutation(len(disagree))), False: iter(random.permutation(np.flatnonzero(disagree)))}
    taken = np.zeros(len(disagree), dtype=bool)
    hard_left = int(disagree.sum())
    places, chances, at_random = [], [], 0
    for number in range(count):
        own = random_share if hard_left else 1.0
        is_random = bool(random.random() < own)
        place = int(next(one for one in orders[is_random] if not taken[one]))
        chances.append(own / (len(disagree) - number) + ((1 - own) / hard_left if disagree[place] else 0.0))
        taken[place] = True
        hard_left -= int(disagree[place])
        at_random += is_random
        places.append(place)
    return places, chances, at_random
