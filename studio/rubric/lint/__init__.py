"""Advice on a rubric that can be read and could be better: kind, concrete, short; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from studio.records import Rubric, Value
from studio.rubric.lint.advice import Advice, Rule, Severity
from studio.rubric.lint.combining import COMBINING_RULES
from studio.rubric.lint.examples import EXAMPLE_RULES
from studio.rubric.lint.practice import advice_from_practice
from studio.rubric.lint.questions import QUESTION_RULES
from studio.rubric.lint.safety import SAFETY_RULES
from studio.rubric.lint.scales import SCALE_RULES

__all__ = ["Advice", "Severity", "lint_rubric"]

RULES: tuple[Rule, ...] = (*SAFETY_RULES, *QUESTION_RULES, *SCALE_RULES, *EXAMPLE_RULES, *COMBINING_RULES)

Practice = Mapping[str, Mapping[Value, int]]
"""Criterion id -> value -> how many ratings or verdicts gave it."""


def lint_rubric(rubric: Rubric, *, practice: Practice | None = None) -> list[Advice]:
    """All advice on the rubric, in the order of its criteria, the gravest first; with `practice` also on its use."""
    found = [advice for rule in RULES for advice in rule(rubric)]
    found += advice_from_practice(rubric, practice or {})
    ids = [c.id for c in rubric.criteria]
    gravity = ("error", "warning", "advice")
    return sorted(found, key=lambda a: (gravity.index(a.severity), ids.index(a.criterion) if a.criterion else -1))
