"""Takes apart the paragraph this studio writes for other tools, so that what went out comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from studio.records import ONE_TO_FIVE, PASS_FAIL, Criterion, Example, Rubric, Scale, Value
from studio.rubric.formats.wording import judged_text

_TAIL = re.compile(r"\n\n(?:Scale|Scores): [^\n]*(?:\nIt passes above a score of [^\n]*)?\Z")
_VALUES = re.compile(r"(?<=[ ,])\d+ for (?P<numbered>.+?)(?=, \d+ for |\.\Z)|(?:\A|, )(?P<scored>[^,=]+?) = [\d.]+")
_EXAMPLE = re.compile(
    r"Example \d+\n(?:Input: (?P<input>.*?)\n)?Output: (?P<output>.*?)\nValue: (?P<value>[^\n]*)"
    r"(?:\nBecause: (?P<why>.*))?\Z",
    re.DOTALL,
)


def as_written(criterion: Criterion) -> tuple[str, Criterion]:
    """The task, and the criterion with its question, scale, anchors and examples apart; another's text stays whole."""
    tail = _TAIL.search(criterion.question)
    text = criterion.question[: tail.start()] if tail else criterion.question
    head, *examples = re.split(r"\n\n(?=Example \d+\n)", text)
    asked, _, meanings = head.partition("\n\nWhat the values mean:\n")
    before, _, question = f"\n\n{asked}".partition("\n\nQuestion: ")
    scale = _scale(criterion, tail=tail.group() if tail else "")
    values = {str(value): value for value in scale.values}
    found = replace(
        criterion,
        question=question,
        scale=scale,
        anchors=dict(_anchors(meanings, values=values)),
        examples=tuple(_examples(examples, values=values)),
    )
    task = before.strip().removeprefix("Task: ")
    # What is not exactly as the studio would write it was changed by somebody, or is somebody else's.
    same = judged_text(Rubric(name="x", title="x", task=task, criteria=(found,)), found) == text
    return (task, found) if same else ("", criterion)


def _scale(criterion: Criterion, *, tail: str) -> Scale:
    """The scale the last lines name, or the bands of scores; else as it was read."""
    _, _, scores = tail.partition("Scores: ")
    said = [found["numbered"] or found["scored"] for found in _VALUES.finditer(scores.partition("\n")[0] or tail)]
    bands = [text.partition(": ")[0] for text in criterion.anchors.values()]
    values = tuple(_value(one.strip()) for one in said or bands)
    known = next((scale for scale in (PASS_FAIL, ONE_TO_FIVE) if scale.values == values), None)
    return known or (Scale(values=values, level="ordinal") if len(set(values)) > 1 else criterion.scale)


def _value(said: str) -> Value:
    return int(said) if said.isdecimal() else said


def _anchors(meanings: str, *, values: Mapping[str, Value]) -> Iterator[tuple[Value, str]]:
    for line in meanings.removeprefix("- ").split("\n- ") if meanings else ():
        value, _, meaning = line.partition(": ")
        if value in values:
            yield values[value], meaning


def _examples(texts: list[str], *, values: Mapping[str, Value]) -> Iterator[Example]:
    for found in filter(None, map(_EXAMPLE.match, texts)):
        said = found["value"]
        yield Example(
            output=found["output"], value=values.get(said, said), input=found["input"] or "", why=found["why"] or ""
        )
