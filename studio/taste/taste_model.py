"""A trained taste: one model a criterion over one space of texts, as it is kept and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.records import Value
from studio.taste.arrays import Matrix, Truths
from studio.taste.choosing import chosen_places
from studio.taste.feature_space import FeatureSpace, Text, described
from studio.taste.fitting import Fitted, chances
from studio.taste.gains import Gain
from studio.taste.habits import reasons
from studio.taste.learning_curve import CurvePoint
from studio.taste.meaning import WordVectors
from studio.taste.novelty import UNSEEN, Familiar
from studio.taste.one_thread import one_thread


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionTaste:
    """What was learnt on one criterion, or what is missing before anything can be."""

    values: tuple[Value, ...]
    """Worst first; B, tie, A for preferences; empty for plain numbers."""
    ends: tuple[float, float] | None = None
    """Between which a plain number must lie."""
    missing: str = ""
    ratings: int = 0
    fitted: Fitted | None = None
    blocks: tuple[int, ...] = ()
    juror_columns: tuple[str, ...] = ()
    """Judges whose verdicts are columns too, in their order."""
    curve: tuple[CurvePoint, ...] = ()
    on_length: str = ""
    """How her ratings go with length, in a sentence."""
    habits: tuple[str, ...] = ()
    """What counts in favour, each as what a good answer does."""
    words_for: tuple[str, ...] = ()
    words_against: tuple[str, ...] = ()
    gains: tuple[Gain, ...] = ()
    """What each juror adds, where others are heard."""
    meaning: Gain | None = None
    """What reading the meaning adds; None where it was not read."""
    heeds_meaning: bool = False
    """Whether it was chosen to be heard."""
    always: tuple[str, float] | None = None
    """The most frequent value, and how often saying nothing else would agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasteModel:
    """Everything that was learnt from one person's ratings under one rubric."""

    space: FeatureSpace | None
    familiar: Familiar | None
    criteria: Mapping[str, CriterionTaste]

    @property
    def reads_meaning(self) -> bool:
        """Whether it can speak only where vectors of words are at hand."""
        return self.space is not None and self.space.meaning is not None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model says of one text or pair: a value with its chances, or nothing and why."""

    value: Value | None
    chances: Mapping[str, float] | None
    why: str


@one_thread
def opinions(
    model: TasteModel,
    texts: Sequence[Text],
    *,
    others: Sequence[Text] | None = None,
    jurors: Mapping[str, Mapping[str, Sequence[float]]] | None = None,
    vectors: WordVectors | None = None,
) -> dict[str, list[Opinion]]:
    """For each criterion an opinion on each text, or on each against the `others` as A against B.

    `jurors` gives for a criterion and a judge its verdict on each text from -1 to 1, 0 where there is none.
    `vectors` are those it was trained with; a model that reads meaning needs them.
    """
    if model.space is None or model.familiar is None or not texts:
        return {name: [Opinion(None, None, one.missing)] * len(texts) for name, one in model.criteria.items()}
    rows, unknown = described(model.space, texts, vectors=vectors)
    strange = model.familiar.is_strange(rows, unknown)
    if others is not None:
        other_rows, other_unknown = described(model.space, others, vectors=vectors)
        strange |= model.familiar.is_strange(other_rows, other_unknown)
        unknown = np.maximum(unknown, other_unknown)
        rows = rows - other_rows
    return {
        name: _of_criterion(model.familiar, one, rows, unknown, strange, (jurors or {}).get(name, {}))
        for name, one in model.criteria.items()
    }


def _of_criterion(
    familiar: Familiar,
    taste: CriterionTaste,
    rows: Matrix,
    unknown: Matrix,
    strange: Truths,
    jurors: Mapping[str, Sequence[float]],
) -> list[Opinion]:
    if taste.fitted is None:
        return [Opinion(None, None, taste.missing)] * len(rows)
    columns = [np.asarray(jurors.get(judge, np.zeros(len(rows))), dtype=float) for judge in taste.juror_columns]
    whole = np.column_stack([rows, *columns]) if columns else rows
    shares = chances(taste.fitted.logits(whole), kind=taste.fitted.kind)
    because = reasons(taste.fitted, whole, blocks=taste.blocks)
    found = opinions_of(taste, shares, because=because)
    for at in np.flatnonzero(strange):
        why = familiar.why_strange(rows[at : at + 1], unknown[at : at + 1])
        found[at] = Opinion(None, None, f"{UNSEEN}: {why}.")
    return found


def opinions_of(taste: CriterionTaste, shares: Matrix, *, because: Sequence[str]) -> list[Opinion]:
    """For each row of chances the value that they stand for, with its reasons."""
    if not taste.values or taste.fitted is None:
        low, high = taste.ends or (-np.inf, np.inf)
        return [
            Opinion(value, None, why)
            for value, why in zip(np.clip(shares[:, 0], low, high).tolist(), because, strict=True)
        ]
    places = chosen_places(shares, kind=taste.fitted.kind).astype(int).tolist()
    names = [str(value) for value in taste.values]
    return [
        Opinion(
            taste.values[place],
            dict(zip(names, chances_of_row, strict=True)),
            f"{100 * chances_of_row[place]:.0f} % sure. {why}".rstrip(),
        )
        for place, chances_of_row, why in zip(places, np.round(shares, 4).tolist(), because, strict=True)
    ]
