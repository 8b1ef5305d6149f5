"""What each of a rater's ratings counts in an estimate, from how it came to be rated; even picks count the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from studio.agreement.draw_weights import draw_weights
from studio.comparing.rater_choice import RaterChoice, weights_of
from studio.records import Rating
from studio.store.engine import Database
from studio.store.ratings import FirstPick, first_picks
from studio.store.subjects import Mode, pairs_among, subject_count

EVEN = ("", "random", "again")
"""Reasons under which every sample was as likely as any other; asked again, a sample keeps its first chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """How one sample came to be rated."""

    weight: float
    at_random: bool
    """Whether it was a random pick, or taken for one: its chance is not known, or all samples are rated."""


def rating_weights(
    database: Database, *, project: str, choice: RaterChoice, ratings: Sequence[Rating]
) -> Mapping[str, Drawn]:
    """By subject what ratings on one criterion count; empty where all count the same.

    The queue's own picks are weighed by their chance and by when they were first drawn (see draw_weights); a chance
    that came from elsewhere, with no reason of the queue beside it, is an inclusion probability and divides one.
    """
    given = [rating for rating in ratings if choice.kind != "person" or rating.rater == choice.id]
    if not any(rating.reason for rating in given):
        return {one: Drawn(weight=weight, at_random=True) for one, weight in weights_of(choice, given).items()}
    picks = first_picks(database, project, criterion=given[0].criterion)
    drawn = [
        (rating, picks.get((rating.rater, rating.rubric_id, rating.subject)) or _carried(rating)) for rating in given
    ]
    if all(pick.reason in EVEN for _, pick in drawn):
        return {}
    pairs = pairs_among(database, {rating.subject for rating in given})
    found: defaultdict[str, list[Drawn]] = defaultdict(list)
    for mode in ("direct", "pairwise"):
        of_mode = [one for one in drawn if (one[0].subject in pairs) == (mode == "pairwise")]
        for subject, one in _weighed(of_mode, population=_population(database, project, mode=mode)):
            found[subject].append(one)
    return {
        subject: Drawn(weight=fmean(one.weight for one in several), at_random=any(one.at_random for one in several))
        for subject, several in found.items()
    }


def weights_in_order(drawn: Mapping[str, Drawn], subjects: Sequence[str]) -> list[float] | None:
    """What the rating of each of these subjects counts; None where all count the same."""
    return [drawn[one].weight if one in drawn else 1.0 for one in subjects] if drawn else None


def at_random(drawn: Mapping[str, Drawn], subjects: Sequence[str]) -> int:
    """How many of these subjects were random picks; all of them where nothing was picked on purpose."""
    return sum(one not in drawn or drawn[one].at_random for one in subjects)


def _carried(rating: Rating) -> FirstPick:
    """A rating that holds from a former wording: drawn under that one, before all of this one."""
    return FirstPick(event_id=0, reason=rating.reason, chance=rating.inclusion)


def _population(database: Database, project: str, *, mode: str) -> int:
    kind: Mode = "pairwise" if mode == "pairwise" else "direct"
    return subject_count(database, project, mode=kind)


def _weighed(drawn: Sequence[tuple[Rating, FirstPick]], *, population: int) -> Iterator[tuple[str, Drawn]]:
    """Each rater drew in an order of her own, under each wording anew."""
    by_rater: defaultdict[tuple[str, str], list[tuple[Rating, FirstPick]]] = defaultdict(list)
    for rating, pick in drawn:
        by_rater[rating.rater, rating.rubric_id].append((rating, pick))
    for hers in by_rater.values():
        hers.sort(key=lambda one: one[1].event_id)
        is_all = len(hers) >= population
        weights = draw_weights([pick.chance if pick.reason else None for _, pick in hers], population=population)
        for (rating, pick), weight in zip(hers, weights.tolist(), strict=True):
            yield rating.subject, Drawn(weight=weight, at_random=pick.reason in EVEN or is_all)
