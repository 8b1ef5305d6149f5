"""Whether an output says what an earlier sample said already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.rules.found import Asked, Found, broken, holds, untold


def repeat_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """The likeness to the most similar earlier sample against what is allowed."""
    likeness = asked.earlier_likeness
    if likeness is None:
        return untold("There are no other samples to look at here.")
    if likeness > setting["at_most"]:
        return broken(
            f"An earlier sample is like it: {100 * likeness:.0f} %, at most {100 * setting['at_most']:.0f} %."
        )
    return holds("No earlier sample is like it.")


def watched_likeness(setting: Mapping[str, Any]) -> float:
    """Below this likeness nobody needs to look."""
    return float(setting["at_most"])
