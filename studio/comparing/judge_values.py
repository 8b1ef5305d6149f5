"""One judge's value for each subject, whatever its repeats; failures are counted apart and never taken for a value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from studio.records import FailureKind, Level, Value
from studio.store.verdicts import VerdictPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeValues:
    """What a judge says of each subject on one criterion, in one order."""

    values: Mapping[str, Value]
    probabilities: Mapping[str, Mapping[str, float]]
    failures: Mapping[str, FailureKind]
    """Subjects without any value, with the kind of their last failure."""


def judge_values(points: Iterable[VerdictPoint], *, order: str, level: Level) -> JudgeValues:
    """Repeats become one value: the middle one on ordered scales, the most frequent on others.

    A judge without probabilities that was asked several times has those of its answers.
    """
    said: defaultdict[str, list[Value]] = defaultdict(list)
    failed: dict[str, FailureKind] = {}
    chances: dict[str, Mapping[str, float]] = {}
    for point in points:
        if point.order != order:
            continue
        if point.value is not None:
            said[point.subject].append(point.value)
            if point.probabilities:
                chances[point.subject] = point.probabilities
        elif point.failure:
            failed[point.subject] = point.failure
    return JudgeValues(
        values={subject: values[0] if len(values) == 1 else _one_of(values, level) for subject, values in said.items()},
        probabilities=chances
        | {subject: _frequencies(values) for subject, values in said.items() if len(values) > 1 and not chances},
        failures={subject: kind for subject, kind in failed.items() if subject not in said},
    )


def _frequencies(values: Sequence[Value]) -> Mapping[str, float]:
    return {str(value): count / len(values) for value, count in Counter(values).items()}


def _one_of(values: Sequence[Value], level: Level) -> Value:
    numbers = [value for value in values if not isinstance(value, str)]
    if level != "nominal" and len(numbers) == len(values):
        return median_low(numbers)
    return Counter(values).most_common(1)[0][0]
