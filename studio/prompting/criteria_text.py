"""Writes criteria, their values and examples out for a judge to read; it shows no weights: a judge must not trade."""

from __future__ import annotations

import json
from collections.abc import Mapping
from string import ascii_uppercase

from studio.errors import StudioError
from studio.records import Criterion, Example, Judge, Scale, Value

POSITIONS: Mapping[str, str] = {"first": "A", "tie": "tie", "second": "B"}
"""What a judge says of two outputs shown as A then B; it speaks of positions so that its reasons read right."""


_PAIR_MEANING: Mapping[Value, str] = {
    "A": "the first output is better",
    "tie": "no difference",
    "B": "the second output is better",
}


def criterion_text(criterion: Criterion, *, judge: Judge) -> str:
    """One criterion with its values, described where she described them, and its examples when they are wanted."""
    lines = [f"## {criterion.id}", criterion.question]
    if judge.mode == "pairwise":
        lines.append('Say "first", "second" or "tie": which of the two outputs serves this better?')
        lines.append("For orientation, what is said of one output alone:" if criterion.anchors else "")
    else:
        lines.append(_values_line(criterion.scale))
    lines += [f"- {value}: {meaning}" for value, meaning in _anchors_in_order(criterion)]
    if judge.settings.examples and judge.mode == "direct":
        lines += [_example_text(example) for example in criterion.examples]
    return "\n".join(line for line in lines if line)


def one_token_text(criterion: Criterion, *, judge: Judge, options: Mapping[str, Value]) -> str:
    """One criterion as a question with lettered answers, short enough for a small model."""
    anchors = dict(_anchors_in_order(criterion))
    lines = [f"Question: {criterion.question}", "Answers:"]
    for letter, value in options.items():
        if judge.mode == "pairwise":
            lines.append(f"{letter} = {_PAIR_MEANING[value]}")
        else:
            lines.append(": ".join([_answer(letter, value=value), *filter(None, [anchors.get(value)])]))
    if judge.settings.examples and judge.mode == "direct":
        letters = {value: letter for letter, value in options.items()}
        lines += [_example_text(example, answer=letters.get(example.value)) for example in criterion.examples]
    return "\n".join(lines)


def lettered(scale: Scale, *, criterion_id: str) -> dict[str, Value]:
    """The letters a one-token judge answers with, each with its value; digits, yes and no stand for themselves."""
    if not 0 < len(scale.values) <= 20:
        raise StudioError(
            happened=f'The criterion "{criterion_id}" cannot be answered with one letter: '
            "that needs a scale of at most 20 listed values.",
            safe="Nothing was sent.",
            to_do="Choose the JSON form for this judge, or give the criterion a scale with listed values.",
        )
    if all(isinstance(value, int) and 0 <= value <= 9 for value in scale.values):
        return {str(value): value for value in scale.values}
    if {str(value).casefold() for value in scale.values} == {"yes", "no"}:
        return {str(value).upper(): value for value in scale.values}
    return dict(zip(ascii_uppercase, scale.values, strict=False))


def allowed_text(scale: Scale, *, mode: str) -> str:
    """The values a reply may carry, as they stand in JSON."""
    if mode == "pairwise":
        return " | ".join(json.dumps(position) for position in POSITIONS)
    if scale.values:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in scale.values)
    return f"<number from {scale.minimum:g} to {scale.maximum:g}>"


def _values_line(scale: Scale) -> str:
    if not scale.values:
        return f"Value: a number from {scale.minimum:g} to {scale.maximum:g}, the higher the better."
    order = "" if scale.level == "nominal" else ", from worst to best"
    return f"Values{order}: {', '.join(str(value) for value in scale.values)}"


def _anchors_in_order(criterion: Criterion) -> list[tuple[Value, str]]:
    order = criterion.scale.values or tuple(criterion.anchors)
    return [(value, criterion.anchors[value]) for value in order if criterion.anchors.get(value)]


def _answer(letter: str, *, value: Value) -> str:
    return letter if letter == str(value) else f"{letter} = {value}"


def _example_text(example: Example, *, answer: str | None = None) -> str:
    parts = [("input", example.input), ("output", example.output), ("why", example.why)]
    body = "\n".join(f"<{name}>\n{text}\n</{name}>" for name, text in parts if text)
    return f'<example value="{answer or example.value}">\n{body}\n</example>'
