"""The list of rules, and one criterion's rule applied to one output; a new rule is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from studio.records import Criterion, Value
from studio.rules.found import Asked, Found
from studio.rules.json_schema import json_schema_rule
from studio.rules.language import language_rule
from studio.rules.length import length_rule
from studio.rules.links import link_rule
from studio.rules.output_format import format_rule
from studio.rules.overlap import overlap_rule
from studio.rules.patterns import pattern_rule
from studio.rules.phrases import phrase_rule
from studio.rules.readability import readability_rule
from studio.rules.repeats import repeat_rule

RULES: Mapping[str, Callable[[Asked, Any], Found]] = {
    "length": length_rule,
    "format": format_rule,
    "json_schema": json_schema_rule,
    "phrases": phrase_rule,
    "patterns": pattern_rule,
    "language": language_rule,
    "readability": readability_rule,
    "links": link_rule,
    "overlap": overlap_rule,
    "repeats": repeat_rule,
}


def check(criterion: Criterion, asked: Asked) -> Found:
    """What the criterion's rule finds."""
    if criterion.rule is None:
        raise ValueError(f"{criterion.id} has no rule")
    return RULES[criterion.rule.kind](asked, criterion.rule.setting)


def value_of(criterion: Criterion, found: Found) -> Value | None:
    """The best value of the scale where the rule holds, the worst where it is broken, none where it cannot be told."""
    return None if found.holds is None else criterion.scale.values[-1 if found.holds else 0]
