"""What an import did, in numbers, in words and as JSON; nothing left out goes unnamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedLine:
    """One line that was not taken in."""

    file: str
    line: int
    """Counted from one; in JSON arrays and Parquet files the number of the row."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What came in, what was there already, what was left out and why, and what was guessed."""

    project: str
    files: tuple[str, ...]
    rubric: str = ""
    """The name of the rubric that ratings and verdicts were kept under; empty when there were none."""
    rubric_id: str = ""
    inputs: int = 0
    items: int = 0
    """Samples and pairs, those without text included."""
    items_without_text: int = 0
    pairs: int = 0
    ratings: int = 0
    """Values that people gave, and what else they did: skips, flags, undos."""
    verdicts: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    """Verdicts without a value, by kind."""
    duplicates: int = 0
    """Rows replaced by a later row of the same file set with the same key."""
    already_there: Mapping[str, int] = field(default_factory=dict)
    """How many of the inputs, items, ratings and verdicts the project held before."""
    skipped: tuple[SkippedLine, ...] = ()
    """The first fifty lines that were not taken in."""
    skipped_total: int = 0
    guesses: tuple[str, ...] = ()
    """What was not said and therefore read off the file."""
    notes: tuple[str, ...] = ()
    """What was left out on purpose."""

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON."""
        plain = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}

    def in_words(self) -> str:
        """The report as a person reads it, a line for each thing."""
        return "\n".join(
            [
                f"{self._came_in()} came into the project {self.project}.",
                *self._told(),
                *self._skipped_in_words(),
                *(f"Guessed: {guess}" for guess in self.guesses),
                *(f"Note: {note}" for note in self.notes),
            ]
        )

    def _came_in(self) -> str:
        counts = [
            counted(self.inputs, "input"),
            counted(self.items, "item"),
            counted(self.ratings, "rating"),
            counted(self.verdicts + sum(self.failures.values()), "verdict"),
        ]
        return ", ".join(counts[:-1]) + " and " + counts[-1]

    def _told(self) -> list[str]:
        lines = []
        if self.pairs:
            lines.append(f"{counted(self.pairs, 'item')} of them: pairs of two outputs.")
        if self.items_without_text:
            lines.append(
                f"{counted(self.items_without_text, 'item')} without text: what was said of them counts, "
                "they are neither shown for rating nor judged."
            )
        if self.failures:
            kinds = ", ".join(f"{number:,} {kind.replace('_', ' ')}" for kind, number in sorted(self.failures.items()))
            lines.append(f"{counted(sum(self.failures.values()), 'verdict')} kept as failures: {kinds}.")
        if self.duplicates:
            lines.append(f"{counted(self.duplicates, 'row')} replaced by a later row with the same key.")
        if there := [f"{number:,} {name}" for name, number in self.already_there.items() if number]:
            lines.append(f"Already there: {', '.join(there)}.")
        return lines

    def _skipped_in_words(self) -> list[str]:
        if not self.skipped_total:
            return ["No line was skipped."]
        lines = [f"{counted(self.skipped_total, 'line')} skipped:"]
        lines += [f"  {one.file}, line {one.line:,}: {one.reason}" for one in self.skipped]
        if self.skipped_total > len(self.skipped):
            lines.append(f"  and {self.skipped_total - len(self.skipped):,} more")
        return lines


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it belongs."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
