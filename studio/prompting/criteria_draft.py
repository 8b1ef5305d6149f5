"""Asks a model to draft criteria from one sentence of hers, and reads the draft; a draft is a proposal, never saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from studio.calls import Request
from studio.prompting.strict_json import NotReadable, only_object
from studio.prompting.verdict_schema import strict_object
from studio.records import ONE_TO_FIVE, PASS_FAIL, Criterion, Scale, Value

SCALES: Mapping[str, Scale] = {"pass_fail": PASS_FAIL, "one_to_five": ONE_TO_FIVE}
MOST_CRITERIA = 12
DraftForm = Literal["json", "lines"]
_LONGEST_ID = 40
_NO_SUBJECT = re.compile(r"^(?:does|do|is|are|has|have|can|will|would) (?:the|this|a|an) \w+ ")
_YES_OR_NO = re.compile(r"(?:does|do|is|are|has|have|can|will|would)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)]|[-*])\s+(?=\S)")

SYSTEM = """\
You help a product lead to write down what she means by a good output of her product. She gives one or two sentences; \
you draft the criteria that a careful person would rate outputs by.

- One criterion asks one thing. Split what could be met and missed independently.
- Ask a question that can be answered by reading the input and the output alone.
- Prefer "pass_fail". Use "one_to_five" only where degrees matter and can be told apart.
- Describe what a value looks like in an output, in plain words: for "pass_fail" both "pass" and "fail", for \
"one_to_five" at least "1", "3" and "5".
- Mark "must_pass" only where missing it makes the whole output useless or harmful.
- Stay with what she said and what follows from it. Do not add criteria about length, politeness or format unless she \
asks for them.
- An id is a few small letters with underscores, such as answers_the_question.

Reply with one JSON object and nothing else."""

LINES_SYSTEM = """\
You help to write down what a good text looks like. Write short questions that can be answered with yes or no by \
reading the text. Yes means good. Write one question a line, as a numbered list, and nothing else."""

CRITERIA_SCHEMA = strict_object(
    {
        "criteria": {
            "type": "array",
            "items": strict_object(
                {
                    "id": {"type": "string"},
                    "question": {"type": "string"},
                    "scale": {"type": "string", "enum": list(SCALES)},
                    "anchors": {
                        "type": "array",
                        "items": strict_object({"value": {"type": "string"}, "meaning": {"type": "string"}}),
                    },
                    "must_pass": {"type": "boolean"},
                }
            ),
        }
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaDraft:
    """The criteria that could be read, and in words what could not."""

    criteria: tuple[Criterion, ...] = ()
    problems: tuple[str, ...] = ()


def draft_form(model: str) -> DraftForm:
    """A numbered list of questions is all that a very small model can hold to."""
    return "lines" if model.startswith("local:") else "json"


def draft_criteria_request(*, model: str, wish: str, task: str = "", count: int = 5) -> Request:
    """The request for a handful of criteria from her sentence."""
    product = f"# The product\n{task}\n\n" if task else ""
    is_plain = draft_form(model) == "lines"
    verb = "Write" if is_plain else "Draft at most"
    noun = "questions" if is_plain else "criteria"
    return Request(
        model=model.partition(":")[2],
        system=LINES_SYSTEM if is_plain else SYSTEM,
        user=(f"{product}# What she wants\n{wish}\n\n{verb} {count} {noun}.",),
        schema=None if is_plain else CRITERIA_SCHEMA,
        schema_name="criteria",
        max_output_tokens=300 if is_plain else 4096,
        temperature=0.3 if is_plain else None,
    )


def read_criteria(text: str, *, form: DraftForm = "json") -> CriteriaDraft:
    """The drafted criteria; one that does not hold together is left out and named."""
    if form == "lines":
        return _listed(text)
    try:
        found = only_object(text).get("criteria")
    except NotReadable as problem:
        return CriteriaDraft(problems=(str(problem),))
    if not isinstance(found, list):
        return CriteriaDraft(problems=('The reply holds no list under "criteria".',))
    criteria: dict[str, Criterion] = {}
    problems = []
    for number, one in enumerate(found[:MOST_CRITERIA], start=1):
        try:
            criterion = _criterion(one)
            criteria.setdefault(criterion.id, criterion)
        except NotReadable as problem:
            problems.append(f"Criterion {number}: {problem}")
    return CriteriaDraft(criteria=tuple(criteria.values()), problems=tuple(problems))


def criterion_id(text: str) -> str:
    """An id for a criterion from its name or its question: a few small letters with underscores."""
    words = re.findall(r"[a-z0-9]+", _NO_SUBJECT.sub("", text.lower()))
    found = ""
    for word in words:
        if found and len(found) + 1 + len(word) > _LONGEST_ID:
            break
        found = f"{found}_{word}" if found else word[:_LONGEST_ID]
    return found


def _listed(text: str) -> CriteriaDraft:
    """Every line that is a question, those for yes or no where there are any."""
    lines = [_NUMBERED.sub("", line).strip() for line in text.splitlines()]
    asked = [line for line in lines if line.endswith("?") and len(line.split()) > 2]
    questions = ([line for line in asked if _YES_OR_NO.match(line)] or asked)[:MOST_CRITERIA]
    criteria = {criterion_id(line): Criterion(id=criterion_id(line), question=line) for line in questions}
    criteria.pop("", None)
    if not criteria:
        return CriteriaDraft(problems=("The reply holds no question.",))
    is_clear = any(_YES_OR_NO.match(line) for line in questions)
    problems = () if is_clear else ("None of them can be answered with yes or no yet: say them anew.",)
    return CriteriaDraft(criteria=tuple(criteria.values()), problems=problems)


def _criterion(found: Any) -> Criterion:
    if not isinstance(found, dict):
        raise NotReadable("It is no object.")
    scale = SCALES.get(str(found.get("scale")))
    if scale is None:
        raise NotReadable("Its scale is neither pass_fail nor one_to_five.")
    question = found.get("question")
    if not isinstance(question, str) or not question.strip():
        raise NotReadable("It has no question.")
    name = criterion_id(str(found.get("id") or question)) or criterion_id(question)
    if not name:
        raise NotReadable("Its question has no letters that an id could be made of.")
    return Criterion(
        id=name,
        question=question.strip(),
        scale=scale,
        anchors=_anchors(found.get("anchors"), scale=scale),
        must_pass=found.get("must_pass") is True,
    )


def _anchors(found: Any, *, scale: Scale) -> dict[Value, str]:
    if not isinstance(found, list):
        return {}
    said = {str(one.get("value")): one.get("meaning") for one in found if isinstance(one, dict)}
    return {
        value: text.strip() for value in scale.values if isinstance(text := said.get(str(value)), str) and text.strip()
    }
