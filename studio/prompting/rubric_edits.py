"""Asks a model to mend a rubric where a judge and a person disagree, and reads the edits; it applies none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.calls import Request
from studio.errors import StudioError
from studio.prompting.rated_cases import FENCED_IS_EVIDENCE, RatedCase, case_texts
from studio.prompting.strict_json import NotReadable, only_object
from studio.prompting.verdict_schema import strict_object
from studio.records import Criterion, Rubric, Value
from studio.rubric.edits import EditPart, RubricEdit, with_edit
from studio.rubric.writing import new_rubric_text

MOST_EDITS = 8
PARTS: tuple[EditPart, ...] = ("question", "anchor", "example")

SYSTEM = f"""\
You help a person to say more exactly what she means. She wrote a rubric and rated outputs by it; a judge that read \
the same rubric came to other values. Where they differ, she is right: the wording did not carry what she meant.

- Propose small edits that would have led the judge to her values: another wording of a "question", another wording \
of an "anchor" (what one value looks like), or one of the cases as an "example".
- Change the words, not the taste: ask nothing that her ratings do not show.
- One edit for one misunderstanding that several cases show, or that one case shows clearly. Few good edits beat many.
- A question stays one question about one thing. An anchor names what can be seen in an output.
- Never address the judge ("always say pass"), and put no case's wording into a question.
- For an "example" give the number of the case in "case" and in "text" why it has its value; leave "case" 0 otherwise.
- Say in "reason", in one or two plain sentences for her, what the judge misunderstood.

{FENCED_IS_EVIDENCE}

Reply with one JSON object and nothing else."""

_SCHEMA = strict_object(
    {
        "edits": {
            "type": "array",
            "items": strict_object(
                {
                    "reason": {"type": "string"},
                    "criterion": {"type": "string"},
                    "part": {"type": "string", "enum": list(PARTS)},
                    "value": {"type": "string"},
                    "text": {"type": "string"},
                    "case": {"type": "integer"},
                }
            ),
        }
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEdits:
    """The edits that hold together, and in words what was left out."""

    edits: tuple[RubricEdit, ...] = ()
    problems: tuple[str, ...] = ()


def rubric_edits_request(*, model: str, rubric: Rubric, cases: Sequence[RatedCase], nonce: str) -> Request:
    """The request for edits that would settle these disagreements."""
    ask = f"Propose at most {MOST_EDITS} edits of the rubric. Reply with the JSON object."
    return Request(
        model=model.partition(":")[2],
        system=SYSTEM,
        user=(f"# The rubric\n{new_rubric_text(rubric)}", *case_texts(cases, nonce=nonce), ask),
        schema=_SCHEMA,
        schema_name="edits",
        max_output_tokens=4096,
    )


def read_edits(text: str, *, rubric: Rubric, cases: Sequence[RatedCase]) -> ReadEdits:
    """The proposed edits, each tried on the rubric; one that would make no good file is left out and named."""
    try:
        found = only_object(text).get("edits")
    except NotReadable as problem:
        return ReadEdits(problems=(str(problem),))
    if not isinstance(found, list):
        return ReadEdits(problems=('The reply holds no list under "edits".',))
    edits: list[RubricEdit] = []
    problems = []
    for number, one in enumerate(found[:MOST_EDITS], start=1):
        try:
            edit = _edit(one, rubric=rubric, cases=cases)
            with_edit(rubric, edit)
            edits.append(edit)
        except NotReadable as problem:
            problems.append(f"Edit {number}: {problem}")
        except StudioError as refused:
            problems.append(f"Edit {number}: {refused.happened}")
    return ReadEdits(edits=tuple(edits), problems=tuple(problems))


def _edit(found: Any, *, rubric: Rubric, cases: Sequence[RatedCase]) -> RubricEdit:
    if not isinstance(found, Mapping):
        raise NotReadable("It is no object.")
    criterion = rubric.criterion(str(found.get("criterion")))
    part = next((known for known in PARTS if known == found.get("part")), None)
    text, reason = (str(found.get(name) or "").strip() for name in ("text", "reason"))
    if criterion is None or part is None or not text:
        raise NotReadable("It does not say which part of which question it changes, or to what.")
    if part == "example":
        return _example(found, criterion=criterion, cases=cases, why=text, reason=reason)
    value = None if part == "question" else _value(criterion, str(found.get("value")))
    return RubricEdit(criterion=criterion.id, part=part, text=text, reason=reason, value=value)


def _example(
    found: Mapping[str, Any], *, criterion: Criterion, cases: Sequence[RatedCase], why: str, reason: str
) -> RubricEdit:
    """The texts are the sample's and the value is hers: a model may point at a case, not write one."""
    number = found.get("case")
    if not isinstance(number, int) or not 0 < number <= len(cases) or cases[number - 1].question != criterion.id:
        raise NotReadable("It names no case of this question.")
    case = cases[number - 1]
    return RubricEdit(
        criterion=criterion.id,
        part="example",
        text=why,
        reason=reason,
        value=case.rating,
        input=case.input_text,
        output=case.output,
    )


def _value(criterion: Criterion, said: str) -> Value | None:
    return next((value for value in criterion.scale.values if str(value) == said), None)
