"""Asks a model to draft criteria from one sentence of hers, and reads the draft; a draft is a proposal, never saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.calls import Request
from studio.prompting.strict_json import NotReadable, only_object
from studio.prompting.verdict_schema import strict_object
from studio.records import ONE_TO_FIVE, PASS_FAIL, Criterion, Scale, Value

SCALES: Mapping[str, Scale] = {"pass_fail": PASS_FAIL, "one_to_five": ONE_TO_FIVE}
MOST_CRITERIA = 12
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")

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

_SCHEMA = strict_object(
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


def draft_criteria_request(*, model: str, wish: str, task: str = "", count: int = 5) -> Request:
    """The request for a handful of criteria from her sentence."""
    product = f"# The product\n{task}\n\n" if task else ""
    ask = f"{product}# What she wants\n{wish}\n\nDraft at most {count} criteria."
    return Request(
        model=model.partition(":")[2],
        system=SYSTEM,
        user=(ask,),
        schema=_SCHEMA,
        schema_name="criteria",
        max_output_tokens=4096,
    )


def read_criteria(text: str) -> CriteriaDraft:
    """The drafted criteria; one that does not hold together is left out and named."""
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


def _criterion(found: Any) -> Criterion:
    if not isinstance(found, dict):
        raise NotReadable("It is no object.")
    scale = SCALES.get(str(found.get("scale")))
    if scale is None:
        raise NotReadable("Its scale is neither pass_fail nor one_to_five.")
    question = found.get("question")
    if not isinstance(question, str) or not question.strip():
        raise NotReadable("It has no question.")
    criterion_id = str(found.get("id", "")).strip().lower().replace(" ", "_")
    if not _ID.fullmatch(criterion_id):
        raise NotReadable("Its id is not made of small letters, digits, - and _.")
    return Criterion(
        id=criterion_id,
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
