"""Plain YAML 1.2 scalars: what an unquoted word means, and whether a text may stand unquoted; guesses nothing more."""

from __future__ import annotations

import re

Plain = str | int | float | bool | None

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEAN = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_LONGEST_NUMBER = 40


def plain_value(text: str) -> Plain:
    """What an unquoted scalar means under the YAML 1.2 core schema: `yes`, `no`, `on` and dates stay text."""
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if text[0] in "+-.0123456789" and len(text) <= _LONGEST_NUMBER:
        return _number(text)
    return text


def _number(text: str) -> Plain:
    if _INTEGER.fullmatch(text):
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text, base)
    if _FLOAT.fullmatch(text):
        return float(text.replace(".i", "i").replace(".I", "I").replace(".n", "n").replace(".N", "N"))
    return text


# Narrower than YAML allows on purpose: what is not plainly plain gets quotes.
_PLAINLY_PLAIN = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff:#]|:(?=[^\s,\[\]{}])|(?<=\S)#)*(?<!\s)")


def stands_plain(text: str, *, flow: bool) -> bool:
    """Whether the text may be written without quotes and is still read as this text."""
    if not _PLAINLY_PLAIN.fullmatch(text) or (flow and re.search(r"[,\[\]{}]", text)):
        return False
    return isinstance(plain_value(text), str)
