"""What can be told of a trained taste: how near it comes to her, what it looks at, what each juror adds and costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.own_judges.kinds import own_kind
from studio.own_judges.taste_work import known_taste
from studio.records import Judge
from studio.store.engine import Database
from studio.store.judges import judge_of
from studio.store.juror_costs import cost_a_sample
from studio.store.taste_models import kept_taste, rating_events_since
from studio.taste.taste_model import CriterionTaste


@dataclass(frozen=True, slots=True, kw_only=True)
class TasteReport:
    """A trained taste as a page shows it."""

    judge: Judge
    criteria: Mapping[str, CriterionTaste]
    trained_at: str
    newer_ratings: int
    """What she has rated, or taken back, since."""
    jurors: Mapping[str, tuple[str, float | None]]
    """Of a stack: each juror's name, and what its verdicts on one sample cost in US dollars."""


def taste_report(database: Database, *, project: str, judge: Judge) -> TasteReport | None:
    """The taste as it was last trained; None where there is none that can be read."""
    kept = kept_taste(database, project=project, judge_id=judge.id)
    model = known_taste(database, project=project, judge=judge)
    if kept is None or model is None:
        return None
    names = sorted({name for one in model.criteria.values() for name in one.juror_columns})
    jurors = {name: found for name in names if (found := judge_of(database, name)) is not None}
    return TasteReport(
        judge=judge,
        criteria=model.criteria,
        trained_at=kept.trained_at,
        newer_ratings=rating_events_since(database, project, event_id=kept.event_id),
        jurors={
            name: (one.name or one.model, _cost(database, project=project, judge=one)) for name, one in jurors.items()
        },
    )


def agreement_in_words(taste: CriterionTaste, *, rater: str = "you") -> str:
    """How often it agrees with the rater on ratings it had not seen, beside the value that is said most."""
    if taste.missing:
        return taste.missing
    if not taste.curve:
        return (
            f"It has learnt from {taste.ratings:,} ratings; these are plain numbers, so Compare tells how near it is."
        )
    last = taste.curve[-1]
    told = f"It agrees with {rater} on {_percent(last.agreement)} [{_percent(last.low)} to {_percent(last.high)}] of "
    told += f"{taste.ratings:,} ratings, each guessed without having seen any on the same input."
    if taste.always:
        told += f" Always saying {taste.always[0]} would agree on {_percent(taste.always[1])}"
        told += "." if last.low > taste.always[1] else ", so it has not clearly learnt anything yet."
    return told


def still_growing(taste: CriterionTaste) -> str:
    """Whether more ratings would help, read from the last doubling of the curve."""
    if len(taste.curve) < 3:
        return ""
    before, last = taste.curve[-2], taste.curve[-1]
    if last.agreement - before.agreement > 0.02:
        return f"It still grows: {before.ratings:,} ratings gave {_percent(before.agreement)}. More will help."
    return f"It has levelled off: {before.ratings:,} ratings gave {_percent(before.agreement)} already."


def meaning_in_words(taste: CriterionTaste) -> str:
    """Whether what the answers are about helped beside how they are written; empty where it could not be read."""
    gain = taste.meaning
    if gain is None:
        return ""
    size = 100 if taste.curve else 1
    between = "" if gain.low is None or gain.high is None else f" [{size * gain.low:+.1f} to {size * gain.high:+.1f}]"
    unit = "points of agreement" if taste.curve else "places on the scale nearer to you"
    told = f"{size * gain.gain:+.1f}{between} {unit}"
    if taste.heeds_meaning:
        return f"What an answer is about counts too: {told}."
    return f"What an answer is about is left out; heeding it would bring {told}."


def _cost(database: Database, *, project: str, judge: Judge) -> float | None:
    if own_kind(judge.model) is not None:
        return 0.0
    return cost_a_sample(database, project=project, judge_id=judge.id)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
