"""One proposed edit of a rubric and what the rubric would be with it; an edit that makes no good file is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from studio.errors import RubricError, StudioError
from studio.records import Criterion, Example, Rubric, Value
from studio.rubric.lint import lint_rubric
from studio.rubric.reading import parse_rubric
from studio.rubric.writing import new_rubric_text

EditPart = Literal["question", "anchor", "example"]
HARMFUL_RULES = ("access-key", "order-to-the-judge", "unseen-character", "web-address")
"""What no model may bring into a rubric, whatever it was told by a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricEdit:
    """Another wording of a question or an anchor, or one more example."""

    criterion: str
    part: EditPart
    text: str
    """The new question or anchor; for an example why it has its value."""
    reason: str
    value: Value | None = None
    """The anchor's or the example's."""
    input: str = ""
    output: str = ""
    """An example's texts, taken from a rated sample, never from a model."""

    def as_json(self) -> dict[str, Any]:
        """The edit as plain fields."""
        return asdict(self)


def edit_of_json(fields: Mapping[str, Any]) -> RubricEdit:
    """The edit of such fields."""
    return RubricEdit(**fields)


def with_edit(rubric: Rubric, edit: RubricEdit) -> Rubric:
    """The rubric with this edit, as its file would be read; raises StudioError for one that does not fit or harms."""
    old = rubric.criterion(edit.criterion)
    if old is None:
        raise _refused("It is about a question that the rubric does not have.")
    new = _edited(old, edit)
    if new == old:
        raise _refused("It changes nothing.")
    edited = replace(rubric, criteria=tuple(new if c.id == old.id else c for c in rubric.criteria))
    try:
        read = parse_rubric(new_rubric_text(edited), file=rubric.name)
    except RubricError as error:
        raise _refused(error.happened) from None
    refuse_harm(before=rubric, after=read)
    return read


def _edited(old: Criterion, edit: RubricEdit) -> Criterion:
    if edit.part == "question":
        return replace(old, question=edit.text)
    if edit.value is None or not old.scale.holds(edit.value):
        raise _refused("It is about a value that is not on the scale.")
    if edit.part == "anchor":
        return replace(old, anchors={**old.anchors, edit.value: edit.text})
    example = Example(input=edit.input, output=edit.output, value=edit.value, why=edit.text)
    if any(known.output.strip() == example.output.strip() for known in old.examples):
        raise _refused("Its example is in the rubric already.")
    return replace(old, examples=(*old.examples, example))


def refuse_harm(*, before: Rubric, after: Rubric) -> None:
    """Raises StudioError when the later rubric holds a key, an order to the judge, an address or hidden text."""
    known = {(advice.rule, advice.criterion) for advice in lint_rubric(before)}
    for advice in lint_rubric(after):
        if advice.rule in HARMFUL_RULES and (advice.rule, advice.criterion) not in known:
            raise _refused(advice.message)


def _refused(happened: str) -> StudioError:
    return StudioError(happened=happened, safe="The rubric is as it was.", to_do="Decline this proposal.")
