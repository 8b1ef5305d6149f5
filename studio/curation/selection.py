"""What a selection is: what goes into a dataset of one input, and in the end what became of everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from studio.curation.candidate import Candidate, PairCandidate
from studio.curation.funnel import Step
from studio.curation.preferences import Preference
from studio.curation.scan import Finding
from studio.curation.split import Part
from studio.curation.value import ValueRule
from studio.records import Prompt

Needs = Literal["samples", "labels", "pairs", "both"]
"""What a format is made of: kept samples; samples known good or bad; preferences; samples and pairs as they are."""
Candidates = Iterable[Candidate | PairCandidate]
"""Ordered by input; an iterable that can be walked twice, such as a list or an object that asks the store again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What goes into a dataset of one input."""

    part: Part
    input: str
    """What makes two inputs the same one; see split.input_key."""
    samples: tuple[Candidate, ...]
    pairs: tuple[PairCandidate, ...]
    preferences: tuple[Preference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was chosen, and what became of the rest."""

    needs: Needs
    noun: str
    """What one of the chosen is called."""
    rule: ValueRule
    size: int
    """How many samples, or preferences where the format is made of them, were chosen."""
    only_class: str
    """Where the format marks good and bad and all are the same: which; else empty."""
    prompts: tuple[Prompt, ...]
    """The prompts the samples were written under."""
    steps: tuple[Step, ...]
    """The funnel of samples."""
    pair_steps: tuple[Step, ...]
    """The funnel of pairs, where the format takes them."""
    parts: Mapping[Part, int]
    """How many samples or preferences each split has."""
    inputs: int
    cells: Mapping[str, int]
    """How many there are of each cell the recipe balances over."""
    findings: tuple[Finding, ...]
    """The first few hundred."""
    finding_counts: Mapping[str, int]
    notes: tuple[str, ...]
