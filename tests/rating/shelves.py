"""A project of samples on which two judges differ here and there, made for the queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from studio.rating.field import Field, read_field
from studio.rating.picking import Asking, Pick, next_pick
from studio.rating.queue_modes import Queue
from studio.records import Judge, Verdict
from studio.store import judges, verdicts
from studio.store.rating_desk import answers_of
from studio.store.rating_queue import Desk
from studio.store.ratings import RatingEvent, append_events
from studio.store.store import Store
from tests.store.shelf import ANNA, PROJECT, RUBRIC, name

KIND = Judge(model="scripted:kind", rubric_id=RUBRIC.id, name="Kind")
STRICT = Judge(model="scripted:strict", rubric_id=RUBRIC.id, name="Strict")
DESK = Desk(project=PROJECT, rater=ANNA.id, rubric_id=RUBRIC.id, criteria=("answers",))


def judge_them(store: Store, *, strict_fails: Sequence[int], count: int) -> None:
    """Kind passes every sample; Strict fails these."""

    def action(database: object) -> None:
        for judge in (KIND, STRICT):
            judges.save_judge(database, judge)
            verdicts.save_verdicts(
                database,
                [
                    Verdict(
                        subject=name(number),
                        judge_id=judge.id,
                        criterion="answers",
                        value="fail" if judge is STRICT and number in strict_fails else "pass",
                    )
                    for number in range(count)
                ],
                project=PROJECT,
            )

    store.write(action)


def field_of(store: Store, queue: Queue) -> Field:
    """What the queue sees."""
    with store.reading() as database:
        return read_field(database, desk=DESK, rubric=RUBRIC, queue=queue)


def next_of(store: Store, queue: Queue, *, now: datetime | None = None, passed: str = "") -> Pick | None:
    """The next pick after what is stored."""
    with store.reading() as database:
        answers = answers_of(database, DESK)
        asking = Asking(desk=DESK, queue=queue, answers=answers, now=now or datetime.now(UTC), passed=passed)
        return next_pick(database, asking, field=lambda: field_of(store, queue))


def answer(store: Store, pick: Pick, value: str = "pass") -> None:
    """Anna answers what the queue asked."""
    event = RatingEvent(
        project=PROJECT,
        rater=ANNA.id,
        subject=pick.subject,
        rubric_id=RUBRIC.id,
        criterion="answers",
        value=value,
        inclusion=pick.chance,
        reason=pick.reason,
    )
    store.write(lambda database: append_events(database, [event]))
