"""Words and phrases that must or must not stand in an output, as whole words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from studio.rules.found import Asked, Found, broken, holds, quoted

_SPACES = re.compile(r"\s+")


def phrase_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """Every required phrase stands in the output and no forbidden one; case counts only where asked."""
    exact = bool(setting.get("match_case"))
    text = _folded(asked.output, exact=exact)
    for phrase in setting.get("forbidden", ()):
        if _stands_in(_folded(phrase, exact=exact), text):
            return broken(f"It says {quoted(phrase)}, which is forbidden.")
    missing = [phrase for phrase in setting.get("required", ()) if not _stands_in(_folded(phrase, exact=exact), text)]
    if missing:
        return broken(f"It does not say {quoted(missing[0])}{f' and {len(missing) - 1} more' if missing[1:] else ''}.")
    return holds("It says what is required and nothing that is forbidden.")


def _folded(text: str, *, exact: bool) -> str:
    plain = _SPACES.sub(" ", unicodedata.normalize("NFKC", text).replace("’", "'")).strip()
    return plain if exact else plain.casefold()


def _stands_in(phrase: str, text: str) -> bool:
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if _is_border(text[start - 1 : start], phrase[0]) and _is_border(text[end : end + 1], phrase[-1]):
            return True
        start = text.find(phrase, start + 1)
    return False


def _is_border(outside: str, inside: str) -> bool:
    return not (outside.isalnum() and inside.isalnum())
