"""JSON against a schema: the part of JSON Schema that takes time in proportion to the output, with reasons in words.

References, recursion and free formats are refused when the rubric is read: a shared rubric must not be able to hang
the studio or to make it open an address.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from studio.rules.found import Asked, Found, broken, holds, quoted
from studio.rules.output_format import json_value
from studio.rules.patterns import compiled, refuse_unusable_pattern, searchable

MOST_PARTS = 500
_TYPES: Mapping[str, Callable[[object], bool]] = {
    "object": lambda found: isinstance(found, dict),
    "array": lambda found: isinstance(found, list),
    "string": lambda found: isinstance(found, str),
    "boolean": lambda found: isinstance(found, bool),
    "null": lambda found: found is None,
    "integer": lambda found: not isinstance(found, bool) and (isinstance(found, int) or _is_whole(found)),
    "number": lambda found: isinstance(found, int | float) and not isinstance(found, bool),
}
_ASIDE = frozenset(("$schema", "$id", "title", "description", "examples", "default"))
_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")


def json_schema_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """Whether the output is one JSON value that the schema allows."""
    text = asked.output.strip()
    try:
        value = json_value(text)
        problem = next(problems(value, setting, path="it"), None)
    except ValueError as error:
        return broken(f"It is not JSON: {error}.")
    except RecursionError:
        return broken("It is nested too deeply.")
    return holds("It is JSON of the schema.") if problem is None else broken(f"{_sentence(problem)}.")


def problems(value: object, schema: Mapping[str, Any] | bool, *, path: str) -> Iterator[str]:
    """Every way in which the value is not what the schema asks, with its place."""
    if isinstance(schema, bool):
        if not schema:
            yield f"{path} is not allowed"
        return
    kinds = _names(schema.get("type"))
    if kinds and not any(_TYPES[kind](value) for kind in kinds):
        yield f"{path} is not of type {' or '.join(kinds)}"
        return
    if "enum" in schema and not any(_same(value, known) for known in schema["enum"]):
        yield f"{path} is {_shown(value)}, not one of {', '.join(map(_shown, schema['enum']))}"
    if "const" in schema and not _same(value, schema["const"]):
        yield f"{path} is {_shown(value)}, not {_shown(schema['const'])}"
    yield from _of_kind(value, schema, path=path)
    if "anyOf" in schema and all(next(problems(value, one, path=path), None) for one in schema["anyOf"]):
        yield f"{path} is none of the {len(schema['anyOf'])} things it may be"


def _of_kind(value: object, schema: Mapping[str, Any], *, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _in_object(value, schema, path=path)
    elif isinstance(value, list):
        yield from _count(len(value), schema, path=path, noun="Items", unit="items")
        for at, item in enumerate(value):
            yield from problems(item, schema.get("items", True), path=f"{_inside(path)}[{at}]")
    elif isinstance(value, str):
        yield from _count(len(value), schema, path=path, noun="Length", unit="characters")
        if "pattern" in schema and not compiled(schema["pattern"]).search(searchable(value)):
            yield f"{path} does not match {quoted(schema['pattern'])}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number(value, schema, path=path)


def _in_object(value: Mapping[str, Any], schema: Mapping[str, Any], *, path: str) -> Iterator[str]:
    yield from _count(len(value), schema, path=path, noun="Properties", unit="keys")
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"the key {quoted(name)} is missing{'' if path == 'it' else f' in {path}'}"
    for name, inner in value.items():
        if name in known:
            yield from problems(inner, known[name], path=f"{_inside(path)}.{name}".lstrip("."))
        elif schema.get("additionalProperties", True) is False:
            yield f"the key {quoted(name)} is not allowed"
        else:
            yield from problems(
                inner, schema.get("additionalProperties", True), path=f"{_inside(path)}.{name}".lstrip(".")
            )


def _count(count: int, schema: Mapping[str, Any], *, path: str, noun: str, unit: str) -> Iterator[str]:
    if count < schema.get(f"min{noun}", 0):
        yield f"{path} has {count} {unit}, at least {schema[f'min{noun}']} asked"
    if count > schema.get(f"max{noun}", count):
        yield f"{path} has {count} {unit}, at most {schema[f'max{noun}']} allowed"


def _number(value: float, schema: Mapping[str, Any], *, path: str) -> Iterator[str]:
    if value < schema.get("minimum", value) or value <= schema.get("exclusiveMinimum", value - 1):
        yield f"{path} is {value:g}, too small"
    if value > schema.get("maximum", value) or value >= schema.get("exclusiveMaximum", value + 1):
        yield f"{path} is {value:g}, too large"


def refuse_unusable_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself; ValueError in words where it asks for something that is not checked here."""
    parts = _refuse(schema, path="the schema")
    if parts > MOST_PARTS:
        raise ValueError(f"the schema has more than {MOST_PARTS} parts")
    try:
        json.dumps(schema, allow_nan=False)
    except (TypeError, ValueError):
        raise ValueError("the schema holds something that is not JSON") from None
    return schema


def _refuse(schema: object, *, path: str) -> int:
    if isinstance(schema, bool):
        return 1
    if not isinstance(schema, dict):
        raise ValueError(f"{path} must be a mapping")
    for keyword, content in schema.items():
        check = _KEYWORDS.get(keyword)
        if check is None and keyword not in _ASIDE:
            raise ValueError(f"{path}: `{keyword}` is not checked here; the keywords are {', '.join(_KEYWORDS)}")
        if check is not None and not check(content):
            raise ValueError(f"{path}: `{keyword}` has something in it that does not belong there")
    if "pattern" in schema:
        refuse_unusable_pattern(schema["pattern"])
    inner = [(f"`{name}`", one) for name, one in schema.get("properties", {}).items()]
    inner += [(f"`{name}`", schema[name]) for name in ("items", "additionalProperties") if name in schema]
    inner += [("`anyOf`", one) for one in schema.get("anyOf", ())]
    return 1 + sum(_refuse(one, path=where) for where, one in inner)


def _is_names(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(name, str) for name in found)


def _is_type(found: object) -> bool:
    return bool(_names(found)) and all(name in _TYPES for name in _names(found))


def _is_list(found: object) -> bool:
    return isinstance(found, list) and bool(found)


def _is_count(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and found >= 0


def _is_schema(found: object) -> bool:
    return isinstance(found, dict | bool)


_KEYWORDS: Mapping[str, Callable[[object], bool]] = {
    "type": _is_type,
    "enum": _is_list,
    "const": lambda found: True,
    "properties": lambda found: isinstance(found, dict),
    "required": _is_names,
    "additionalProperties": _is_schema,
    "items": _is_schema,
    "anyOf": _is_list,
    "pattern": lambda found: isinstance(found, str),
    **dict.fromkeys(_NUMBERS, _TYPES["number"]),
    **dict.fromkeys(_COUNTS, _is_count),
}


def _names(found: object) -> list[str]:
    if isinstance(found, str):
        return [found]
    return [str(name) for name in found] if isinstance(found, list) else []


def _same(one: object, other: object) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _is_whole(found: object) -> bool:
    return isinstance(found, float) and found.is_integer()


def _sentence(problem: str) -> str:
    """A key keeps its small letter; what is ours begins with a large one."""
    ours = problem.startswith(("it ", "the "))
    return f"{problem[0].upper()}{problem[1:]}" if ours else f"In the JSON, {problem}"


def _inside(path: str) -> str:
    return "" if path == "it" else path


def _shown(value: object) -> str:
    return quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
