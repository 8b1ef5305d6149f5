"""Counts what raters and judges said of two samples as a pair; a verdict that flips with the order does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.curation.candidate import PairCandidate
from studio.curation.recipe import OVERALL
from studio.curation.value import ValueRule
from studio.records import Value, Verdict

_VOTES = {"A": 1, "tie": 0, "B": -1}
Vote = tuple[str, int]
"""Who, and 1 for `a`, -1 for `b`, 0 for a tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictVotes:
    """The votes that count, and why there are none if there are none."""

    votes: tuple[Vote, ...] = ()
    why: str = ""


def rating_votes(pair: PairCandidate, *, rule: ValueRule) -> tuple[Vote, ...]:
    """One vote for each rating of the pair on the criterion the recipe asks for, or on any when it asks for all."""
    raters = rule.recipe.values.raters
    return tuple(
        (rating.rater, _VOTES[str(rating.value)])
        for rating in pair.ratings
        if str(rating.value) in _VOTES
        and rating.rubric_id == rule.rubric_id
        and _asked(rating.criterion, rule=rule)
        and (not raters or rating.rater in raters)
    )


def verdict_votes(pair: PairCandidate, *, rule: ValueRule) -> VerdictVotes:
    """One vote for each checked judge and criterion whose verdicts are the same in both orders."""
    asked = [v for v in pair.verdicts if _asked(v.criterion, rule=rule)]
    checked = [verdict for verdict in asked if verdict.judge_id in rule.checked(verdict.criterion)]
    if not checked:
        return VerdictVotes(why="no checked judge compared the two")
    by_judge: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in checked:
        by_judge.setdefault((verdict.judge_id, verdict.criterion), []).append(verdict)
    outcomes = [(judge, consistent_value(verdicts)) for (judge, _), verdicts in by_judge.items()]
    votes = tuple((judge, _VOTES[value]) for judge, (value, _) in outcomes if value is not None)
    return VerdictVotes(votes=votes, why="" if votes else outcomes[0][1][1])


def consistent_value(verdicts: Sequence[Verdict]) -> tuple[str | None, str]:
    """What one judge said of a pair in both orders, or None with the reason it does not count."""
    orders: dict[str, set[Value]] = {"AB": set(), "BA": set()}
    for verdict in verdicts:
        if verdict.order in orders and verdict.value in _VOTES:
            orders[verdict.order].add(str(verdict.value))
    if not orders["AB"] or not orders["BA"]:
        return None, "the judge answered in one order only"
    both = orders["AB"] | orders["BA"]
    return (str(both.pop()), "") if len(both) == 1 else (None, "the judge's verdict flips with the order")


def _asked(criterion: str, *, rule: ValueRule) -> bool:
    wanted = rule.recipe.pairs.criterion
    return wanted in (OVERALL, criterion)
