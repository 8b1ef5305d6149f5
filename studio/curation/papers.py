"""What a dataset must carry to be trusted: rubric, judges, agreement, licence, limits; filled in by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.agreement.figures import Figure
from studio.records import Judge, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePaper:
    """A judge as it is described to those who use the dataset."""

    judge: Judge
    name: str
    exact_model: str = ""
    """The model id its provider reported."""
    prompt_hash: str = ""
    agreement: Mapping[str, Figure] = field(default_factory=dict)
    """Agreement with her by criterion; "overall" stands for all criteria together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How many of all samples pass a criterion, from a judge's verdicts corrected by her ratings."""

    criterion: str
    judge: str
    """The name of the judge whose verdicts were corrected."""
    samples: int
    """All samples with a verdict, rated or not."""
    share: Figure
    """The share that passes; its n is how many ratings corrected it."""
    assumption: str = ""
    """What must hold for the number to be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What the manifest and the card say beside what the selection itself shows."""

    rubric: Rubric
    project: str
    project_title: str = ""
    rubric_text: str = ""
    """The rubric file as it was, comments included."""
    judges: tuple[JudgePaper, ...] = ()
    agreement_measure: str = "kappa"
    """Which coefficient the agreement figures are."""
    licence: str = ""
    known_limits: tuple[str, ...] = ()
    rater: str = ""
    """Whom the judges were compared with: a person's name, or several taken together."""
    corrected_quality: tuple[Quality, ...] = ()
    """One a criterion, where enough is rated and judged to correct a judge; of all samples, before the choice."""
    tool_version: str = ""

    def judges_by_id(self) -> dict[str, JudgePaper]:
        """The judges by id; an id is worked out from its content each time, so ask once."""
        return {paper.judge.id: paper for paper in self.judges}

    def judge(self, name_or_id: str) -> JudgePaper | None:
        """The judge that is called so."""
        return next((j for j in self.judges if name_or_id in (j.judge.id, j.name)), None)
