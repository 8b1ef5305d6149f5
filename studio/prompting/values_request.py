"""Asks a model for more values of one dimension of a plan, and reads them; she prunes what it proposes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.calls import Request
from studio.prompting.input_request import InputForm
from studio.prompting.strict_json import NotReadable, only_object
from studio.prompting.verdict_schema import strict_object

MOST_VALUES = 60
MOST_CHARACTERS = 80
_WANTED = 12
_LINE = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])\s+(\S.*?)[\s.:]*")

SYSTEM = """\
You help to plan which inputs a product should be tried on. For one dimension of the plan you propose values that real \
users differ in, as a tree of two levels where that helps: a group, and under it short concrete values of one to five \
words. No value says the same as another one. Cover the usual and the rare. Reply with one JSON object alone."""

_SCHEMA = strict_object(
    {
        "groups": {
            "type": "array",
            "items": strict_object(
                {"name": {"type": "string"}, "values": {"type": "array", "items": {"type": "string"}}}
            ),
        }
    }
)


def values_request(*, task: str, dimension: str, there: Sequence[str], model: str) -> Request:
    """The request for values of a dimension, unlike those that are there; a very small model is asked for a list."""
    form = _form(model)
    known = f"\nThere already: {'; '.join(there[:MOST_VALUES])}." if there else ""
    if form == "lines":
        ask = f"{task}\nList {_WANTED} different kinds of {dimension}, two or three words each, one a line.{known}"
    else:
        ask = f"The product: {task}\nThe dimension: {dimension}.{known}\nPropose about {2 * _WANTED} new values."
    return Request(
        model=model.partition(":")[2],
        system=SYSTEM if form == "json" else "",
        user=(ask,),
        schema=_SCHEMA if form == "json" else None,
        schema_name="values",
        max_output_tokens=1024 if form == "json" else 160,
    )


def read_values(text: str, *, model: str, there: Sequence[str] = ()) -> list[str]:
    """New values as indented lines of an outline; raises NotReadable in words where there are none."""
    found = _from_json(text) if _form(model) == "json" else _from_lines(text)
    known = {one.casefold() for one in there}
    lines = [(indent, name) for indent, name in found if name.casefold() not in known][:MOST_VALUES]
    if not lines:
        raise NotReadable("The reply holds no new value.")
    return [f"{indent}{name}" for indent, name in lines]


def _form(model: str) -> InputForm:
    return "lines" if model.startswith("local:") else "json"


def _from_json(text: str) -> list[tuple[str, str]]:
    groups = only_object(text).get("groups")
    if not isinstance(groups, list):
        raise NotReadable('The reply holds no list under "groups".')
    found: list[tuple[str, str]] = []
    for group in groups:
        if not isinstance(group, dict) or not isinstance(group.get("values"), list):
            continue
        name = _clean(group.get("name"))
        values = [value for value in map(_clean, group["values"]) if value]
        found += [("", name)] if name else []
        found += [("  " if name else "", value) for value in values]
    return found


def _from_lines(text: str) -> list[tuple[str, str]]:
    names = [_clean(line.group(1)) for line in map(_LINE.fullmatch, text.splitlines()) if line]
    return [("", name) for name in dict.fromkeys(names) if name]


def _clean(value: object) -> str:
    """One value as it may stand in an outline: one line, no signs that mean something there."""
    if not isinstance(value, str):
        return ""
    words = " ".join(value.replace(",", " ").replace(">", " ").replace(":", " ").strip(" -*•\"'").split())
    return words.encode("utf-8", "replace").decode()[:MOST_CHARACTERS]
