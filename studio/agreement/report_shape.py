"""The shape of everything that is known of one judge against one rater; it refuses a number without n and interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.agreement.baselines import Baseline
from studio.agreement.by_value import Confusion, ValueFigures
from studio.agreement.figures import Figure
from studio.agreement.probability import ProbabilityReport
from studio.records import Level, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReport:
    """What is known about how far a judge shares a rater's taste on one criterion."""

    n: int
    without_rating: int
    without_verdict: int
    """Rated samples where the judge has no verdict: errors, or not judged yet."""
    groups: int
    """How many inputs the rated samples belong to."""
    weighted: bool
    """Whether ratings count differently, since samples were picked on purpose."""
    values: tuple[Value, ...]
    level: Level
    off_scale: tuple[float, ...]
    """Numbers met that are not values of the scale, such as means of runs; none of them is rounded."""
    figures: Mapping[str, Figure]
    per_value: tuple[ValueFigures, ...]
    confusion: Confusion | None
    baselines: tuple[Baseline, ...]
    probability: ProbabilityReport | None
    notes: tuple[str, ...] = ()
    refusal: str = ""
    """Why no figure has a value although enough is rated."""

    def __getitem__(self, key: str) -> Figure:
        return self.figures[key]
