"""For formats with one row an input: which answer shows what a good one looks like."""

from __future__ import annotations

from studio.curation.candidate import Candidate
from studio.curation.recipe import OVERALL
from studio.curation.selection import Group
from studio.curation.value import ValueRule


def best_sample(group: Group, *, rule: ValueRule) -> Candidate:
    """The sample of highest overall value; the first one where several or none have one."""
    return max(group.samples, key=lambda sample: rule.decided(sample, criterion=OVERALL).share or 0.0)


def expected_answer(group: Group, *, rule: ValueRule) -> str:
    """The reference where the input has one, and otherwise the best sample's output."""
    best = best_sample(group, rule=rule)
    return best.input.reference or best.sample.output
