"""The kinds of judge that need no provider, and the records they are kept as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from studio.errors import StudioError
from studio.records import Criterion, Judge, Rubric

OwnKind = Literal["rule", "taste", "stack"]
Mode = Literal["direct", "pairwise"]

NAMES: Mapping[OwnKind, str] = {"rule": "Rules", "taste": "Your taste", "stack": "Stacked judge"}


def own_kind(model: str) -> OwnKind | None:
    """`rule`, `taste` or `stack`; None for a judge that somebody must be asked for."""
    kind = model.partition(":")[0]
    return next((known for known in NAMES if known == kind), None)


def own_judge(kind: OwnKind, *, rubric: Rubric, mode: Mode = "direct", rater: str = "") -> Judge:
    """The judge of this kind; `rater` is whose taste it is: a person's id, `majority`, `mean`; empty: the usual."""
    if kind == "rule" and mode == "pairwise":
        raise StudioError(
            happened="Rules look at one answer at a time.", safe="Nothing was judged.", to_do="Choose single answers."
        )
    return Judge(model=f"{kind}:{rater}", rubric_id=rubric.id, mode=mode, name=NAMES[kind])


def rater_of(judge: Judge) -> str | None:
    """Whose ratings the judge learns from; None for the usual rater of the project."""
    return judge.model.partition(":")[2] or None


def asked_of(rubric: Rubric, *, model: str) -> Rubric:
    """The part of a rubric that a judge answers: rules what has a rule, every other judge the rest."""
    by_rule = own_kind(model) == "rule"
    criteria = tuple(one for one in rubric.criteria if (one.rule is not None) == by_rule)
    if not criteria:
        raise StudioError(
            happened="The rubric has no criterion with a rule." if by_rule else "Rules answer the whole rubric.",
            safe="Nothing was judged.",
            to_do="Write a `rule:` into the rubric file." if by_rule else "Run the rules, which cost nothing.",
        )
    return rubric if len(criteria) == len(rubric.criteria) else replace(rubric, criteria=criteria)


def left_to_people(rubric: Rubric) -> tuple[Criterion, ...]:
    """The criteria that no rule answers; all of them where rules answer everything: they can be checked."""
    return tuple(one for one in rubric.criteria if one.rule is None) or rubric.criteria
