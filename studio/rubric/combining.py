"""How the values of the criteria become one result for an output, said in words; knows no ratings and no verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.records import Criterion, Rubric, Value
from studio.rubric.scales import MIDDLE, is_ordered, pass_in_words, passes, worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """The result of a rubric for one output."""

    value: float | None
    """From 0 (worst) to 1 (best); None while values are missing or nothing counts."""
    passed: bool | None
    """None while it is not decided."""
    why: str


def overall(rubric: Rubric, values: Mapping[str, Value | None]) -> Overall:
    """The combination of one value per criterion id; a value that is absent, None or off its scale counts as missing.

    Each value counts with its place on its scale (worst 0, best 1). `weighted_mean`: sum(weight x worth) / sum(weight),
    passed above 0.5; `minimum`: the lowest worth, passed if every criterion passes; `all_must_pass`: the share of
    criteria that pass, passed if all do. A failed must-pass criterion fails the output whatever the rest says.
    """
    counted = counted_criteria(rubric)
    if not counted:
        return Overall(
            value=None, passed=None, why="No criterion has an order of better and worse, so nothing adds up."
        )
    failed = [c for c in counted if _must(rubric, c) and _passed(c, values) is False]
    missing = [c for c in counted if _passed(c, values) is None]
    if missing:
        return _undecided(failed, missing, of=len(counted))
    worths = {c.id: worth(c.scale, value) or 0.0 for c in counted if (value := values.get(c.id)) is not None}
    value = _combined(rubric, counted, worths)
    if failed:
        return Overall(value=value, passed=False, why=_failed_in_words(rubric, failed, values, value))
    if rubric.combine == "weighted_mean":
        return _by_mean(value)
    return Overall(value=value, passed=True, why="Passes, because every criterion passes.")


def combine_in_words(rubric: Rubric) -> str:
    """What an output needs to pass, in a few sentences for the top of a page."""
    counted = counted_criteria(rubric)
    if not counted:
        return "No criterion has an order of better and worse, so there is no overall result."
    sentences = [_rule_in_words(rubric, counted)]
    musts = [c for c in counted if c.must_pass]
    if musts and rubric.combine == "weighted_mean":
        names = _listed([f"{_called(c)} ({pass_in_words(c.scale)})" for c in musts])
        sentences.append(f"Whatever the mean, it fails if one of these is not met: {names}.")
    left_out = [_called(c) for c in rubric.criteria if not is_ordered(c.scale)]
    if left_out:
        sentences.append(f"Not counted, because its values have no order: {_listed(left_out)}.")
    return " ".join(sentences)


def worked_example(rubric: Rubric) -> str:
    """One output with its result, so that nobody wonders why 0.75 can be a fail; empty with fewer than two criteria.

    Every criterion at its best but one: a must-pass one where there is one, else the heaviest.
    """
    counted = counted_criteria(rubric)
    if len(counted) < 2:
        return ""
    weakest = next((c for c in counted if _must(rubric, c)), max(counted, key=lambda c: c.weight))
    values = {c.id: _best(c) for c in counted} | {weakest.id: _worst(weakest)}
    return (
        f"For example, everything at its best and only {_called(weakest)} at its worst: {overall(rubric, values).why}"
    )


def counted_criteria(rubric: Rubric) -> tuple[Criterion, ...]:
    """The criteria whose values are better or worse and can therefore be combined."""
    return tuple(c for c in rubric.criteria if is_ordered(c.scale))


def _best(criterion: Criterion) -> Value:
    return criterion.scale.values[-1] if criterion.scale.values else float(criterion.scale.maximum or 0.0)


def _worst(criterion: Criterion) -> Value:
    return criterion.scale.values[0] if criterion.scale.values else float(criterion.scale.minimum or 0.0)


def _must(rubric: Rubric, criterion: Criterion) -> bool:
    return criterion.must_pass or rubric.combine != "weighted_mean"


def _passed(criterion: Criterion, values: Mapping[str, Value | None]) -> bool | None:
    value = values.get(criterion.id)
    return None if value is None else passes(criterion.scale, value)


def _combined(rubric: Rubric, counted: Sequence[Criterion], worths: Mapping[str, float]) -> float | None:
    if rubric.combine == "minimum":
        return min(worths.values())
    if rubric.combine == "all_must_pass":
        return sum(w > MIDDLE for w in worths.values()) / len(counted)
    weight = sum(c.weight for c in counted)
    return sum(c.weight * worths[c.id] for c in counted) / weight if weight else None


def _undecided(failed: Sequence[Criterion], missing: Sequence[Criterion], *, of: int) -> Overall:
    names = _listed([_called(c) for c in missing])
    if failed:
        why = f"Fails already: {_listed([_called(c) for c in failed])} did not pass. Still without a value: {names}."
        return Overall(value=None, passed=False, why=why)
    return Overall(value=None, passed=None, why=f"{len(missing)} of {of} criteria have no value yet: {names}.")


def _by_mean(value: float | None) -> Overall:
    if value is None:
        return Overall(
            value=None, passed=True, why="Passes: nothing that must pass failed, and no criterion has a weight."
        )
    if value > MIDDLE:
        return Overall(value=value, passed=True, why=f"Passes: the weighted mean is {_share(value)}, above 0.50.")
    return Overall(
        value=value, passed=False, why=f"Fails: the weighted mean is {_share(value)}; it must be above 0.50."
    )


def _failed_in_words(
    rubric: Rubric, failed: Sequence[Criterion], values: Mapping[str, Value | None], value: float | None
) -> str:
    reasons = _listed([f"{_called(c)} is {values[c.id]} and must be {pass_in_words(c.scale)}" for c in failed])
    if rubric.combine == "weighted_mean" and value is not None and value > MIDDLE:
        return f"Fails although the weighted mean is {_share(value)}, because {reasons}."
    return f"Fails, because {reasons}."


def _rule_in_words(rubric: Rubric, counted: Sequence[Criterion]) -> str:
    if rubric.combine == "all_must_pass":
        needs = _listed([f"{_called(c)} ({pass_in_words(c.scale)})" for c in counted])
        return f"An output passes only if every criterion passes: {needs}. Weights do not count."
    if rubric.combine == "minimum":
        return "An output is as good as its weakest criterion, and passes if that one does. Weights do not count."
    return f"An output passes if the weighted mean of its criteria is above half. {_weights_in_words(counted)}"


def _weights_in_words(counted: Sequence[Criterion]) -> str:
    weights = {c.weight for c in counted}
    if len(weights) == 1:
        return "All criteria weigh the same."
    return f"Weights: {', '.join(f'{_called(c)} {c.weight:g}' for c in counted)}."


def _called(criterion: Criterion) -> str:
    return f"“{criterion.id.replace('_', ' ')}”"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _share(value: float) -> str:
    return f"{value:.2f}"
