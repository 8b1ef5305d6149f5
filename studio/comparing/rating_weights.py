"""What each of a rater's ratings counts in an estimate, from how it came to be rated; even picks count the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean

from studio.agreement.draw_weights import draw_weights
from studio.comparing.rater_choice import RaterChoice, weights_of
from studio.records import Rating
from studio.store.engine import Database
from studio.store.subjects import Mode, pairs_among, subject_count

EVEN = ("", "random", "again")
"""Reasons under which every sample was as likely as any other; asked again, a sample keeps its first chance."""


def rating_weights(
    database: Database, *, project: str, choice: RaterChoice, ratings: Sequence[Rating]
) -> Mapping[str, float]:
    """Weights by subject for ratings on one criterion in the order they were given; none where all count the same.

    The queue's own picks are weighed by their order and chance (see draw_weights); a chance that came from elsewhere,
    with no reason of the queue beside it, is taken as an inclusion probability and divides one.
    """
    given = [rating for rating in ratings if choice.kind != "person" or rating.rater == choice.id]
    if not any(rating.reason for rating in given):
        return weights_of(choice, given)
    if all(rating.reason in EVEN for rating in given):
        return {}
    pairs = pairs_among(database, {rating.subject for rating in given})
    found: defaultdict[str, list[float]] = defaultdict(list)
    for mode in ("direct", "pairwise"):
        of_mode = [rating for rating in given if (rating.subject in pairs) == (mode == "pairwise")]
        for rating, weight in _weighed(of_mode, population=_population(database, project, mode=mode)):
            found[rating.subject].append(weight)
    return {subject: fmean(weights) for subject, weights in found.items()}


def _population(database: Database, project: str, *, mode: str) -> int:
    kind: Mode = "pairwise" if mode == "pairwise" else "direct"
    return subject_count(database, project, mode=kind)


def _weighed(ratings: Sequence[Rating], *, population: int) -> list[tuple[Rating, float]]:
    """Each rater drew in an order of her own."""
    by_rater: defaultdict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        by_rater[rating.rater].append(rating)
    weighed: list[tuple[Rating, float]] = []
    for hers in by_rater.values():
        chances = [rating.inclusion if rating.reason else None for rating in hers]
        weights = draw_weights(chances, population=population)
        weighed += zip(hers, weights.tolist(), strict=True)
    return weighed
