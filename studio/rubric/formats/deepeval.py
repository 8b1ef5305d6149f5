"""DeepEval's G-Eval: reads and writes GEval metrics, as Python source or as JSON; runs no Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from studio.records import PASS_FAIL, Criterion, Rubric, Scale, Value
from studio.rubric.formats.assembly import CHOOSE_JUDGES, criterion_id, read_rubric
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.foreign import Foreign, items, mappings, text_in
from studio.rubric.formats.wording import judged_text
from studio.rubric.scales import is_ordered, passes

ZERO_TO_TEN = Scale(values=tuple(range(11)), level="interval")
TOP = 10

_HEAD = '''\
"""{title}, written by Rubric Studio. Needs: pip install deepeval"""

from deepeval.metrics import GEval
from deepeval.metrics.g_eval import Rubric
from deepeval.test_case import SingleTurnParams

PARAMETERS = [SingleTurnParams.INPUT, SingleTurnParams.ACTUAL_OUTPUT]

'''


def _read(foreign: Foreign) -> Conversion[Rubric] | None:
    found = [metric for metric in _metrics(foreign) if _is_metric(metric)]
    if not found:
        return None
    criteria = [_criterion(metric) for metric in found]
    notes = [note for metric, c in zip(found, criteria, strict=True) for note in _notes(metric, c)]
    return read_rubric(foreign, criteria=criteria, not_carried=[CHOOSE_JUDGES, *notes])


def _metrics(foreign: Foreign) -> list[Mapping[str, Any]]:
    if "GEval(" in foreign.text:
        return list(_from_python(foreign.text))
    document = foreign.document
    return mappings(document.get("metrics", document) if isinstance(document, Mapping) else document)


def _is_metric(found: Mapping[str, Any]) -> bool:
    steps = found.get("evaluation_steps")
    scored = "evaluation_params" in found or "threshold" in found or "rubric" in found or "name" in found
    prometheus = "score1_description" in found
    return (bool(steps) and isinstance(steps, list)) or (
        isinstance(found.get("criteria"), str) and scored and not prometheus
    )


def _from_python(source: str) -> Iterator[dict[str, Any]]:
    """The keyword arguments of every `GEval(...)` that are plain values; nothing is executed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call.func) == "GEval":
            yield {
                word.arg: value for word in call.keywords if word.arg and (value := _literal(word.value)) is not None
            }


def _literal(node: ast.expr) -> Any:
    if isinstance(node, ast.List) and node.elts and all(isinstance(e, ast.Call) for e in node.elts):
        calls = [e for e in node.elts if isinstance(e, ast.Call) and _name(e.func) == "Rubric"]
        return [{word.arg: _literal(word.value) for word in call.keywords if word.arg} for call in calls]
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _criterion(metric: Mapping[str, Any]) -> Criterion:
    name = text_in(metric.get("name"))
    steps = [text for step in items(metric.get("evaluation_steps")) if (text := text_in(step))]
    question = text_in(metric.get("criteria")) or "\n".join(steps)
    scale, anchors = _scale(metric)
    return Criterion(id=criterion_id(name or question), question=question, scale=scale, anchors=anchors)


def _scale(metric: Mapping[str, Any]) -> tuple[Scale, dict[Any, str]]:
    if metric.get("strict_mode") is True:
        return PASS_FAIL, {}
    bands = sorted(_bands(metric))
    if len(bands) < 2:
        return ZERO_TO_TEN, {}
    values = tuple(range(1, len(bands) + 1))
    return Scale(values=values, level="ordinal"), {value: text for value, (_, text) in zip(values, bands, strict=True)}


def _bands(metric: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    for band in mappings(metric.get("rubric")):
        ends, text = band.get("score_range"), band.get("expected_outcome")
        if isinstance(ends, list | tuple) and ends and isinstance(ends[0], int | float) and isinstance(text, str):
            yield float(ends[0]), text.strip()


def _notes(metric: Mapping[str, Any], criterion: Criterion) -> Iterator[str]:
    if metric.get("criteria") and metric.get("evaluation_steps"):
        yield f"{criterion.id}: the evaluation steps; the studio gives judges the question and its anchors."
    if "threshold" in metric:
        yield f"{criterion.id}: the threshold {metric['threshold']}; here the upper half of a scale passes."
    if criterion.anchors:
        yield f"{criterion.id}: the scores 0 to 10; each of its {len(criterion.anchors)} bands became one step."


def _write(rubric: Rubric) -> Conversion[str]:
    ordered = [c for c in rubric.criteria if is_ordered(c.scale)]
    notes = [
        f"{c.id}: its values have no order, so G-Eval cannot score it." for c in rubric.criteria if c not in ordered
    ]
    notes.append("How the criteria combine: every metric stands on its own, with its own threshold.")
    title = "".join(sign if sign.isalnum() else " " for sign in rubric.title)
    metrics = "".join(_metric(rubric, c) for c in ordered)
    text = f"{_HEAD.format(title=' '.join(title.split()))}METRICS = [\n{metrics}]\n"
    return Conversion(result=text, not_carried=tuple(notes))


def _metric(rubric: Rubric, criterion: Criterion) -> str:
    bands = list(_bands_of(criterion))
    passing = [low for low, _, value in bands if passes(criterion.scale, value)]
    # !a makes a Python literal of any text, whatever quotes and signs it holds.
    lines = [f"        name={criterion.id!a},", f"        criteria={judged_text(rubric, criterion)!a},"]
    lines += ["        evaluation_params=PARAMETERS,", f"        threshold={(passing[0] if passing else 6) / TOP},"]
    if bands:
        lines += ["        rubric=[", *(f"            {_band(criterion, *band)}," for band in bands), "        ],"]
    return "    GEval(\n" + "\n".join(lines) + "\n    ),\n"


def _bands_of(criterion: Criterion) -> Iterator[tuple[int, int, Value]]:
    """Equal bands of the scores 0 to 10, one for each value, worst first."""
    values = criterion.scale.values
    if 1 < len(values) <= TOP:
        starts = [round((TOP + 1) * at / len(values)) for at in range(len(values) + 1)]
        yield from ((starts[at], starts[at + 1] - 1, value) for at, value in enumerate(values))


def _band(criterion: Criterion, low: int, high: int, value: Value) -> str:
    outcome = f"{value}: {criterion.anchors[value]}" if value in criterion.anchors else str(value)
    return f"Rubric(score_range=({low}, {high}), expected_outcome={outcome!a})"


FORMAT = RubricFormat(name="deepeval", title="DeepEval GEval metrics", suffix=".py", read=_read, write=_write)
