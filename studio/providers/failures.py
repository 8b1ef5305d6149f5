"""Turns what a server said into one of the studio's own kinds of failure, free of keys; decides no retry."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from studio.calls import Failure
from studio.records import FailureKind, Usage
from studio.redaction import excerpt

HAPPENED: Mapping[FailureKind, str] = {
    "rate_limited": "{label} takes no more calls for the moment",
    "overloaded": "{label} is overloaded",
    "server": "{label} had an error of its own",
    "timeout": "{label} did not answer in time",
    "connection": "{label} could not be reached",
    "key_refused": "{label} refused the key",
    "quota": "{label} says that the account has no credit or quota left",
    "model_not_found": "{label} does not offer this model to this key",
    "bad_request": "{label} did not accept the request",
    "refused": "{label} refused to answer",
    "truncated": "The answer of {label} was cut off",
    "unreadable": "{label} answered with something that is not an answer",
}

_BY_STATUS: Mapping[int, FailureKind] = {
    401: "key_refused",
    402: "quota",
    403: "key_refused",
    404: "bad_request",
    408: "timeout",
    409: "server",
    425: "server",
    429: "rate_limited",
    503: "overloaded",
    529: "overloaded",
}

# What vendors say in a code, a type or a sentence, where the status alone would mislead.
_BY_WORDS: tuple[tuple[str, FailureKind], ...] = (
    ("insufficient_quota", "quota"),
    ("credit balance is too low", "quota"),
    ("billing_error", "quota"),
    ("billing_hard_limit", "quota"),
    ("billing_not_active", "quota"),
    ("overloaded_error", "overloaded"),
    ("model_not_found", "model_not_found"),
    ("content_filter", "refused"),
    ("content_policy_violation", "refused"),
    ("responsible_ai_policy_violation", "refused"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorWords:
    """What an error answer says, in the shapes that vendors and compatible servers use."""

    message: str
    code: str = ""
    """Vendor's code and type, in one text."""
    parameter: str = ""


def failure(
    kind: FailureKind,
    *,
    label: str,
    said: str = "",
    text: str = "",
    status: int | None = None,
    usage: Usage | None = None,
    retry_after_seconds: float | None = None,
) -> Failure:
    """A failure whose message is a sentence about this provider, followed by what it said itself."""
    happened = HAPPENED[kind].format(label=label)
    number = f" ({status})" if status else ""
    return Failure(
        kind=kind,
        message=excerpt(f"{happened}{number}: {said}" if said else f"{happened}{number}."),
        text=excerpt(text),
        status=status,
        usage=usage,
        retry_after_seconds=retry_after_seconds,
    )


def failure_of_status(*, label: str, status: int, headers: Mapping[str, str], text: str) -> Failure:
    """The failure that an answer with an error status stands for."""
    words = error_words(text)
    return failure(
        kind_of_status(status, words=words),
        label=label,
        said=words.message,
        text=text,
        status=status,
        retry_after_seconds=retry_after_seconds(headers, now=time.time()),
    )


def kind_of_status(status: int, *, words: ErrorWords) -> FailureKind:
    """Which kind of failure a status and an error's own words stand for."""
    said = f"{words.code} {words.message}".lower()
    for phrase, kind in _BY_WORDS:
        if phrase in said:
            return kind
    if status == 404 and "model" in said:
        return "model_not_found"
    return _BY_STATUS.get(status, "server" if status >= 500 else "bad_request")


def error_words(text: str) -> ErrorWords:
    """The message, code and parameter of an error answer; the text itself where it is no JSON."""
    from pydantic_core import from_json

    try:
        body = from_json(text)
    except ValueError:
        return ErrorWords(message=" ".join(text.split())[:300])
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, dict):
        return ErrorWords(message=str(body)[:300])
    error = body.get("error", body)
    if not isinstance(error, dict):
        return ErrorWords(message=str(error))
    message = error.get("message") or error.get("detail") or body
    return ErrorWords(
        message=message if isinstance(message, str) else str(message),
        code=" ".join(str(error[name]) for name in ("code", "type") if error.get(name)),
        parameter=str(error.get("param") or ""),
    )


def retry_after_seconds(headers: Mapping[str, str], *, now: float) -> float | None:
    """How long the server asks to wait, uncapped: milliseconds, seconds or a date; None when it does not say."""
    for name, unit_seconds in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        seconds = _number(headers.get(name))
        if seconds is not None:
            return max(0.0, seconds * unit_seconds)
    asked = _moment(headers.get("retry-after"))
    if asked is None:
        return None
    # Against the server's own clock where it shows it: hers may be wrong by hours.
    return max(0.0, asked - (_moment(headers.get("date")) or now))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _moment(value: str | None) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp() if value else None
    except (TypeError, ValueError, OverflowError):
        return None
