"""Counts what goes into a dataset while it is written: by source, value and model; it changes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from studio.curation.conditions import unmet
from studio.curation.recipe import OVERALL
from studio.curation.selection import Group, Selection


@dataclass(slots=True, kw_only=True)
class Contents:
    """The counts so far."""

    sources: Counter[str] = field(default_factory=Counter)
    """Who says what a sample or preference is worth."""
    values: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """For each criterion, how often each value."""
    models: Counter[str] = field(default_factory=Counter)
    good: Counter[bool] = field(default_factory=Counter)
    """Where a format says good or bad, how many of each."""
    ties: int = 0

    def counted(self, groups: Iterable[Group], *, selection: Selection) -> Iterator[Group]:
        """The same groups, counted on their way."""
        for group in groups:
            if selection.needs == "pairs":
                self._count_preferences(group)
            else:
                self._count_samples(group, selection=selection)
            yield group

    def as_json(self) -> dict[str, Any]:
        """The counts, in a fixed order."""
        values = {name: dict(sorted(counts.items())) for name, counts in self.values.items()}
        told = {"by_source": self.sources, "by_model": self.models}
        counts: dict[str, Any] = {name: dict(sorted(counter.items())) for name, counter in told.items()}
        if self.good:
            counts["good"], counts["bad"] = self.good[True], self.good[False]
        return {**counts, "by_value": values, "ties": self.ties}

    def _count_samples(self, group: Group, *, selection: Selection) -> None:
        rule = selection.rule
        for sample in group.samples:
            self.models[sample.sample.system or "unknown"] += 1
            decided = rule.all_decided(sample)
            self.sources[decided[OVERALL].source or "no value"] += 1
            for name, one in decided.items():
                if name != OVERALL and one.value is not None:
                    self.values[name][str(one.value)] += 1
            if selection.needs == "labels":
                self.good[not unmet(rule.recipe.keep, candidate=sample, rule=rule)] += 1

    def _count_preferences(self, group: Group) -> None:
        for preference in group.preferences:
            self.sources[preference.source] += 1
            self.models[preference.chosen.sample.system or "unknown"] += 1
            self.ties += preference.tie
