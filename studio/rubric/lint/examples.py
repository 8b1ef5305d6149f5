"""Advice on the examples of a criterion."""

from __future__ import annotations

from collections.abc import Iterator

from studio.records import Rubric
from studio.rubric.lint.advice import Advice, Rule


def _none(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        if not c.examples and c.rule is None:
            message = "No example. One real output with its value and why says more than another sentence."
            yield Advice(severity="advice", rule="no-example", criterion=c.id, message=message)


def _one_sided(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        if len(c.examples) > 1 and len({e.value for e in c.examples}) == 1:
            message = f"All examples are {c.examples[0].value}. Show one with another value, close to the border."
            yield Advice(severity="advice", rule="one-sided-examples", criterion=c.id, message=message)


def _without_reason(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        silent = [at for at, e in enumerate(c.examples, start=1) if not e.why]
        if silent:
            message = f"Example {silent[0]} does not say why. The reason is what a judge learns from."
            yield Advice(severity="advice", rule="example-without-why", criterion=c.id, message=message)


def _contradiction(rubric: Rubric) -> Iterator[Advice]:
    for c in rubric.criteria:
        seen: dict[tuple[str, str], object] = {}
        for e in c.examples:
            earlier = seen.setdefault((e.input, e.output), e.value)
            if earlier != e.value:
                message = f"The same output is an example of {earlier} and of {e.value}. Keep one."
                yield Advice(severity="warning", rule="contradicting-examples", criterion=c.id, message=message)


EXAMPLE_RULES: tuple[Rule, ...] = (_none, _one_sided, _without_reason, _contradiction)
