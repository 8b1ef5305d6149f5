"""A criterion as a paragraph for tools that know neither scales nor anchors."""

from __future__ import annotations

from studio.records import Criterion, Rubric, Scale
from studio.rubric.scales import worth


def judged_text(rubric: Rubric, criterion: Criterion) -> str:
    """Task, question, what each value means, and the examples."""
    parts = [f"Task: {rubric.task}"] if rubric.task else []
    parts.append(f"Question: {criterion.question}")
    if criterion.anchors:
        parts.append("\n".join(["What the values mean:", *anchor_lines(criterion)]))
    parts += [_example_text(criterion, at) for at in range(len(criterion.examples))]
    return "\n\n".join(parts)


def anchor_lines(criterion: Criterion) -> list[str]:
    """One line for each anchor, in the order of the scale."""
    values = criterion.scale.values or tuple(sorted(criterion.anchors, key=float))
    return [f"- {value}: {criterion.anchors[value]}" for value in values if value in criterion.anchors]


def shares_in_words(scale: Scale) -> str:
    """Which score from 0 to 1 stands for which value."""
    if not scale.values:
        return f"Answer with a number from {scale.minimum:g} to {scale.maximum:g}, scaled to a score from 0 to 1."
    shares = ", ".join(f"{value} = {worth(scale, value) or 0.0:.2g}" for value in scale.values)
    return f"Scores: {shares}."


def _example_text(criterion: Criterion, at: int) -> str:
    e = criterion.examples[at]
    lines = [f"Example {at + 1}", f"Input: {e.input}" if e.input else "", f"Output: {e.output}", f"Value: {e.value}"]
    lines.append(f"Because: {e.why}" if e.why else "")
    return "\n".join(line for line in lines if line)
