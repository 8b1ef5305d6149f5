"""Counts what goes into a dataset while it is chosen: by split, source, value and model; it changes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from studio.curation.balance import cell_of
from studio.curation.candidate import Candidate
from studio.curation.conditions import unmet
from studio.curation.recipe import OVERALL
from studio.curation.selection import Group, Needs
from studio.curation.split import Part, text_key
from studio.curation.value import ValueRule


@dataclass(slots=True, kw_only=True)
class Contents:
    """The counts so far."""

    rule: ValueRule
    needs: Needs
    parts: Counter[Part] = field(default_factory=Counter)
    inputs: set[bytes] = field(default_factory=set)
    """The inputs, by hash."""
    cells: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    """Who says what a sample or preference is worth."""
    values: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """For each criterion, how often each value."""
    models: Counter[str] = field(default_factory=Counter)
    good: Counter[bool] = field(default_factory=Counter)
    """Where a format says good or bad, how many of each."""
    ties: int = 0

    def count(self, group: Group) -> None:
        """Takes in what goes into the dataset of one input."""
        samples = [one.chosen for one in group.preferences] if self.needs == "pairs" else group.samples
        self.parts[group.part] += len(samples)
        self.inputs.add(text_key(group.input))
        for sample in samples:
            self.models[sample.sample.system or "unknown"] += 1
            if balance := self.rule.recipe.balance:
                self.cells[" · ".join(cell_of(sample, balance=balance, rule=self.rule))] += 1
            if self.needs != "pairs":
                self._count_value(sample)
        for preference in group.preferences:
            self.sources[preference.source] += 1
            self.ties += preference.tie

    @property
    def only_class(self) -> str:
        """Where a format says good or bad and all are the same: which; else empty."""
        return "" if len(self.good) != 1 else "good" if self.good[True] else "bad"

    def as_json(self) -> dict[str, Any]:
        """The counts, in a fixed order."""
        values = {name: dict(sorted(counts.items())) for name, counts in self.values.items()}
        told = {"by_source": self.sources, "by_model": self.models}
        counts: dict[str, Any] = {name: dict(sorted(counter.items())) for name, counter in told.items()}
        if self.good:
            counts["good"], counts["bad"] = self.good[True], self.good[False]
        return {**counts, "by_value": values, "ties": self.ties}

    def _count_value(self, sample: Candidate) -> None:
        decided = self.rule.all_decided(sample)
        self.sources[decided[OVERALL].source or "no value"] += 1
        for name, one in decided.items():
            if name != OVERALL and one.value is not None:
                self.values[name][str(one.value)] += 1
        if self.needs == "labels":
            self.good[not unmet(self.rule.recipe.keep, candidate=sample, rule=self.rule)] += 1
