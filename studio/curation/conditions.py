"""Whether a sample's values are what the recipe asks for; words are compared by their place on the scale."""

from __future__ import annotations

from collections.abc import Sequence

from studio.curation.candidate import Candidate
from studio.curation.papers import Papers
from studio.curation.recipe import OVERALL, PASSES, Condition
from studio.curation.scale_share import scale_share
from studio.curation.value import Decided, ValueRule
from studio.errors import StudioError
from studio.records import Value


def unmet(conditions: Sequence[Condition], *, candidate: Candidate, rule: ValueRule) -> str:
    """Why the sample is not what the recipe asks for; empty when it is."""
    for condition in conditions:
        decided = rule.decided(candidate, criterion=condition.criterion)
        if reason := _unmet(condition, decided=decided, papers=rule.papers):
            return reason
    return ""


def unknown(conditions: Sequence[Condition], *, candidate: Candidate, rule: ValueRule) -> str:
    """Why it cannot be said whether the sample is what the recipe asks for; empty when it can."""
    for condition in conditions:
        decided = rule.decided(candidate, criterion=condition.criterion)
        if reason := _without_value(condition, decided=decided):
            return reason
    return ""


def refuse_unknown(conditions: Sequence[Condition], *, papers: Papers) -> None:
    """Says at once when a condition asks for a criterion or a value the rubric does not have."""
    for condition in conditions:
        if condition.criterion == OVERALL:
            _refuse(condition, [v for v in _values(condition) if isinstance(v, str)], what="a share from 0 to 1")
            continue
        criterion = papers.rubric.criterion(condition.criterion)
        if criterion is None:
            known = ", ".join(c.id for c in papers.rubric.criteria)
            raise StudioError(
                happened=f'The recipe asks for the criterion "{condition.criterion}", which the rubric does not have.',
                safe="Nothing was written.",
                to_do=f"Use one of these, or {OVERALL}: {known}.",
            )
        off = [v for v in _values(condition) if not criterion.scale.holds(v) and not criterion.scale.spans(v)]
        _refuse(
            condition, off, what=", ".join(str(value) for value in criterion.scale.values) or "a number on its scale"
        )


def _refuse(condition: Condition, off: Sequence[Value], *, what: str) -> None:
    if off:
        raise StudioError(
            happened=f'The recipe asks for {condition.criterion} = "{off[0]}", which is not on that scale.',
            safe="Nothing was written.",
            to_do=f"Use {what}.",
        )


def _values(condition: Condition) -> list[Value]:
    bounds = (condition.at_least, condition.at_most, *condition.any_of)
    return [value for value in bounds if value is not None]


def _unmet(condition: Condition, *, decided: Decided, papers: Papers) -> str:
    name = condition.criterion
    if reason := _without_value(condition, decided=decided):
        return reason
    if condition.any_of and decided.value not in condition.any_of:
        return f"{name}: another value"
    if condition.at_least is None and condition.at_most is None:
        return ""
    here = _rank(decided.value, name=name, papers=papers)
    low, high = (_rank(bound, name=name, papers=papers) for bound in (condition.at_least, condition.at_most))
    if low is not None and (here is None or here < low):
        passes = name == OVERALL and condition.at_least == PASSES
        return f"{name}: does not pass" if passes else f"{name}: below {condition.at_least}"
    return f"{name}: above {condition.at_most}" if high is not None and (here is None or here > high) else ""


def _without_value(condition: Condition, *, decided: Decided) -> str:
    if decided.value is None:
        return f"{condition.criterion}: {decided.why}"
    if condition.source not in ("any", decided.source):
        return f"{condition.criterion}: the value is not a {condition.source}"
    return ""


def _rank(value: Value | None, *, name: str, papers: Papers) -> float | None:
    if value is None:
        return None
    if name == OVERALL:
        return float(value)
    criterion = papers.rubric.criterion(name)
    return None if criterion is None else scale_share(value, scale=criterion.scale)
