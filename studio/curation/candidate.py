"""What curation is given: a sample or a pair with everything people and judges said of it; it looks nothing up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from studio.records import Input, Pair, Prompt, Rating, Sample, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sample that may go into a dataset."""

    sample: Sample
    input: Input
    prompt: Prompt | None = None
    """None where the sample was imported without its prompt."""
    ratings: tuple[Rating, ...] = ()
    """As they stand after each person's last event."""
    history: tuple[Mapping[str, Any], ...] = ()
    """What people did beside that: replaced and taken back answers, undos, flags; only where it is asked for."""
    verdicts: tuple[Verdict, ...] = ()
    kind: Literal["sample"] = "sample"

    @property
    def id(self) -> str:
        """The sample's id."""
        return self.sample.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCandidate:
    """Two samples of one input with what was said of them as a pair; both come as candidates of their own too."""

    pair: Pair
    input: Input
    ratings: tuple[Rating, ...] = ()
    """Values are "A", "tie" or "B" and always speak of the pair's A and B, never of the side they were shown on."""
    history: tuple[Mapping[str, Any], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    kind: Literal["pair"] = "pair"

    @property
    def id(self) -> str:
        """The pair's id."""
        return self.pair.id


@dataclass(frozen=True, slots=True, kw_only=True)
class InputGroup:
    """Everything that answers one input."""

    input: Input
    samples: tuple[Candidate, ...]
    pairs: tuple[PairCandidate, ...]


def tags_of(candidate: Candidate) -> Mapping[str, str]:
    """The tags of the input and of the sample; where both have one of a name, the sample's."""
    return {**candidate.input.tags, **candidate.sample.tags}


def by_input(candidates: Iterable[Candidate | PairCandidate]) -> Iterator[InputGroup]:
    """The candidates one input at a time; they must come ordered by input, so that one input is in memory at once."""
    for _, together in groupby(candidates, key=lambda candidate: candidate.input.id):
        members = tuple(together)
        yield InputGroup(
            input=members[0].input,
            samples=tuple(member for member in members if member.kind == "sample"),
            pairs=tuple(member for member in members if member.kind == "pair"),
        )
