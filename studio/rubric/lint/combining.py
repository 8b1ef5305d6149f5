"""Advice on the rubric as a whole: how many criteria, and whether weights and must-pass do anything."""

from __future__ import annotations

from collections.abc import Iterator

from studio.records import Rubric
from studio.rubric.lint.advice import Advice, Rule
from studio.rubric.scales import is_ordered

MANY_CRITERIA = 8


def _whole(rubric: Rubric) -> Iterator[Advice]:
    if not rubric.task:
        message = (
            "`task` is empty. Say what the product does, for whom, and what the output is: judges know nothing else."
        )
        yield Advice(severity="warning", rule="no-task", message=message)
    if len(rubric.criteria) > MANY_CRITERIA:
        message = f"{len(rubric.criteria)} criteria tire people and judges. Which ones would you act on?"
        yield Advice(severity="advice", rule="many-criteria", message=message)


def _weights(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        if rubric.combine != "weighted_mean" and c.weight != 1:
            message = f"Its weight {c.weight:g} has no effect: with `combine: {rubric.combine}` weights do not count."
            yield Advice(severity="warning", rule="weight-without-effect", criterion=c.id, message=message)
        elif not is_ordered(c.scale) and c.weight != 1:
            message = f"Its weight {c.weight:g} has no effect: values without an order are not added up."
            yield Advice(severity="warning", rule="weight-without-effect", criterion=c.id, message=message)
        elif c.weight == 0 and not c.must_pass:
            message = "With weight 0 it is asked and paid for and decides nothing."
            yield Advice(severity="advice", rule="weight-zero", criterion=c.id, message=message)


def _must_pass(rubric: Rubric) -> Iterator[Advice]:
    musts = [c for c in rubric.criteria if c.must_pass]
    for c in musts:
        if not is_ordered(c.scale):
            message = "`must_pass` has no effect: on a scale without an order nothing passes or fails."
            yield Advice(severity="warning", rule="must-pass-without-effect", criterion=c.id, message=message)
        elif rubric.combine != "weighted_mean":
            message = f"`must_pass` says nothing new: with `combine: {rubric.combine}` every criterion must pass."
            yield Advice(severity="advice", rule="must-pass-without-effect", criterion=c.id, message=message)
    if len(musts) == len(rubric.criteria) > 1 and rubric.combine == "weighted_mean":
        message = "Every criterion must pass, so the weights decide nothing. `combine: all_must_pass` says it plainly."
        yield Advice(severity="advice", rule="all-must-pass", message=message)


COMBINING_RULES: tuple[Rule, ...] = (_whole, _weights, _must_pass)
