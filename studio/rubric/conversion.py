"""Between the shape of a rubric file and the Rubric record: checks what a shape alone cannot, in both directions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from studio.records import Criterion, Example, Rubric, Rule, Scale, Value
from studio.rubric.rule_shape import RuleInFile
from studio.rubric.scales import NAMED_SCALES, scale_name
from studio.rubric.shape import RESERVED_IDS, CriterionInFile, ListedScale, RangeScale, RubricInFile, ScaleInFile
from studio.rules.checking import RULES

Path = tuple[str | int | float, ...]
KEY = "[key]"
"""As the last step of a path: the key itself, not its value."""


class Misfit(Exception):
    """Something that has the right shape and no sense, with the path to it."""

    def __init__(self, words: str, *, path: Path) -> None:
        super().__init__(words)
        self.words = words
        self.path = path


def rubric_record(shape: RubricInFile) -> Rubric:
    """The Rubric that a file describes."""
    if shape.rubric in RESERVED_IDS:
        raise Misfit("Windows keeps this name for itself, so no file can bear it. Choose another.", path=("rubric",))
    _refuse_repeated_ids([c.id for c in shape.criteria])
    return Rubric(
        name=shape.rubric,
        title=shape.title or default_title(shape.rubric),
        task=shape.task,
        criteria=tuple(_criterion(c, path=("criteria", at)) for at, c in enumerate(shape.criteria)),
        version=shape.version,
        combine=shape.combine,
    )


def default_title(rubric_id: str) -> str:
    """The id made readable, for a file without `title:`."""
    words = rubric_id.replace("-", " ").replace("_", " ").strip() or rubric_id
    return words[0].upper() + words[1:]


def file_form(rubric: Rubric) -> dict[str, Any]:
    """The rubric as the keys and values of a file, without what is as it would be if it were left out."""
    form: dict[str, Any] = {"rubric": rubric.name, "version": rubric.version, "title": rubric.title.strip()}
    if rubric.task.strip():
        form["task"] = rubric.task.strip()
    if rubric.combine != "weighted_mean":
        form["combine"] = rubric.combine
    form["criteria"] = [_criterion_form(c) for c in rubric.criteria]
    return form


def _criterion_form(criterion: Criterion) -> dict[str, Any]:
    form: dict[str, Any] = {"id": criterion.id, "question": criterion.question.strip()}
    form["scale"] = _scale_form(criterion.scale)
    if criterion.weight != 1:
        form["weight"] = int(criterion.weight) if criterion.weight == int(criterion.weight) else criterion.weight
    if criterion.must_pass:
        form["must_pass"] = True
    if criterion.anchors:
        form["anchors"] = {value: text.strip() for value, text in criterion.anchors.items()}
    if criterion.examples:
        form["examples"] = [_example_form(e) for e in criterion.examples]
    if criterion.rule:
        form["rule"] = {criterion.rule.kind: criterion.rule.setting}
    return form


def _scale_form(scale: Scale) -> Any:
    if name := scale_name(scale):
        return name
    if scale.values:
        return {"values": list(scale.values), "level": scale.level}
    return {"minimum": scale.minimum, "maximum": scale.maximum}


def _example_form(example: Example) -> dict[str, Any]:
    texts = {"input": example.input.strip(), "output": example.output.strip()}
    form: dict[str, Any] = {key: text for key, text in texts.items() if text}
    form["value"] = example.value
    if example.why.strip():
        form["why"] = example.why.strip()
    return form


def _criterion(shape: CriterionInFile, *, path: Path) -> Criterion:
    scale = _scale(shape.scale, path=(*path, "scale"))
    return Criterion(
        id=shape.id,
        question=shape.question,
        scale=scale,
        anchors={_on(scale, v, path=(*path, "anchors", v, KEY)): text for v, text in shape.anchors.items()},
        weight=shape.weight,
        must_pass=shape.must_pass,
        examples=tuple(
            Example(
                output=e.output,
                value=_on(scale, e.value, path=(*path, "examples", at, "value")),
                input=e.input,
                why=e.why,
            )
            for at, e in enumerate(shape.examples)
        ),
        rule=None if shape.rule is None else _rule(shape.rule, scale, path=(*path, "rule")),
    )


def _rule(shape: RuleInFile, scale: Scale, *, path: Path) -> Rule:
    if len(scale.values) != 2 or scale.level == "nominal":
        raise Misfit("A rule holds or does not: it needs a scale of two values, such as `pass_fail`.", path=path)
    asked = shape.model_dump(exclude_unset=True, exclude_defaults=True)
    [(kind, setting)] = ((kind, asked[kind]) for kind in RULES if kind in asked)
    return Rule(kind=kind, setting=setting)


def _refuse_repeated_ids(ids: Sequence[str]) -> None:
    for at, criterion_id in enumerate(ids):
        if criterion_id in ids[:at]:
            raise Misfit(f"Two criteria are called `{criterion_id}`. Rename one.", path=("criteria", at, "id"))


def _scale(shape: ScaleInFile, *, path: Path) -> Scale:
    if isinstance(shape, ListedScale):
        return _listed(shape, path=path)
    if isinstance(shape, RangeScale):
        if shape.minimum >= shape.maximum:
            raise Misfit("`minimum` must be below `maximum`.", path=path)
        return Scale(values=(), level="interval", minimum=shape.minimum, maximum=shape.maximum)
    return NAMED_SCALES[shape]


def _listed(shape: ListedScale, *, path: Path) -> Scale:
    values = shape.values
    words = [isinstance(value, str) for value in values]
    if any(words) and not all(words):
        raise Misfit("The values are a mix of words and numbers. Put the numbers in quotes.", path=path)
    for at, value in enumerate(values):
        if value in values[:at]:
            raise Misfit(f"`{value}` stands twice among the values.", path=(*path, "values", at))
    if shape.level == "interval" and any(words):
        raise Misfit("An interval scale needs numbers. For words in an order, write `level: ordinal`.", path=path)
    if shape.level == "interval" and not _runs_one_way(values):
        raise Misfit("The numbers of an interval scale must run one way, worst first.", path=(*path, "values"))
    return Scale(values=tuple(values), level=shape.level)


def _runs_one_way(numbers: Sequence[float]) -> bool:
    rising = [a < b for a, b in itertools.pairwise(numbers)]
    return all(rising) or not any(rising)


def _on(scale: Scale, value: Value, *, path: Path) -> Value:
    """The value as the scale writes it."""
    if not scale.holds(value):
        raise Misfit(_off_scale(scale, value), path=path)
    return scale.values[scale.values.index(value)] if scale.values else value


def _off_scale(scale: Scale, value: Value) -> str:
    if not scale.values:
        return f"`{value}` is not a number between {scale.minimum:g} and {scale.maximum:g}."
    known = ", ".join(f"`{v}`" for v in scale.values)
    if any(str(v) == str(value) for v in scale.values):
        wanted = "without" if isinstance(value, str) else "in"
        return f"`{value}` must stand {wanted} quotes, as in the scale."
    return f"`{value}` is not on the scale, which has {known}."
