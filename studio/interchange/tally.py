"""Counts what an import does while it does it, and makes the report of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from studio.interchange.limits import SKIPPED_SHOWN
from studio.interchange.report import ImportReport, SkippedLine
from studio.records import FailureKind, Rubric


@dataclass(slots=True)
class Tally:
    """The running counts of one import."""

    skipped: list[SkippedLine] = field(default_factory=list)
    skipped_total: int = 0
    guesses: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    inputs: set[str] = field(default_factory=set)
    items: dict[str, tuple[str | None, ...]] = field(default_factory=dict)
    """Each item's outputs as short marks, None for one without text."""
    pairs: int = 0
    verdicts: dict[Hashable, FailureKind | None] = field(default_factory=dict)
    """By key, the failure that the last row with it stands for; None for a value."""
    ratings: Counter[Hashable] = field(default_factory=Counter)
    """By key, how many rows had it."""
    new: Counter[str] = field(default_factory=Counter)
    """What the store took in that it did not hold before."""
    duplicates: int = 0

    def skip(self, file: str) -> Callable[[int, str], None]:
        """What a reader of this file tells its bad lines to."""

        def skipped(line: int, reason: str) -> None:
            self.skipped_total += 1
            if len(self.skipped) < SKIPPED_SHOWN:
                self.skipped.append(SkippedLine(file=file, line=line, reason=reason))

        return skipped

    def guess(self, sentence: str) -> None:
        """Takes note of something that was read off the file instead of being said."""
        self.guesses[sentence] = None

    def note(self, sentence: str) -> None:
        """Takes note of something that was left out on purpose."""
        self.notes[sentence] = None

    def verdict(self, key: Hashable, failure: FailureKind | None) -> None:
        """Counts a verdict's row."""
        self.duplicates += key in self.verdicts
        self.verdicts[key] = failure

    def rating(self, key: Hashable) -> int:
        """Counts a rating's row; returns how many rows before had the same key."""
        before = self.ratings[key]
        self.duplicates += before > 0
        self.ratings[key] += 1
        return before

    def report(self, *, project: str, files: tuple[str, ...], rubric: Rubric | None) -> ImportReport:
        """The counts as they stand."""
        failures: Counter[str] = Counter(failure for failure in self.verdicts.values() if failure)
        seen = {
            "inputs": len(self.inputs),
            "items": len(self.items),
            "ratings": self.ratings.total(),
            "verdicts": len(self.verdicts),
        }
        return ImportReport(
            project=project,
            files=files,
            rubric=rubric.name if rubric else "",
            rubric_id=rubric.id if rubric else "",
            inputs=seen["inputs"],
            items=seen["items"],
            items_without_text=sum(None in outputs for outputs in self.items.values()),
            pairs=self.pairs,
            ratings=len(self.ratings),
            verdicts=len(self.verdicts) - failures.total(),
            failures=dict(failures),
            duplicates=self.duplicates,
            already_there={name: max(number - self.new[name], 0) for name, number in seen.items()},
            skipped=tuple(sorted(self.skipped, key=lambda one: (files.index(one.file), one.line))),
            skipped_total=self.skipped_total,
            guesses=tuple(self.guesses),
            notes=tuple(self.notes),
        )
