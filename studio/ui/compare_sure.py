"""Differences narrowed by how sure the judge was of its verdict, where it said so; it asks no judge."""

from __future__ import annotations

from collections.abc import Sequence

from studio.comparing.heard import Heard
from studio.records import Value
from studio.ui.addressed import addressed_choice

Row = tuple[str, Value, Value]
SURE = 0.9
UNSURE = 0.7
CHOICES = {
    "": "However sure it was",
    "sure": f"Sure of it: {SURE:.0%} or more".replace("%", " %"),
    "unsure": f"Unsure: below {UNSURE:.0%}".replace("%", " %"),
}


def by_confidence(rows: Sequence[Row], heard: Heard) -> Sequence[Row]:
    """Those rows on which the judge was as sure as she asks; no choice where verdicts carry no probabilities."""
    known = {row[0]: chance for row in rows if (chance := _confidence(heard, row)) is not None}
    if not known:
        return rows
    chosen = addressed_choice("The judge was", options=CHOICES, key="compare_confidence", name="confidence", width=240)
    if not chosen:
        return rows
    wanted = {name for name, chance in known.items() if (chance >= SURE if chosen == "sure" else chance < UNSURE)}
    return [row for row in rows if row[0] in wanted]


def _confidence(heard: Heard, row: Row) -> float | None:
    """The chance the judge gave to the verdict it then gave."""
    subject, _, judged = row
    return heard.said.probabilities.get(subject, {}).get(str(judged))
