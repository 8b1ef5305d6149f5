"""Fills `{{name}}` in a text, once and from fixed names; it evaluates nothing and never rescans a value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studio.errors import StudioError

_PLACE = re.compile(r"\{\{([^{}\n]*)\}\}")


def names_in(template: str) -> tuple[str, ...]:
    """The names a template asks for, each once, in order of appearance."""
    return tuple(dict.fromkeys(name.strip() for name in _PLACE.findall(template)))


def filled(template: str, *, values: Mapping[str, str]) -> str:
    """The template with every `{{name}}` replaced by its value; a name without a value is refused in words."""
    refuse_unknown_names(template, known=values)
    return _PLACE.sub(lambda place: values[place.group(1).strip()], template)


def refuse_unknown_names(template: str, *, known: Mapping[str, object] | tuple[str, ...]) -> None:
    """Says which `{{name}}` is not known, and which ones are, before anything is sent."""
    unknown = [name for name in names_in(template) if name not in known]
    if unknown:
        places = ", ".join(f"{{{{{name}}}}}" for name in unknown)
        offered = ", ".join(f"{{{{{name}}}}}" for name in known) or "no names at all"
        raise StudioError(
            happened=f"The text asks for {places}, which the studio does not know.",
            safe="Nothing was sent.",
            to_do=f"Use one of these instead, or take the double braces away: {offered}.",
        )
