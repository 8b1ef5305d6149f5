"""Reads what somebody gave as a value of a scale; what does not stand on the scale is never bent to fit."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, get_args

from studio.interchange.limits import LARGEST_NUMBER
from studio.interchange.problems import BadLine, quoted
from studio.interchange.shapes import as_text
from studio.records import FailureKind, Scale, Value

# Three digits after a comma are thousands to some and thousandths to others: no number then.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+|\d+,\d\d?)(e[+-]?\d{1,2})?", re.IGNORECASE | re.ASCII)
_REMEMBERED = 10_000
_UID = re.compile("[A-Za-z0-9_-]{8,64}")
_TRUE = {"pass": "true", "fail": "false", "yes": "true", "no": "false"}

# Statuses that other tools write, in the studio's own words; a failure's own name stands for itself.
_FAILURES: dict[str, FailureKind] = {
    "parse_error": "unreadable",
    "unparsed": "unreadable",
    "malformed": "unreadable",
    "invalid": "unreadable",
    "below_scale": "out_of_scale",
    "above_scale": "out_of_scale",
    "na": "not_applicable",
    "n/a": "not_applicable",
    "refusal": "refused",
    "content_filter": "refused",
    "length": "truncated",
    "error": "server",
    "failed": "server",
}
_FAILURES |= {kind: kind for part in get_args(FailureKind) for kind in get_args(part)}

OK = ("", "ok", "valid", "success")


class Ruler:
    """A scale made ready for reading many values."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self._known: dict[Value, Value] = {}
        for value in scale.values:
            self._known[value] = value
            plain = str(value).casefold()
            self._known.setdefault(plain, value)
            if plain in _TRUE:
                self._known.setdefault(_TRUE[plain], value)

    def value(self, given: Value) -> Value | None:
        """The scale's own value for what was given (4 for 4.0 and for "4"), or None when it is outside."""
        known = self._known.get(given)
        if known is not None:
            return known
        if isinstance(given, str):
            known = self._known.get(given.casefold())
            number = as_number(given) if known is None else None
            return known if number is None else self.value(number)
        if not self.scale.spans(given):
            return None
        if len(self._known) < _REMEMBERED:
            self._known[given] = given
        return given


def given_value(fields: Mapping[str, Any]) -> Value | None:
    """What stands in the row as the value, if anything does; BadLine for what can be none."""
    given = fields.get("score")
    if given is None:
        given = fields.get("label")
    if given is None:
        given = fields.get("value")
    if isinstance(given, str):
        return given.strip() or None
    if isinstance(given, bool):
        return str(given).casefold()
    if given is None or isinstance(given, int | float):
        return given
    raise BadLine("its value is neither a text nor a number")


def as_number(text: str) -> float | None:
    """The number a text says, a decimal comma allowed; None when it says none."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    if abs(number) > LARGEST_NUMBER:
        return None
    return int(number) if number.is_integer() else number


def status_of(fields: Mapping[str, Any]) -> str:
    """The row's status in small letters; empty when it is well."""
    given = fields.get("status")
    if given is None or given == "ok":
        return ""
    status = as_text(given).strip().casefold()
    return "" if status in OK else status


def failure_of(status: str) -> FailureKind:
    """The failure a status means; one we do not know vouches for no value, so it is unreadable."""
    return _FAILURES.get(status.replace(" ", "_").replace("-", "_"), "unreadable")


def judged(fields: Mapping[str, Any], ruler: Ruler) -> tuple[Value | None, FailureKind | None, str]:
    """A verdict's value or its failure, never both, and what came back where there is no value."""
    given, status = given_value(fields), status_of(fields)
    value = None if given is None or status else ruler.value(given)
    if value is not None:
        return value, None, ""
    raw = as_text(fields.get("raw")) or ("" if given is None else str(given))
    if status:
        return None, failure_of(status), raw
    if not raw:
        raise BadLine("it has neither a value nor a status that says why")
    return None, "unreadable" if given is None else "out_of_scale", raw


def rated(fields: Mapping[str, Any], ruler: Ruler) -> Value | None:
    """A person's value, or None where she skipped; BadLine where it does not stand on the scale."""
    given = given_value(fields)
    status = status_of(fields)
    if status in ("skipped", "skip", "unsure", "not_applicable", "na", "n/a"):
        return None
    if status:
        raise BadLine(f"it is a person's rating with the status {quoted(status)}")
    if given is None:
        raise BadLine("it has no value")
    value = ruler.value(given)
    if value is None:
        raise BadLine(f"the value {quoted(given)} is not on the scale")
    return value


def uid_of(given: Any) -> str:
    """An event's own name where the row gives one that can be kept."""
    return given if isinstance(given, str) and _UID.fullmatch(given) else ""


def share_of(given: Any) -> float | None:
    """A number from 0 to 1, such as a probability; None for anything else."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    return float(given) if is_number and math.isfinite(given) and 0 <= given <= 1 else None
