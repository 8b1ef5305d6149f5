"""Which subject she is shown next: the same for the same ratings, so that a reload or a second tab shows it too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from studio.rating.again import may_ask_again
from studio.rating.draw import drawn, generator
from studio.rating.field import Field
from studio.rating.queue_modes import AGAIN_SHARE, SHARES, Queue, Reason
from studio.store.engine import Database
from studio.store.rating_desk import Answer, last_event_number
from studio.store.rating_queue import Desk, next_unrated
from studio.store.subjects import subject_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A subject the queue asks for."""

    subject: str
    reason: Reason | str = ""
    """Empty where she went there herself."""
    chance: float | None = None
    since: int = 0
    """Answers up to this event are not shown: she is asked afresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who is asked, how, and what she has answered so far."""

    desk: Desk
    queue: Queue
    answers: Sequence[Answer]
    now: datetime
    passed: str = ""
    """The subject she leaves now, answered or not."""

    @property
    def seed(self) -> str:
        """Changes with every answer and with every subject passed over."""
        return "/".join((*map(str, (self.desk, self.queue, len(self.answers))), self.passed))

    @property
    def finished(self) -> set[str]:
        """Subjects on which every question is answered."""
        counts: dict[str, int] = {}
        for answer in self.answers:
            counts[answer.subject] = counts.get(answer.subject, 0) + 1
        return {subject for subject, count in counts.items() if count >= len(self.desk.criteria)}


def next_pick(database: Database, asking: Asking, *, field: Callable[[], Field]) -> Pick | None:
    """The next subject and why; None when nothing is left. The field is read only where the mode looks at verdicts."""
    again = _again(database, asking)
    if again is not None or asking.queue.mode == "check":
        return again
    if asking.queue.mode == "honest":
        return _in_order(database, asking)
    return _on_purpose(asking, field())


def _again(database: Database, asking: Asking) -> Pick | None:
    share = AGAIN_SHARE[asking.queue.mode]
    chance = generator(f"again/{asking.seed}")
    if chance.random() >= share:
        return None
    old = may_ask_again(asking.answers, criteria=len(asking.desk.criteria), now=asking.now)
    old = [subject for subject in old if subject != asking.passed]
    if not old:
        return None
    subject = old[int(chance.integers(len(old)))]
    first = next(answer.inclusion for answer in asking.answers if answer.subject == subject)
    return Pick(subject=subject, reason="again", chance=first, since=last_event_number(database))


def _in_order(database: Database, asking: Asking) -> Pick | None:
    """Names are hashes, so the next one in their order is an even pick from those left."""
    subject = next_unrated(database, asking.desk, after=asking.passed)
    if subject is None:
        return None
    left = subject_count(database, asking.desk.project, mode=asking.desk.kind) - len(asking.finished)
    return Pick(subject=subject, reason="random", chance=1.0 / max(left, 1))


def _on_purpose(asking: Asking, field: Field) -> Pick | None:
    done = asking.finished
    open_ = ~field.mask(done)
    if open_.sum() > 1:
        open_ &= ~field.mask([asking.passed])
    rated = {answer.subject for answer in asking.answers}
    found = drawn(field.strengths(rated), SHARES[asking.queue.mode], open_=np.asarray(open_), seed=asking.seed)
    if found is None:
        return None
    return Pick(subject=field.subjects[found.place], reason=found.reason, chance=found.chance)
