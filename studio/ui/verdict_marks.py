"""How a value or a failure looks all over the studio: word, icon and colour, in one order; it reads no store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.records import FailureKind, Scale, Value
from studio.ui.plain import plain

Colour = Literal["blue", "orange", "gray", "primary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word with an icon and a colour, so that no meaning hangs on colour alone."""

    word: str
    icon: str
    colour: Colour

    @property
    def badge(self) -> str:
        """Markdown for a small coloured badge."""
        return f":{self.colour}-badge[{self.label}]"

    @property
    def label(self) -> str:
        """Icon and word for a button, an option or a heading."""
        return f"{self.icon} {plain(self.word)}".strip()


FAILURE_WORDS: dict[FailureKind, str] = {
    "refused": "refused",
    "truncated": "cut off",
    "unreadable": "unreadable",
    "repeated": "repeated others",
    "out_of_scale": "off the scale",
    "not_applicable": "does not apply",
    "undecided": "jury undecided",
    "timeout": "no answer in time",
    "rate_limited": "slowed down",
    "overloaded": "overloaded",
    "server": "provider error",
    "connection": "no connection",
    "key_refused": "key refused",
    "quota": "quota used up",
    "model_not_found": "model not found",
    "bad_request": "request refused",
    "cancelled": "cancelled",
}
"""What a person reads for each way a call can fail, in the order they are listed everywhere."""

_FAILURE_ICONS: dict[FailureKind, str] = {
    "refused": ":material/block:",
    "truncated": ":material/content_cut:",
    "unreadable": ":material/help:",
    "repeated": ":material/content_copy:",
    "out_of_scale": ":material/straighten:",
    "not_applicable": ":material/remove:",
    "undecided": ":material/balance:",
    "timeout": ":material/timer_off:",
    "cancelled": ":material/stop_circle:",
}
_GOOD_ICON, _BAD_ICON, _TIE_ICON = ":material/check:", ":material/close:", ":material/drag_handle:"
UNSURE = Mark(word="unsure", icon=":material/question_mark:", colour="gray")
NO_VERDICT = Mark(word="no verdict yet", icon=":material/hourglass_empty:", colour="gray")


def value_mark(value: Value, *, scale: Scale) -> Mark:
    """The two ends of a two-valued order in blue and orange with an icon; every other value quietly."""
    words = {"A": "A is better", "B": "B is better", "tie": "tie"} if set(scale.values) == {"A", "tie", "B"} else {}
    if words:
        return Mark(word=words.get(str(value), str(value)), icon=_TIE_ICON if value == "tie" else "", colour="gray")
    if len(scale.values) == 2 and scale.level != "nominal" and isinstance(value, str):
        good = value == scale.values[-1]
        return Mark(word=value, icon=_GOOD_ICON if good else _BAD_ICON, colour="blue" if good else "orange")
    return Mark(word=value_word(value), icon="", colour="gray")


def failure_mark(failure: FailureKind) -> Mark:
    """A failed call: never a value, and never looking like one."""
    icon = _FAILURE_ICONS.get(failure, ":material/cloud_off:")
    return Mark(word=FAILURE_WORDS[failure], icon=icon, colour="gray")


def verdict_mark(*, value: Value | None, failure: FailureKind | None, scale: Scale) -> Mark:
    """A verdict's value or its failure."""
    if failure is not None:
        return failure_mark(failure)
    return NO_VERDICT if value is None else value_mark(value, scale=scale)


def rating_mark(value: Value | None, *, scale: Scale) -> Mark:
    """A person's value, or that she was unsure."""
    return UNSURE if value is None else value_mark(value, scale=scale)


def value_word(value: Value) -> str:
    """A value as a word: numbers without a trailing zero."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def values_in_order(scale: Scale) -> tuple[Value, ...]:
    """The values as buttons, tables and charts list them: ordered words best first, numbers and kinds as they stand."""
    ordered_words = scale.level == "ordinal" and all(isinstance(value, str) for value in scale.values)
    return tuple(reversed(scale.values)) if ordered_words else scale.values
