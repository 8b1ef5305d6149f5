"""promptfoo: reads and writes model-graded assertions (`llm-rubric` and its relatives); runs and opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from studio.records import PASS_FAIL, Criterion, Rubric
from studio.rubric.emission import entry
from studio.rubric.formats.assembly import CHOOSE_JUDGES, UNWANTED, criterion_id, named, read_rubric
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.foreign import Foreign, mappings, text_in
from studio.rubric.formats.wording import judged_text, shares_in_words
from studio.rubric.scales import MIDDLE, is_ordered
from studio.rubric.shape import MAXIMUM_WEIGHT

GRADED = frozenset(("llm-rubric", "search-rubric", "model-graded-closedqa", "g-eval", "agent-rubric"))
_TEMPLATE_MARKS = re.compile(r"\{\{|\{%|\{#")


def _read(foreign: Foreign) -> Conversion[Rubric] | None:
    document = foreign.document
    if not isinstance(document, Mapping) or not ({"assert", "tests", "defaultTest"} & set(document)):
        return None
    found = list(_assertions(document))
    if not found:
        return None
    criteria: list[Criterion] = []
    notes = list(_left_behind(document))
    for assertion, where in found:
        kind = text_in(assertion.get("type"))
        if kind.removeprefix("not-") in GRADED:
            criteria += _criteria(assertion, kind)
            notes += _notes(assertion, where)
        else:
            notes.append(
                f"`{kind}` is checked by code in promptfoo; a rubric asks judges. Leave that check where it is."
            )
    unique = list({c.question: c for c in criteria}.values())
    return read_rubric(foreign, criteria=unique, title=text_in(document.get("description")), not_carried=notes)


def _assertions(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    places = [(document, ""), *((test, "defaultTest") for test in mappings(document.get("defaultTest")))]
    places += [(test, f"test {at}") for at, test in enumerate(mappings(document.get("tests")), start=1)]
    for place, where in places:
        for assertion in mappings(place.get("assert")):
            if assertion.get("type") == "assert-set":
                yield from ((inner, where) for inner in mappings(assertion.get("assert")))
            elif "type" in assertion:
                yield assertion, where


def _criteria(assertion: Mapping[str, Any], kind: str) -> Iterator[Criterion]:
    value = assertion.get("value")
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and text.strip():
            yield Criterion(
                id=criterion_id(text_in(assertion.get("metric")) or text),
                question=text,
                scale=UNWANTED if kind.startswith("not-") else PASS_FAIL,
                weight=_weight(assertion.get("weight")),
            )


def _weight(found: Any) -> float:
    good = isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= MAXIMUM_WEIGHT
    return float(found) if good else 1.0


def _notes(assertion: Mapping[str, Any], where: str) -> Iterator[str]:
    name = text_in(assertion.get("metric")) or text_in(assertion.get("value"))[:40]
    if where.startswith("test "):
        yield f"{name!r} was asked only in {where}; here it is asked of every output."
    if "threshold" in assertion:
        yield f"{name!r}: the threshold {assertion['threshold']}; here judges answer pass or fail."
    if "provider" in assertion or "rubricPrompt" in assertion:
        yield CHOOSE_JUDGES
    if not isinstance(assertion.get("value"), str | list):
        yield f"An assertion without a text in `value` (`{assertion.get('type')}`)."


def _left_behind(document: Mapping[str, Any]) -> Iterator[str]:
    for key, words in {
        "prompts": "The prompts: add them on the Generate page.",
        "providers": CHOOSE_JUDGES,
        "tests": "The tests' variables: import them as inputs.",
    }.items():
        if document.get(key):
            yield words


def _write(rubric: Rubric) -> Conversion[str]:
    notes = ["The examples stand inside each assertion's text."] if any(c.examples for c in rubric.criteria) else []
    asserts = []
    for c in rubric.criteria:
        if not is_ordered(c.scale):
            notes.append(f"{c.id}: promptfoo only passes or fails, and its values have no order.")
            continue
        weight = {"weight": int(c.weight) if c.weight == int(c.weight) else c.weight} if c.weight != 1 else {}
        text = f"{judged_text(rubric, c)}\n\n{shares_in_words(c.scale)}\nIt passes above a score of {MIDDLE}."
        asserts.append({"type": "llm-rubric", "metric": c.id, **weight, "value": _literal(text)})
    default: dict[str, Any] = {"assert": asserts}
    if rubric.combine == "weighted_mean":
        default = {"threshold": MIDDLE, "assert": asserts}
        musts = [c for c in rubric.criteria if c.must_pass]
        notes += [f"That {named(musts)} must pass: promptfoo looks only at the mean."] if musts else []
    head = "# Add your prompts, providers and tests, then run `promptfoo eval`.\n"
    body = f"{entry('description', rubric.title, column=0)}\n{entry('defaultTest', default, column=0)}\n"
    return Conversion(result=head + body, not_carried=tuple(notes))


def _literal(text: str) -> str:
    """The text so that promptfoo does not fill it as a template."""
    if not _TEMPLATE_MARKS.search(text):
        return text
    return "{% raw %}" + re.sub(r"\{%-?\s*endraw", "{ % endraw", text) + "{% endraw %}"


FORMAT = RubricFormat(name="promptfoo", title="promptfoo assertions", suffix=".yaml", read=_read, write=_write)
