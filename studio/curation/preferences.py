"""Makes preference pairs of one input: from pairwise ratings, order-consistent verdicts and differences in value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Protocol

from studio.curation.candidate import Candidate, PairCandidate
from studio.curation.pair_votes import Vote, rating_votes, verdict_votes
from studio.curation.recipe import PairSource
from studio.curation.split import place
from studio.curation.value import Decided, ValueRule

MOST_COMPARED = 100
"""Samples of one input whose values are compared: a hundred make 4,950 pairs."""


class Drop(Protocol):
    """Told of every pair that is not made, with the reason."""

    def __call__(self, identity: str, *, reason: str, count: int = 1) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """One sample preferred to another, or two that are as good as each other."""

    chosen: Candidate
    rejected: Candidate
    margin: float
    """From 0 (a tie) to 1: the difference as a share of the scale, or how far the voices outweigh each other."""
    source: PairSource
    by: tuple[str, ...] = ()
    criterion: str = ""

    @property
    def id(self) -> str:
        """The two samples' ids."""
        return f"{self.chosen.id}>{self.rejected.id}"

    @property
    def tie(self) -> bool:
        """Whether neither is better."""
        return self.margin == 0


def preferences(
    samples: Sequence[Candidate], pairs: Sequence[PairCandidate], *, rule: ValueRule, drop: Drop
) -> Iterator[Preference]:
    """The preferences of one input; what was said of a pair comes before a difference in values."""
    there = {sample.id: sample for sample in samples}
    spoken: set[tuple[str, str]] = set()
    for pair in pairs:
        if pair.pair.sample_a not in there or pair.pair.sample_b not in there:
            drop(pair.id, reason="one of its samples was dropped")
        elif (found := _of_pair(pair, samples=there, rule=rule, drop=drop)) is not None:
            a, b = sorted((pair.pair.sample_a, pair.pair.sample_b))
            spoken.add((a, b))
            yield found
    yield from _of_values(samples, spoken=spoken, rule=rule, drop=drop)


def _of_pair(
    pair: PairCandidate, *, samples: Mapping[str, Candidate], rule: ValueRule, drop: Drop
) -> Preference | None:
    sources = rule.recipe.pairs.sources
    ratings = rating_votes(pair, rule=rule) if "pairwise_rating" in sources else ()
    if ratings:
        return _voted(pair, samples=samples, votes=ratings, source="pairwise_rating", rule=rule)
    if "pairwise_verdict" not in sources or not pair.verdicts:
        return None
    heard = verdict_votes(pair, rule=rule)
    if heard.votes:
        return _voted(pair, samples=samples, votes=heard.votes, source="pairwise_verdict", rule=rule)
    drop(pair.id, reason=heard.why)
    return None


def _voted(
    pair: PairCandidate,
    *,
    samples: Mapping[str, Candidate],
    votes: Sequence[Vote],
    source: PairSource,
    rule: ValueRule,
) -> Preference:
    balance = sum(vote for _, vote in votes) / len(votes)
    a, b = samples[pair.pair.sample_a], samples[pair.pair.sample_b]
    better, worse = (a, b) if balance >= 0 else (b, a)
    return Preference(
        chosen=better,
        rejected=worse,
        margin=abs(balance),
        source=source,
        by=tuple(dict.fromkeys(who for who, _ in votes)),
        criterion=rule.recipe.pairs.criterion,
    )


def _of_values(
    samples: Sequence[Candidate], *, spoken: set[tuple[str, str]], rule: ValueRule, drop: Drop
) -> Iterator[Preference]:
    pairs = rule.recipe.pairs
    if not {"rating_difference", "verdict_difference"} & set(pairs.sources):
        return
    valued = [(sample, rule.decided(sample, criterion=pairs.criterion)) for sample in _compared(samples, rule=rule)]
    if len(valued) < len(samples):
        left_out = comb(len(samples), 2) - comb(len(valued), 2)
        drop(samples[0].id, reason=f"more than {MOST_COMPARED} samples of one input", count=left_out)
    for (one, one_value), (other, other_value) in combinations(valued, 2):
        # They come ordered by id, as the two that were spoken of do.
        if spoken and (one.id, other.id) in spoken:
            continue
        why = _not_comparable(one_value, other_value, rule=rule) or _different_prompts(one, other, rule=rule)
        if why:
            drop(f"{one.id}>{other.id}", reason=why)
        else:
            yield _by_difference(one, one_value, other, other_value, criterion=pairs.criterion)


def _compared(samples: Sequence[Candidate], *, rule: ValueRule) -> Sequence[Candidate]:
    """All samples of an input, or a hundred of them by hash where there are more; ordered by id."""
    if len(samples) > MOST_COMPARED:
        seed = rule.recipe.split.seed
        samples = sorted(samples, key=lambda sample: place(sample.id, seed=seed))[:MOST_COMPARED]
    return sorted(samples, key=lambda sample: sample.id)


def _not_comparable(one: Decided, other: Decided, *, rule: ValueRule) -> str:
    if one.share is None or other.share is None:
        return "one of the two has no value"
    if _difference_source(one, other) not in rule.recipe.pairs.sources:
        return "made from a source the recipe leaves out"
    if 0 < abs(one.share - other.share) < rule.recipe.pairs.least_margin - 1e-9:
        return "the difference is below the margin"
    return ""


def _different_prompts(one: Candidate, other: Candidate, *, rule: ValueRule) -> str:
    same = one.sample.prompt_id == other.sample.prompt_id
    return "" if same or rule.recipe.pairs.across_prompts else "written under different prompts"


def _by_difference(
    one: Candidate, one_value: Decided, other: Candidate, other_value: Decided, *, criterion: str
) -> Preference:
    one_share, other_share = one_value.share or 0.0, other_value.share or 0.0
    if other_share > one_share:
        one, one_value, other, other_value = other, other_value, one, one_value
    return Preference(
        chosen=one,
        rejected=other,
        margin=abs(one_share - other_share),
        source=_difference_source(one_value, other_value),
        by=tuple(dict.fromkeys(one_value.by + other_value.by)),
        criterion=criterion,
    )


def _difference_source(one: Decided, other: Decided) -> PairSource:
    return "rating_difference" if one.source == other.source == "rating" else "verdict_difference"
