"""Takes a reply as JSON only when all of it is one JSON object; it never searches a text for an object."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

LONGEST_REPLY_CHARACTERS = 200_000
DEEPEST_NESTING = 8

_CODE_FENCE = re.compile(r"```(?:json|JSON)?[ \t]*\n(.*)\n[ \t]*```", re.DOTALL)


class NotReadable(ValueError):
    """Why a reply cannot be taken, in one sentence of ours that quotes nothing of it."""


def only_object(text: str) -> dict[str, Any]:
    """The JSON object that the whole reply is, white space and one code fence around it allowed; else NotReadable."""
    if len(text) > LONGEST_REPLY_CHARACTERS:
        raise NotReadable(f"The reply is longer than {LONGEST_REPLY_CHARACTERS:,} characters.")
    body = _without_code_fence(text.strip())
    if not body.startswith("{"):
        raise NotReadable("The reply does not begin with a JSON object." if body else "The reply is empty.")
    try:
        found: dict[str, Any] = json.loads(body, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except NotReadable:
        raise
    except json.JSONDecodeError as error:
        raise NotReadable(_words(error)) from None
    except RecursionError:
        raise NotReadable("The reply is nested too deeply.") from None
    except ValueError:
        raise NotReadable("The reply holds a number with thousands of digits.") from None
    if _is_deeper(found, levels=DEEPEST_NESTING):
        raise NotReadable("The reply is nested too deeply.")
    return found


def _without_code_fence(text: str) -> str:
    fence = _CODE_FENCE.fullmatch(text) if text.startswith("```") else None
    return fence.group(1).strip() if fence else text


def _is_deeper(found: object, *, levels: int) -> bool:
    level = [found]
    for _ in range(levels + 1):
        level = [child for item in level for child in _children(item)]
    return bool(level)


def _children(item: object) -> list[Any]:
    if isinstance(item, dict):
        return list(item.values())
    return item if isinstance(item, list) else []


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotReadable("A key stands twice in one object.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise NotReadable(f"{name} is not a JSON number.")


def _words(error: json.JSONDecodeError) -> str:
    if error.msg == "Extra data":
        return "There is something after the JSON object."
    return f"The JSON is broken or cut off at character {error.pos + 1:,}."
