"""Which rated samples belong together, so that a judge can be looked at on each kind; it mixes no two kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from studio.store.sample_kinds import SampleKind

PROMPT, MODEL, LENGTH = "Prompt", "Written by", "Length"
MOST_VALUES = 40
"""A tag with more values than this tells samples apart one by one, not by kind."""

Slices = Mapping[str, Mapping[str, frozenset[str]]]
"""By what samples are told apart, then by kind, the samples of it."""


def slices_of(kinds: Mapping[str, SampleKind]) -> Slices:
    """The samples by prompt, by who wrote them, by length and by each tag, where there are at least two kinds."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, kind in kinds.items():
        for by, name in ((PROMPT, kind.prompt), (MODEL, kind.system), *kind.tags.items()):
            if name:
                found[by][name].add(subject)
    split: dict[str, Mapping[str, frozenset[str]]] = {
        by: {name: frozenset(samples) for name, samples in sorted(of_kind.items(), key=_largest_first)}
        for by, of_kind in found.items()
    }
    return {by: of_kind for by, of_kind in {**split, **_by_length(kinds)}.items() if 2 <= len(of_kind) <= MOST_VALUES}


def _largest_first(kind: tuple[str, set[str]]) -> tuple[int, str]:
    name, samples = kind
    return -len(samples), name


def _by_length(kinds: Mapping[str, SampleKind]) -> Slices:
    """The shortest third, the middle one and the longest, named by the lengths between them."""
    lengths = sorted(kind.characters for kind in kinds.values())
    if not lengths:
        return {}
    low, high = lengths[len(lengths) // 3], lengths[2 * len(lengths) // 3]
    bounds = {
        f"Under {low:,} characters": range(low),
        f"{low:,} to {high:,}": range(low, high),
        f"From {high:,} on": range(high, lengths[-1] + 1),
    }
    names = {
        name: frozenset(subject for subject, kind in kinds.items() if kind.characters in bound)
        for name, bound in bounds.items()
    }
    return {LENGTH: {name: samples for name, samples in names.items() if samples}}
