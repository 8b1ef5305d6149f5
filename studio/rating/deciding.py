"""How near her ratings are to the decision she wants them for; it never says which value a sample should get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.agreement.draw_weights import draw_weights, too_few_at_random
from studio.agreement.evidence import SAME_WEIGHT
from studio.agreement.figures import Figure
from studio.agreement.only_changed import ChangedOnly, difference_from_changes
from studio.agreement.power import Decision, StopSign, stop_sign
from studio.agreement.proportions import grouped_share
from studio.comparing.rating_weights import EVEN
from studio.rating.again import Consistency
from studio.rating.field import Field
from studio.records import Value
from studio.store.rating_desk import Answer

NARROWER = (0.10, 0.07, 0.05, 0.03)
"""Half the width of the interval she aims at, one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeness:
    """How well the agreement of the judge nearest to her is known."""

    judge_id: str
    agreement: Figure
    aim: float
    """The half width aimed at next."""
    sign: StopSign


def between_two(field: Field, answers: Sequence[Answer]) -> ChangedOnly:
    """The second judge against the first on the subjects where they differ; over several questions by subject."""
    hers = {(answer.subject, answer.criterion): answer.value for answer in answers}
    kinds = Counter(_kind(field, place, hers) for place in field.contested)
    return difference_from_changes(
        total=field.judged_by_both,
        fixed=kinds["fixed"],
        broken=kinds["broken"],
        moved=kinds["moved"],
        unrated=kinds["unrated"],
    )


def nearest_judge(field: Field, answers: Sequence[Answer]) -> Closeness | None:
    """The judge that agrees with her most, as Compare measures it; None without, or with too few random picks."""
    rated = [one for criterion in field.opinions for one in _weighed(field, answers, criterion=criterion)]
    at_random = sum(answer.reason in EVEN for answer, _ in rated)
    if not rated or too_few_at_random(at_random, of=len(rated)):
        return None
    judges = sorted({judge for one in field.opinions.values() for judge in one.values})
    found = {judge: figure for judge in judges if (figure := _agreement(field, rated, judge=judge)).value is not None}
    if not found:
        return None
    best = max(found, key=lambda judge: found[judge].value or 0.0)
    width = found[best].width or 1.0
    aim = next((half for half in NARROWER if width > 2 * half), NARROWER[-1])
    return Closeness(
        judge_id=best, agreement=found[best], aim=aim, sign=stop_sign(found[best], Decision(width=2 * aim))
    )


def consistency(pairs: Sequence[tuple[Value, Value]]) -> Consistency:
    """Of the answers she was asked for again, how many were the same."""
    return Consistency(same=sum(before == after for before, after in pairs), asked=len(pairs))


def same_as_judges(field: Field, answers: Sequence[Answer]) -> dict[str, Consistency]:
    """By judge, of her answers that it judged too, how many are the same; judges that saw none are left out."""
    counts: dict[str, Consistency] = {}
    for answer in answers:
        place = field.places.get(answer.subject)
        if place is None or answer.value is None:
            continue
        for judge, values in field.opinions[answer.criterion].values.items():
            if values[place] is not None:
                before = counts.get(judge, Consistency(same=0, asked=0))
                same = before.same + (values[place] == answer.value)
                counts[judge] = Consistency(same=same, asked=before.asked + 1)
    return counts


def _kind(field: Field, place: int, hers: dict[tuple[str, str], Value | None]) -> str:
    """What her answers say where the two differ: `fixed`, `broken`, `moved`, or `unrated` while one is missing."""
    net, rated, subject = 0, True, field.subjects[place]
    for criterion, (first, second) in field.of_the_two(place).items():
        own = hers.get((subject, criterion))
        if first != second:
            rated = rated and own is not None
            net += (second == own) - (first == own)
    return "unrated" if not rated else "fixed" if net > 0 else "broken" if net < 0 else "moved"


def _weighed(field: Field, answers: Sequence[Answer], *, criterion: str) -> list[tuple[Answer, float]]:
    """Her answers to one question with what each counts; a skip was drawn too."""
    drawn = [answer for answer in answers if answer.criterion == criterion and answer.subject in field.places]
    weights = draw_weights(
        [answer.inclusion if answer.reason else None for answer in drawn], population=len(field.subjects)
    )
    counted = zip(drawn, weights.tolist(), strict=True)
    return [(answer, weight) for answer, weight in counted if answer.value is not None]


def _agreement(field: Field, rated: Sequence[tuple[Answer, float]], *, judge: str) -> Figure:
    """Answers to several questions on one sample hang together, so samples are the units."""
    hits, totals, n = np.zeros(len(field.subjects)), np.zeros(len(field.subjects)), 0
    for answer, weight in rated:
        said, place = field.opinions[answer.criterion].values.get(judge), field.places[answer.subject]
        value = said[place] if said else None
        if value is not None:
            hits[place] += weight * (value == answer.value)
            totals[place] += weight
            n += 1
    uneven = any(abs(weight - 1) > SAME_WEIGHT for _, weight in rated)
    heaviest = float(totals.max()) if uneven else None
    return grouped_share(hits, totals, n=n, confidence=0.95, why="It judged none of these.", heaviest=heaviest)
