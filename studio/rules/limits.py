"""Whether a number lies between the ends a rule sets, said in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.rules.found import Found, broken, holds


def within(number: float, setting: Mapping[str, Any], *, told: str, ends: str = "{}") -> Found:
    """The number against `at_least` and `at_most`; `told` says what it is, `ends` how an end is written."""
    least, most = setting.get("at_least"), setting.get("at_most")
    if least is not None and number < least:
        return broken(f"{told}, at least {ends.format(least)} asked.")
    if most is not None and number > most:
        return broken(f"{told}, at most {ends.format(most)} allowed.")
    return holds(f"{told}.")
