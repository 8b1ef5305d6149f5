"""OpenAI grader JSON: reads and writes `score_model`, `label_model` and `multi`; sends nothing anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studio.records import ONE_TO_FIVE, Criterion, Rubric, Scale
from studio.rubric.formats.assembly import CHOOSE_JUDGES, criterion_id, named, read_rubric
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.foreign import Foreign, items, mappings, text_in
from studio.rubric.formats.wording import judged_text
from studio.rubric.scales import is_ordered, passing_values, scale_in_words
from studio.rubric.shape import MAXIMUM_WEIGHT

KINDS = frozenset(("score_model", "label_model", "string_check", "text_similarity", "python", "multi"))
# A line that is filled in for each test, with the label above or before it: it says nothing about what is asked.
_FILLED_IN = re.compile(r"^(?:[^\n{}]{0,40}:\s*)?\{\{[^{}]*\}\}[ \t]*$", re.MULTILINE)
_WEIGHTED = re.compile(r"(\d*\.?\d+)\s*\*[\s(]*([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*\*\s*(\d*\.?\d+)")


def _read(foreign: Foreign) -> Conversion[Rubric] | None:
    graders = _graders(foreign.document)
    if not graders:
        return None
    weights = _weights(foreign.document)
    criteria: list[Criterion] = []
    notes: list[str] = []
    for name, grader in graders:
        kind = grader["type"]
        if kind in ("score_model", "label_model"):
            criteria.append(_criterion(grader, name=name, weight=weights.get(name, 1.0)))
            notes += _notes(grader, criteria[-1])
        elif kind != "multi":
            notes.append(f"`{name}` ({kind}) is checked by code; a rubric asks judges. Leave that check where it is.")
    notes += _formula_in_words(foreign.document, weights)
    title = text_in(foreign.document.get("name")) if isinstance(foreign.document, Mapping) else ""
    return read_rubric(foreign, criteria=criteria, title=title, not_carried=notes)


def _graders(document: Any) -> list[tuple[str, Mapping[str, Any]]]:
    if isinstance(document, Mapping) and "testing_criteria" in document:
        document = document["testing_criteria"]
    found = []
    for grader in mappings(document):
        if grader.get("type") == "multi" and isinstance(grader.get("graders"), Mapping):
            found += [(str(k), g) for k, g in grader["graders"].items() if _is_grader(g)]
        elif _is_grader(grader):
            found.append((text_in(grader.get("name")) or grader["type"], grader))
    return found


def _is_grader(found: Any) -> bool:
    return isinstance(found, Mapping) and text_in(found.get("type")) in KINDS and ("name" in found or "input" in found)


def _criterion(grader: Mapping[str, Any], *, name: str, weight: float) -> Criterion:
    question = "\n".join(_messages(grader.get("input"))) or name
    scale = _labels(grader) if grader["type"] == "label_model" else _range(grader)
    return Criterion(id=criterion_id(name), question=question, scale=scale, weight=min(weight, MAXIMUM_WEIGHT))


def _messages(found: Any) -> Iterator[str]:
    for message in mappings(found):
        text = _FILLED_IN.sub("", _content(message.get("content"))).strip()
        if message.get("role") != "assistant" and text:
            yield text


def _content(found: Any) -> str:
    if isinstance(found, str):
        return found.strip()
    texts = [part if isinstance(part, str) else part.get("text") for part in _parts(found)]
    return "\n".join(text for text in texts if isinstance(text, str)).strip()


def _parts(found: Any) -> list[str | Mapping[str, Any]]:
    return [part for part in items(found) or [found] if isinstance(part, str | Mapping)]


def _range(grader: Mapping[str, Any]) -> Scale:
    numbers = [n for n in items(grader.get("range")) if isinstance(n, int | float)]
    low, high = (float(n) for n in numbers) if len(numbers) == 2 and numbers[0] < numbers[1] else (0.0, 1.0)
    if (low, high) == (1.0, 5.0):
        return ONE_TO_FIVE
    return Scale(values=(), level="interval", minimum=low, maximum=high)


def _labels(grader: Mapping[str, Any]) -> Scale:
    labels = [str(label).strip() for label in items(grader.get("labels"))]
    passing = [str(label).strip() for label in items(grader.get("passing_labels"))]
    failing = [label for label in labels if label not in passing]
    ordered = Scale(values=(*failing, *(label for label in labels if label in passing)), level="ordinal")
    return ordered if set(passing_values(ordered)) == set(passing) else Scale(values=tuple(labels), level="nominal")


def _notes(grader: Mapping[str, Any], criterion: Criterion) -> Iterator[str]:
    yield CHOOSE_JUDGES
    if "pass_threshold" in grader:
        yield f"{criterion.id}: the pass threshold {grader['pass_threshold']}; here the upper half of a scale passes."
    if criterion.scale.level == "nominal":
        passing = ", ".join(str(label) for label in items(grader.get("passing_labels")))
        yield f"{criterion.id}: that {passing} pass. Put the values in an order, worst first."
    if criterion.scale == ONE_TO_FIVE:
        yield f"{criterion.id}: scores between whole numbers from 1 to 5."


def _weights(document: Any) -> dict[str, float]:
    formula = document.get("calculate_output") if isinstance(document, Mapping) else None
    if not isinstance(formula, str):
        return {}
    return {b or c: float(a or d) for a, b, c, d in _WEIGHTED.findall(formula)}


def _formula_in_words(document: Any, weights: Mapping[str, float]) -> Iterator[str]:
    formula = document.get("calculate_output") if isinstance(document, Mapping) else None
    if formula:
        taken = "its weights were taken over" if weights else "set weights where criteria count differently"
        yield f"The formula {formula!r}; {taken}, the rest is a weighted mean."


def _write(rubric: Rubric) -> Conversion[str]:
    counted = [c for c in rubric.criteria if is_ordered(c.scale)]
    notes = ["Fill in `model`: a rubric names none."]
    notes += [f"{c.id}: its values have no order, so it gives no score." for c in rubric.criteria if c not in counted]
    musts = [c for c in counted if c.must_pass]
    notes += [f"That {named(musts)} must pass: the formula knows only the mean."] if musts else []
    if rubric.combine != "weighted_mean":
        notes.append(f"`combine: {rubric.combine}`; the formula is a weighted mean.")
    names = {c.id: _variable(c.id) for c in counted}
    document = {
        "type": "multi",
        "name": rubric.name,
        "graders": {names[c.id]: _grader(rubric, c) for c in counted},
        "calculate_output": _formula(counted, names),
    }
    return Conversion(result=json.dumps(document, indent=2, ensure_ascii=False) + "\n", not_carried=tuple(notes))


def _variable(name: str) -> str:
    plain = re.sub(r"\W", "_", name)
    return plain if plain[0].isalpha() else f"c_{plain}"


def _grader(rubric: Rubric, criterion: Criterion) -> dict[str, Any]:
    low, high = _ends(criterion.scale)
    system = f"{_literal(judged_text(rubric, criterion))}\n\nScale: {scale_in_words(criterion.scale)}. "
    system += _numbers_in_words(criterion.scale)
    user = "Input:\n{{item.input}}\n\nOutput to judge:\n{{sample.output_text}}"
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    return {"type": "score_model", "name": criterion.id, "model": "", "input": messages, "range": [low, high]}


def _ends(scale: Scale) -> tuple[float, float]:
    if scale.minimum is not None and scale.maximum is not None:
        return scale.minimum, scale.maximum
    return 0.0, float(len(scale.values) - 1)


def _numbers_in_words(scale: Scale) -> str:
    if not scale.values:
        return "Answer with the number."
    return (
        "Answer with the number of the value: " + ", ".join(f"{at} for {v}" for at, v in enumerate(scale.values)) + "."
    )


def _formula(criteria: Sequence[Criterion], names: Mapping[str, str]) -> str:
    total = sum(c.weight for c in criteria) or 1.0
    terms = []
    for c in criteria:
        low, high = _ends(c.scale)
        share = f"({names[c.id]} - {low:g}) / {high - low:g}" if low else f"{names[c.id]} / {high:g}"
        terms.append(f"{c.weight / total:.6g} * ({share})")
    return " + ".join(terms)


def _literal(text: str) -> str:
    """Double braces would be filled in as a template."""
    return text.replace("{{", "{ {").replace("}}", "} }")


FORMAT = RubricFormat(name="openai-grader", title="OpenAI grader JSON", suffix=".json", read=_read, write=_write)
