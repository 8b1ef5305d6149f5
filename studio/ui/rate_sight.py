"""Everything the card draws, from one reading of the store: the subject, her answers on it, and what she did before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.rating.picking import Pick
from studio.records import Input, Pair, Sample
from studio.store import inputs, samples
from studio.store.engine import Database
from studio.store.rating_desk import Answer, answers_of, is_flagged, rated_elsewhere
from studio.ui import opened, rate_turn
from studio.ui.rate_seat import Seat
from studio.ui.rate_turn import Step, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What is rated."""

    asked: Input
    samples: tuple[Sample, ...]
    """The sample; of a pair, A and B."""
    pair: Pair | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What she sees."""

    turn: Turn
    texts: Texts | None
    """None when nothing is left."""
    given: Mapping[str, Answer]
    """Her answers on this subject by question, but for those she is asked again."""
    answers: Sequence[Answer]
    """All her answers at this desk, oldest first."""
    flagged: bool
    step: Step | None
    """What she did just before."""
    also_elsewhere: bool
    """Whether another tab had answered the same just before."""


def look(one: Seat) -> Sight:
    """What she sees now, after what she wanted last."""
    with opened.workspace().reading() as database:
        answers = answers_of(database, one.desk)
        turn = _turn(database, one, answers)
        texts = _texts(database, one, turn.pick)
        if texts is None and turn.pick is not None:
            # What she saw is gone, or it is another project's: on to the next.
            turn = rate_turn.show(one, rate_turn.next_of(database, one, answers=answers))
            texts = _texts(database, one, turn.pick)
        step, subject = rate_turn.last_step(), turn.pick.subject if turn.pick else ""
        return Sight(
            turn=turn,
            texts=texts,
            given=_given(turn.pick, answers),
            answers=answers,
            flagged=is_flagged(database, one.desk, subject=subject),
            step=step,
            also_elsewhere=bool(step and rated_elsewhere(database, one.desk, uid=step.uid, seen=step.seen)),
        )


def _given(pick: Pick | None, answers: Sequence[Answer]) -> dict[str, Answer]:
    if pick is None:
        return {}
    return {a.criterion: a for a in answers if a.subject == pick.subject and a.event_id > pick.since}


def _turn(database: Database, one: Seat, answers: list[Answer]) -> Turn:
    turn, move = rate_turn.current(one), rate_turn.wanted()
    if turn is None:
        return rate_turn.show(one, rate_turn.next_of(database, one, answers=answers))
    complete = set(_given(turn.pick, answers)) >= set(one.desk.criteria)
    if move is None or (move == "advance" and not complete):
        return turn
    other = None if move == "advance" else _answered_beside(turn.pick, answers, later=move == "next")
    if other is not None:
        return rate_turn.show(one, Pick(subject=other))
    if move == "back" or turn.pick is None:
        return turn
    return rate_turn.show(one, rate_turn.next_of(database, one, answers=answers, passed=turn.pick.subject))


def _answered_beside(pick: Pick | None, answers: Sequence[Answer], *, later: bool) -> str | None:
    """The subject she answered before or after this one; before an open one, or the end, stands the last answered."""
    order = list(dict.fromkeys(answer.subject for answer in answers))
    here = pick.subject if pick else ""
    if here not in order or (pick and pick.since):
        order = [subject for subject in order if subject != here] + [here]
    place = order.index(here) + (1 if later else -1)
    return order[place] if 0 <= place < len(order) else None


def _texts(database: Database, one: Seat, pick: Pick | None) -> Texts | None:
    if pick is None:
        return None
    pair = samples.pair_of(database, pick.subject) if one.kind == "pairwise" else None
    names = [pair.sample_a, pair.sample_b] if pair else [pick.subject]
    found = samples.samples_of(database, names)
    if len(found) < len(names) or any(sample.project != one.project.id for sample in found.values()):
        return None
    asked = inputs.input_of(database, found[names[0]].input_id)
    return Texts(asked=asked, samples=tuple(found[name] for name in names), pair=pair) if asked else None
