"""All ratings and verdicts under one content of a rubric, read once, for a page that measures whatever she asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.evidence import SAME_WEIGHT
from studio.agreement.figures import Figure
from studio.agreement.grouping import grouping
from studio.agreement.proportions import grouped_mean, grouped_share
from studio.comparing.comparison import usual_level
from studio.comparing.heard import Heard, heard_verdicts
from studio.comparing.held import Held, held_ratings
from studio.comparing.judge_comparison import JudgeComparison
from studio.comparing.rater_choice import RaterChoice, chosen_rater
from studio.comparing.slices import Slices, slices_of
from studio.records import Rater, Rating, Rubric
from studio.store.engine import Database
from studio.store.raters import raters
from studio.store.ratings import ratings
from studio.store.sample_kinds import sample_kinds
from studio.store.subjects import inputs_of_subjects

NOTHING_SHARED = "No sample has both a rating and a verdict."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opinions:
    """What people and judges have said."""

    project: str
    rubric: Rubric
    people: tuple[Rater, ...]
    ratings: tuple[Rating, ...]
    heard: tuple[Heard, ...]
    groups: Mapping[str, str]
    """Each rated sample's input."""
    slices: Slices

    def held_by(self, database: Database, who: str | None) -> tuple[RaterChoice, tuple[Held, ...]]:
        """The chosen rater and her ratings by criterion."""
        choice = chosen_rater(who, raters=self.people, level=usual_level(self.rubric))
        held = held_ratings(database, project=self.project, rubric=self.rubric, choice=choice, ratings=self.ratings)
        return choice, held


def read_opinions(database: Database, *, project: str, rubric: Rubric) -> Opinions:
    """Everything said under this content of the rubric about samples that somebody has rated."""
    given = ratings(database, project, rubric_id=rubric.id)
    rated = {rating.subject for rating in given if rating.value is not None}
    return Opinions(
        project=project,
        rubric=rubric,
        people=tuple(raters(database, project)),
        ratings=tuple(given),
        heard=heard_verdicts(database, project=project, rubric=rubric, subjects=rated),
        groups=inputs_of_subjects(database, rated),
        slices=slices_of(sample_kinds(database, rated)),
    )


def pooled_agreement(compared: Sequence[JudgeComparison], groups: Mapping[str, str]) -> Figure:
    """One judge's share of equal values over several criteria, weighed as in each of them, with its interval."""
    rows = [(one, row) for one in compared for row in one.rows]
    same = np.array([hers == judged for _, (_, hers, judged) in rows], dtype=float)
    weight = np.array([one.drawn[row[0]].weight if row[0] in one.drawn else 1.0 for one, row in rows], dtype=float)
    names = [groups.get(subject, subject) for _, (subject, _, _) in rows]
    by_input = grouping(names, counts=np.ones(len(rows), dtype=bool))
    hits, totals = by_input.by_unit(np.stack([same * weight, weight], axis=1)).T
    return grouped_share(
        hits,
        totals,
        n=len(rows),
        confidence=0.95,
        why=next((one.report.refusal for one in compared if one.report.refusal), NOTHING_SHARED),
        heaviest=float(totals.max()) if rows and np.ptp(weight) > SAME_WEIGHT else None,
    )


def is_too_close(
    nearest: Sequence[JudgeComparison], other: Sequence[JudgeComparison], *, groups: Mapping[str, str], rivals: int
) -> bool:
    """Whether another judge may be as near to her, on what both judged; strict for the best of `rivals`."""
    rows = {(one.criterion.id, row[0]): row[1] == row[2] for one in other for row in one.rows}
    gaps = [
        (groups.get(row[0], row[0]), float(row[1] == row[2]) - rows[key], one.drawn.get(row[0]))
        for one in nearest
        for row in one.rows
        if (key := (one.criterion.id, row[0])) in rows
    ]
    by_input = grouping([name for name, _, _ in gaps], counts=np.ones(len(gaps), dtype=bool))
    weight = np.array([1.0 if drawn is None else drawn.weight for _, _, drawn in gaps])
    apart = np.array([gap for _, gap, _ in gaps]) * weight
    sums, totals = by_input.by_unit(np.stack([apart, weight], axis=1)).T
    gap = grouped_mean(sums, totals, n=len(gaps), confidence=1 - 0.05 / max(rivals, 1), why=NOTHING_SHARED)
    least = gap.value if gap.low is None else gap.low
    return least is None or least <= 0


def in_slice(slices: Slices, chosen: str) -> Collection[str] | None:
    """The samples of a slice by its name, "by=kind"; None, which is all of them, for a name that is not known."""
    by, _, kind = chosen.partition("=")
    return slices.get(by, {}).get(kind)
