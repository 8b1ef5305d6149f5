"""Which settings of a request a model has refused, so that it is asked with each of them once only; asks nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from studio.calls import Failure
from studio.providers.failures import error_words

_REFUSING_STATUSES = (400, 403, 422, 501)
_REFUSING_WORDS = re.compile(
    r"support|permit|allow|unknown|unrecogni[sz]ed|unexpected|available|deprecated|extra|must be|only|less|invalid",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A part of the request body that a model may refuse."""

    name: str
    spoken: tuple[str, ...] = ()
    """Other words that servers use for it, as regular expressions."""
    retreats: tuple[str, ...]
    """What to give up when it is refused, first the least; in the words of the studio's own Request."""


def retreat(
    failure: Failure, *, sent: Collection[str], parameters: Iterable[Parameter], wanted: Collection[str]
) -> str | None:
    """What to give up, of what is wanted, so that the server takes the request; None when it refused something else.

    A schema that the server calls invalid is our own mistake and no missing ability: it stays a failure.
    """
    if failure.status not in _REFUSING_STATUSES:
        return None
    words = error_words(failure.text)
    if "invalid_json_schema" in words.code or "invalid schema" in words.message.lower():
        return None
    used = [parameter for parameter in parameters if parameter.name in sent]
    refused = next((known for known in used if _is_named(known, where=words.parameter)), None)
    if refused is None and _REFUSING_WORDS.search(words.message):
        refused = next((known for known in used if _is_named(known, where=words.message)), None)
    return next((step for step in refused.retreats if step in wanted), None) if refused else None


def _is_named(parameter: Parameter, *, where: str) -> bool:
    names = "|".join((re.escape(parameter.name), *parameter.spoken))
    return re.search(rf"(?<!\w)(?:{names})(?!\w)", where) is not None
