"""Which of her own answers she may be asked again, blind: old enough that she answers afresh, and not asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studio.store.rating_desk import Answer

RATINGS_APART = 50
TIME_APART = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How often she gave the same answer when she was asked again."""

    same: int
    asked: int


def may_ask_again(answers: Sequence[Answer], *, criteria: int, now: datetime) -> list[str]:
    """Subjects whose every question she answered at least a day or `RATINGS_APART` ratings ago, oldest first."""
    by_subject: dict[str, list[tuple[int, Answer]]] = {}
    for place, answer in enumerate(answers):
        by_subject.setdefault(answer.subject, []).append((place, answer))
    return [
        subject
        for subject, own in by_subject.items()
        if len(own) == criteria and all(_may(answer, len(answers) - 1 - place, now=now) for place, answer in own)
    ]


def _may(answer: Answer, since: int, *, now: datetime) -> bool:
    if answer.value is None or answer.reason == "again":
        return False
    return since >= RATINGS_APART or now - datetime.fromisoformat(answer.answered_at) >= TIME_APART
